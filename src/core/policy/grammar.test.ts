import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { checkProgram, isRunnable } from '../dsl/check/checkProgram'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { parseProgram } from '../dsl/syntax/parser'
import { mutateSeeds, type Seed } from '../mutate/mutateSeeds'
import { parseTaskText } from '../task/parseTask'
import { Rng } from '../util/rng'
import { GrammarState, LEAST_TOKENS } from './grammar'
import {
  decodeProgram,
  encodeProgram,
  encodeProgramText,
  END_TOKEN,
  LINE_TOKEN,
  tokenName,
  VOCABULARY_SIZE,
} from './programTokens'

const STARTER = join(import.meta.dirname, '../../../resources/starter')
const read = (...path: string[]): string => readFileSync(join(STARTER, ...path), 'utf8')

const SEEDS: readonly Seed[] = readdirSync(join(STARTER, 'seeds')).map((file) => {
  const id = file.replace('.dsl', '')
  const task = parseTaskText(id, read('training', `${id}.json`))
  if (!task.ok) throw new Error(task.error.message)
  return { task: task.value, program: canonicalProgram(parseProgram(read('seeds', file)).program) }
})
const I = encodeProgramText('O = I')?.[0] ?? 0

const mask = new Uint8Array(VOCABULARY_SIZE)
const allowed = (state: GrammarState): number[] => {
  state.writeMask(mask)
  return [...mask.keys()].filter((token) => mask[token] === 1)
}
const isAccepted = (ids: readonly number[]): boolean =>
  isRunnable(checkProgram(decodeProgram(Int32Array.from(ids))).diagnostics)

/** The first token that the grammar refuses, with what came before it; null when it admits them all. */
function refusal(ids: Int32Array, maxTokens: number): string | null {
  let state = GrammarState.start(maxTokens)
  for (const [k, token] of ids.entries()) {
    state.writeMask(mask)
    if (mask[token] !== 1) return `${decodeProgram(ids.slice(0, k))} ... ${tokenName(token)} of ${maxTokens} tokens`
    if (token !== END_TOKEN) state = state.next(token)
  }
  return null
}

/** Draws uniformly among the tokens that may follow; the end token is left out. */
function walk(rng: Rng, maxTokens: number, choose = (tokens: readonly number[]): number => rng.pick(tokens)): number[] {
  const ids: number[] = []
  for (let state = GrammarState.start(maxTokens); ;) {
    const tokens = allowed(state)
    if (tokens.length === 0) throw new Error(`nothing may follow ${decodeProgram(Int32Array.from(ids))}`)
    const token = choose(tokens)
    if (token === END_TOKEN) return ids
    ids.push(token)
    state = state.next(token)
  }
}

describe('programs that the checker accepts are admitted, at their own length as the limit and above', () => {
  const admit = (ids: Int32Array): void => {
    for (const limit of [ids.length, ids.length + 1, ids.length + 2, ids.length + 3, 96]) {
      expect(refusal(ids, Math.max(limit, ids.length))).toBeNull()
    }
  }

  it('every starter seed', () => {
    expect(SEEDS.length).toBeGreaterThan(40)
    for (const { task, program } of SEEDS) {
      const ids = encodeProgram(program)
      if (!ids) throw new Error(`${task.id} cannot be encoded`)
      admit(ids)
    }
  })

  it('mutants of mutants, all of which run', () => {
    const options = { seeds: SEEDS, count: 600, mode: 'dInf', rng: Rng.fromSeed(4), budget: DEFAULT_BUDGET } as const
    const { mutants } = mutateSeeds(options)
    expect(mutants).toHaveLength(600)
    for (const { text } of mutants) {
      const ids = encodeProgramText(text)
      if (ids) admit(ids)
    }
  })

  it.each([
    ['a call of a function that a line gave', 'x1 = rbind(equality, THREE)\nx2 = x1(TWO)\nO = branch(x2, I, I)'],
    ['a function of which nothing is known', 'x1 = astuple(hmirror, vmirror)\nx2 = last(x1)\nO = x2(I)'],
    ['one that takes any number of arguments', 'x1 = branch(T, size, add)\nO = x1(ONE, TWO)'],
    ['another name for what there is', 'x1 = hmirror\nx2 = I\nO = x1(x2)'],
    ['a line that nothing uses', 'x1 = objects\nO = I'],
  ])('%s', (_name, text) => {
    expect(isRunnable(checkProgram(text).diagnostics)).toBe(true)
    const ids = encodeProgramText(text)
    if (!ids) throw new Error('cannot be encoded')
    admit(ids)
  })

  it('any token that goes on with a program so far', () => {
    const rng = Rng.fromSeed(3)
    let tried = 0
    for (let k = 0; k < 12; k++) {
      const ids = walk(rng, 24)
      let state = GrammarState.start(100)
      for (let at = 0; at < ids.length; at++) {
        const before = ids.slice(0, at)
        const tokens = new Set(allowed(state))
        expect(tokens.has(END_TOKEN)).toBe(at > 0 && before.at(-1) !== LINE_TOKEN && isAccepted(before))
        for (let token = LINE_TOKEN; token < VOCABULARY_SIZE; token++) {
          if (tokens.has(token)) continue
          tried++
          const text = [...before, token, ...(token === LINE_TOKEN ? [] : [LINE_TOKEN]), I]
          expect(isAccepted(text), decodeProgram(Int32Array.from(text))).toBe(false)
        }
        state = state.next(ids[at] ?? 0)
      }
    }
    expect(tried).toBeGreaterThan(5000)
  })
})

describe('what follows the grammar to its end is a program', () => {
  it.each([
    [2, 300],
    [3, 300],
    [4, 300],
    [5, 300],
    [7, 300],
    [12, 300],
    [48, 300],
    [150, 60],
  ])('within %i tokens', (maxTokens, walks) => {
    const rng = Rng.fromSeed(maxTokens, 'walks')
    for (let k = 0; k < walks; k++) {
      const ids = walk(rng, maxTokens)
      expect(ids.length + 1).toBeLessThanOrEqual(maxTokens)
      const { diagnostics } = checkProgram(decodeProgram(Int32Array.from(ids)))
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })

  it('also where it would rather call functions than end', () => {
    const rng = Rng.fromSeed(9)
    let longest = 0
    for (let k = 0; k < 60; k++) {
      const maxTokens = rng.between(20, 110)
      const ids = walk(rng, maxTokens, (tokens) => {
        const others = tokens.filter((token) => token !== END_TOKEN)
        return rng.pick(others.length > 0 ? others : tokens)
      })
      longest = Math.max(longest, ids.length + 1 - maxTokens)
      expect(ids.length + 1).toBeLessThanOrEqual(maxTokens)
      expect(isAccepted(ids), decodeProgram(Int32Array.from(ids))).toBe(true)
    }
    expect(longest).toBe(0) // the limit was reached
  })
})

describe('a state', () => {
  it('offers no padding, no variable that no line assigned, and the end only behind a grid', () => {
    const start = allowed(GrammarState.start(40)).map(tokenName)
    expect(start).toContain('I')
    expect(start).toContain('hmirror')
    for (const name of ['<pad>', '<end>', '<line>', 'x1']) expect(start).not.toContain(name)
    const sized = encodeProgramText('O = height(I)') ?? new Int32Array()
    let state = GrammarState.start(40)
    for (const token of sized.slice(0, -1)) state = state.next(token)
    expect(allowed(state)).toEqual([LINE_TOKEN])
    expect(allowed(state.next(LINE_TOKEN)).map(tokenName)).toContain('x1')
  })

  it('goes on from where it was, however often', () => {
    const state = GrammarState.start(30).next(I)
    const before = allowed(state)
    state.next(LINE_TOKEN).next(I)
    expect(allowed(state)).toEqual(before)
  })

  it('refuses a limit that no program keeps', () => {
    expect(() => GrammarState.start(LEAST_TOKENS - 1)).toThrow(RangeError)
    expect(walk(Rng.fromSeed(1), LEAST_TOKENS)).toEqual([I])
  })
})
