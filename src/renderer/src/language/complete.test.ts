import { expect, it } from 'vitest'
import { printProgram } from '../../../core/dsl/syntax/printer'
import { readStarterPrograms } from '../../../../test/fuzz/starterPrograms'
import { completionsAt } from './complete'

interface Rank {
  readonly name: string
  readonly rank: number
}

/** How far down the list each argument and each callee of a program stands, where the text is cut before it. */
function ranksOf(text: string): { args: Rank[]; callees: Rank[] } {
  const args: Rank[] = []
  const callees: Rank[] = []
  for (const match of text.matchAll(/(?<== )\w+|(?<=[(,] ?)\w+/g)) {
    const before = text.slice(0, match.index)
    const { items } = completionsAt(before, before.length)
    const rank = items.findIndex(({ label }) => label === match[0])
    const list = before.endsWith('= ') ? callees : args
    list.push({ name: match[0], rank: rank < 0 ? Infinity : rank })
  }
  return { args, callees }
}

const share = (ranks: readonly Rank[], limit: number): number =>
  ranks.filter(({ rank }) => rank < limit).length / ranks.length

it('has what people wrote in the starter programs near the top', () => {
  const all = readStarterPrograms().parents.map(({ program }) => ranksOf(printProgram(program)))
  const args = all.flatMap((one) => one.args)
  const callees = all.flatMap((one) => one.callees)
  expect(args.length).toBeGreaterThan(300)
  expect([...args, ...callees].filter(({ rank }) => rank === Infinity)).toEqual([])
  expect(share(args, 5)).toBeGreaterThan(0.85)
  expect(share(args, 10)).toBeGreaterThan(0.92)
  expect(share(callees, 40)).toBeGreaterThan(0.6)
})

it('answers for every place of a text, whole or cut', () => {
  const text = 'def solve_1(I):\n    x1 = f(a)(b, 2) # c\n    return fill(x1, (0, 1), '
  for (let offset = 0; offset <= text.length; offset++) {
    const { start, end, items } = completionsAt(text, offset)
    expect(start).toBeLessThanOrEqual(offset)
    expect(end).toBeGreaterThanOrEqual(offset)
    expect(new Set(items.map(({ label }) => label)).size).toBe(items.length)
  }
})
