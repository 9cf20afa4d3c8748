import { describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { parseProgram } from '../dsl/syntax/parser'
import { Grid } from '../grid/grid'
import { Rng } from '../util/rng'
import { MutantCollector } from './mutantCollector'
import { MutationTries } from './mutationTries'

const pairs = [Grid.fromRows([[1, 0, 2]]), Grid.fromRows([[3, 3], [0, 1]])].map((input) => ({ input, output: input })) // prettier-ignore
const seeds = ['x1 = hmirror(I)\nO = hconcat(I, x1)', 'x1 = ofcolor(I, ONE)\nO = fill(I, TWO, x1)'].map((text, k) => ({
  task: { id: `t${k}`, train: pairs, test: pairs },
  program: parseProgram(text).program,
}))
const tries = () => new MutationTries(seeds, Rng.fromSeed(3, 'mutate'), DEFAULT_BUDGET)
const NUMBERS = Array.from({ length: 300 }, (_, k) => k)

/** What was given, each text for the first try that gives it. */
function firstByText(made: readonly (readonly [number, string | undefined])[]): Map<string, number> {
  const first = new Map<string, number>()
  for (const [number, text] of [...made].sort((a, b) => a[0] - b[0])) {
    if (text !== undefined && !first.has(text)) first.set(text, number)
  }
  return first
}

describe('MutationTries', () => {
  it('gives the same at a number wherever and in whatever order the tries are made', () => {
    const one = tries()
    const inOrder = NUMBERS.map((number) => [number, one.attempt(number)?.text] as const)
    expect(firstByText(inOrder).size).toBeGreaterThan(50)
    const [even, odd] = [tries(), tries()]
    const apart = NUMBERS.map((number) => [number, (number % 2 ? odd : even).attempt(number)?.text] as const)
    expect(firstByText(apart)).toEqual(firstByText(inOrder))
    const back = tries()
    const backward = [...NUMBERS].reverse().map((number) => [number, back.attempt(number)?.text] as const)
    expect(firstByText(backward)).toEqual(firstByText(inOrder))
  })

  it('tells beforehand which parent a try changes', () => {
    const made = tries()
    for (const number of NUMBERS) {
      const parent = made.parentOf(number)
      const mutant = made.attempt(number)
      if (mutant) expect([mutant.parentIndex, mutant.parent]).toEqual([parent, made.parentAt(parent).text])
    }
  })

  it('does not make one change of one parent twice', () => {
    const made = tries()
    const given = NUMBERS.flatMap((number) => made.attempt(number) ?? [])
    const changes = given.map(({ parentIndex, before, after }) => [parentIndex, before, after].join())
    expect(new Set(changes).size).toBe(changes.length)
  })

  it('changes mutants once they are parents', () => {
    const made = tries()
    const child = NUMBERS.flatMap((number) => made.attempt(number) ?? [])[0]
    if (!child) throw new Error('no mutant')
    made.addParents([child])
    expect(made.parentAt(2)).toMatchObject({ text: child.text, task: child.task, generation: 1 })
    const grandchildren = NUMBERS.flatMap((number) => made.attempt(number + 1000) ?? []).filter(
      ({ parentIndex }) => parentIndex === 2,
    )
    expect(new Set(grandchildren.map(({ generation, parent }) => `${generation} ${parent}`))).toEqual(
      new Set([`2 ${child.text}`]),
    )
  })
})

describe('MutantCollector', () => {
  const found = (text: string) => ({ text, parentIndex: 0 })

  it('takes a text once and no more than are wanted', () => {
    const collector = new MutantCollector({ seeds: 1, count: 2, mode: 'd1' })
    expect(['a', 'a', 'b'].map((text) => collector.take(found(text)))).toEqual([true, false, true])
    expect([collector.isDone, collector.accepted, collector.tried]).toEqual([true, 2, 3])
  })

  it('stops at the last try', () => {
    const collector = new MutantCollector({ seeds: 1, count: 2, mode: 'd1', maxTries: 2 })
    expect(collector.roundEnd).toBe(2)
    collector.take(null)
    expect(collector.isDone).toBe(false)
    collector.take(null)
    expect(collector.isDone).toBe(true)
    expect(new MutantCollector({ seeds: 0, count: 2, mode: 'd1' }).isDone).toBe(true)
  })

  it('makes parents of mutants at the end of a round, which is as long as there are parents', () => {
    const collector = new MutantCollector({ seeds: 2, count: 100, mode: 'dInf' })
    collector.take(found('a'))
    collector.take(null)
    expect(collector.tried).toBe(collector.roundEnd)
    expect(collector.nextRound()).toEqual([found('a')])
    expect(collector.roundEnd).toBe(5)
    expect(collector.nextRound()).toEqual([])
    const d1 = new MutantCollector({ seeds: 2, count: 100, mode: 'd1', maxTries: 50 })
    d1.take(found('a'))
    expect([d1.roundEnd, d1.nextRound()]).toEqual([50, []])
    expect(new MutantCollector({ seeds: 9000, count: 100_000, mode: 'dInf' }).roundEnd).toBe(4096)
  })
})
