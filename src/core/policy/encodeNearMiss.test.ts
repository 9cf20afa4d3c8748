import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { encodeCompact, FEATURE_COUNT, FEATURE_WIDTH, type EncodePair } from './encodeCompact'
import { CUT, encodeNearMiss, MOST_PROGRAM_POSITIONS, NEAR_MISS_FEATURE_COUNT, type NearMiss } from './encodeNearMiss'
import type { EncodedTask } from './policyPort'
import { MAX_POSITIONS } from './policyShape'
import { readNearMiss } from './readNearMiss'

const grid = fc
  .record({ rows: fc.integer({ min: 1, max: 30 }), cols: fc.integer({ min: 1, max: 30 }), seed: fc.nat(1000) })
  .map(
    ({ rows, cols, seed }) =>
      new Grid(
        rows,
        cols,
        Int8Array.from({ length: rows * cols }, (_, k) => (k * seed) % 10),
      ),
  )
const pairs = fc.array(fc.record({ input: grid, output: grid }), { minLength: 1, maxLength: 12 })
const programs = fc.integer({ min: 1, max: 39 }).map((lines) => programOf(lines))
const tries = fc.tuple(pairs, programs, fc.array(fc.option(grid), { minLength: 12, maxLength: 12 }))

/** So many lines, four tokens each but the last. */
function programOf(lines: number): string {
  const body = Array.from({ length: lines - 1 }, (_, k) => `x${k + 1} = replace(${k === 0 ? 'I' : `x${k}`}, ONE, TWO)`)
  return [...body, `O = hmirror(${lines === 1 ? 'I' : `x${lines - 1}`})`].join('\n')
}

const rows = ({ features, length }: EncodedTask): number[][] =>
  Array.from({ length }, (_, k) => Array.from(features.subarray(k * FEATURE_WIDTH, (k + 1) * FEATURE_WIDTH)))

const small = (colour: number): Grid =>
  Grid.fromRows([
    [1, 2, 3],
    [4, 5, colour],
  ])
const task: EncodePair[] = [
  { input: small(1), output: small(2) },
  { input: small(3), output: small(4) },
]
const nearMiss: NearMiss = { program: programOf(2), outputs: [small(2), small(5)] }

describe('encodeNearMiss', () => {
  it('keeps to its positions and its features, whatever the grids and the program', () => {
    fc.assert(
      fc.property(tries, ([demonstrations, program, outputs]) => {
        const { features, length } = encodeNearMiss(demonstrations, { program, outputs }, MAX_POSITIONS)
        expect(length).toBeLessThanOrEqual(MAX_POSITIONS)
        expect(features).toHaveLength(length * FEATURE_WIDTH)
        expect(features.every((id) => id >= 0 && id < NEAR_MISS_FEATURE_COUNT)).toBe(true)
      }),
    )
  })

  it('begins as the pairs alone do, and says all else in features of its own', () => {
    const alone = rows(encodeCompact(task, MAX_POSITIONS))
    const together = rows(encodeNearMiss(task, nearMiss, MAX_POSITIONS))
    expect(together.slice(0, alone.length)).toEqual(alone)
    // six tokens, two verdicts and the one patch that is wrong
    expect(together).toHaveLength(alone.length + 6 + 2 + 1)
    for (const ids of together.slice(alone.length)) expect(Math.max(...ids)).toBeGreaterThanOrEqual(FEATURE_COUNT)
  })

  it('tells other programs and other outputs apart', () => {
    const changes: NearMiss[] = [
      { ...nearMiss, program: programOf(3) },
      { ...nearMiss, program: 'x1 = replace(I, TWO, ONE)\nO = hmirror(x1)' },
      { ...nearMiss, outputs: [small(2), small(4)] },
      { ...nearMiss, outputs: [small(2), small(6)] },
      { ...nearMiss, outputs: [small(2), null] },
      { ...nearMiss, outputs: [small(5), small(2)] },
      { ...nearMiss, outputs: [small(2), Grid.fromRows([[5]])] },
    ]
    const all = [nearMiss, ...changes].map((one) => rows(encodeNearMiss(task, one, MAX_POSITIONS)))
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length)
  })

  it('marks what is cut, and nothing else', () => {
    const marks = (demonstrations: EncodePair[], one: NearMiss): number =>
      rows(encodeNearMiss(demonstrations, one, MAX_POSITIONS)).filter((ids) => ids.includes(CUT)).length
    expect(marks(task, nearMiss)).toBe(0)
    expect(4 * 16 + 2).toBeGreaterThan(MOST_PROGRAM_POSITIONS)
    expect(marks(task, { ...nearMiss, program: programOf(17) })).toBe(1)
    expect(marks(task, { ...nearMiss, program: programOf(16) })).toBe(0)
    const [black, red] = [0, 2].map((colour) => new Grid(26, 26, new Int8Array(26 * 26).fill(colour)))
    const large = { input: black as Grid, output: black as Grid }
    expect(marks([large], { ...nearMiss, outputs: [red as Grid] })).toBe(1)
    expect(marks([large], { ...nearMiss, outputs: [black as Grid] })).toBe(0)
  })

  it('is read back as what was tried: the program, what it gives right, and where it is wrong', () => {
    const read = readNearMiss(encodeNearMiss(task, nearMiss, MAX_POSITIONS))
    const tokens = read.flatMap((position) => (position.kind === 'program' ? [[position.line, position.token]] : []))
    expect(tokens).toEqual([
      ...['replace', 'I', 'ONE', 'TWO'].map((name) => [0, name]),
      ...['hmirror', 'x1'].map((name) => [1, name]),
    ])
    const size = { rows: 2, cols: 3 }
    expect(read.slice(6)).toMatchObject([
      { kind: 'verdict', pair: 0, verdict: 'right', size, isCut: false },
      { kind: 'verdict', pair: 1, verdict: 'wrong', size, isCut: false },
      { kind: 'wrong', pair: 1, row: 0, column: 1, given: [3, null, 5, null], wanted: [3, null, 4, null] },
    ])
    const none = readNearMiss(encodeNearMiss(task, { ...nearMiss, outputs: [null, null] }, MAX_POSITIONS)).slice(6)
    expect(none).toMatchObject([0, 1].map((pair) => ({ kind: 'verdict', pair, verdict: 'none', size: null })))
    expect(readNearMiss(encodeCompact(task, MAX_POSITIONS))).toEqual([])
  })
})
