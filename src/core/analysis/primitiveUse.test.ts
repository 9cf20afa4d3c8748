import { describe, expect, it } from 'vitest'
import { PRIMITIVE_NAMES } from '../dsl/primitives'
import type { Source } from '../replay/experience'
import { countSeeds } from './countSeeds'
import { NOTHING_COUNTED, PARTNERS, type PrimitiveCounts } from './primitiveCounts'
import { primitivesIn, primitivesNeededBy } from './primitivesIn'
import { partnersOf, primitiveUses, programTotals, topPairs } from './primitiveUse'
import { useOverTime } from './useOverTime'

const MERGED = 'x1 = objects(I, T, F, T)\nx2 = mapply(hmirror, x1)\nx3 = vmirror(I)\nO = fill(I, THREE, x2)'

describe('primitivesIn', () => {
  it('finds what is called and what is handed on, each once, and no constant or variable', () => {
    expect([...primitivesIn(MERGED)]).toEqual(['objects', 'mapply', 'hmirror', 'vmirror', 'fill'])
    expect([...primitivesIn('x1 = hmirror(I)\nO = hmirror(x1)')]).toEqual(['hmirror'])
    expect([...primitivesIn('O = I')]).toEqual([])
  })

  it('reads programs as people write them', () => {
    expect([...primitivesIn('# upside down\nO = hmirror(vmirror(I))')]).toEqual(['vmirror', 'hmirror'])
    expect([...primitivesIn('O = hmirror(')]).toEqual([])
  })

  it('takes a variable that has the name of a primitive for a variable', () => {
    expect([...primitivesIn('merge = hmirror(I)\nO = vmirror(merge)')]).toEqual(['hmirror', 'vmirror'])
  })

  it('leaves out what the result does not depend on', () => {
    expect([...primitivesNeededBy(MERGED)]).toEqual(['objects', 'mapply', 'hmirror', 'fill'])
  })
})

describe('countSeeds', () => {
  const counts = countSeeds([
    { taskId: 'a', program: 'x1 = hmirror(I)\nO = vmirror(x1)' },
    { taskId: 'b', program: 'x1 = hmirror(I)\nx2 = vmirror(x1)\nO = rot90(x2)' },
    { taskId: 'c', program: 'O = rot90(I)' },
  ])

  it('counts programs, not calls', () => {
    expect(counts.programs).toEqual([{ source: 'seed', iteration: 0, programs: 3, solving: 0 }])
    expect(counts.uses.map(({ primitive, programs }) => [primitive, programs])).toEqual([
      ['hmirror', 2],
      ['vmirror', 2],
      ['rot90', 2],
    ])
    expect(countSeeds([])).toEqual(NOTHING_COUNTED)
  })

  it('lists partners from both sides, frequent ones first', () => {
    expect(partnersOf(counts, 'hmirror', false).map(({ partner, programs }) => [partner, programs])).toEqual([
      ['vmirror', 2],
      ['rot90', 1],
    ])
    expect(topPairs(counts, false, 2).map(({ primitive, partner }) => [primitive, partner])).toEqual([
      ['hmirror', 'vmirror'],
      ['hmirror', 'rot90'],
    ])
    expect(topPairs(counts, true, 2)).toEqual([])
  })

  it('keeps a frequent pair that only one of the two lists', () => {
    const hub = 'add' // the first by its letters: the others list the pair the other way round
    const others = PRIMITIVE_NAMES.filter((name) => name !== hub).slice(0, PARTNERS + 2)
    const many = others.flatMap((name, k) =>
      Array.from({ length: k + 1 }, (_, n) => ({ taskId: `${name} ${n}`, program: `x1 = ${hub}(I)\nO = ${name}(x1)` })),
    )
    const listed = topPairs(countSeeds(many), false, 100)
    expect(listed).toHaveLength(others.length)
    expect(new Set(listed.map(({ primitive, partner }) => [primitive, partner].sort().join())).size).toBe(others.length)
    expect(listed[0]?.programs).toBe(others.length)
  })

  it('takes each program for the solution of its task', () => {
    const use = primitiveUses(counts).find(({ name }) => name === 'rot90')
    expect(use?.neededBy.map(({ taskId, lines }) => [taskId, lines])).toEqual([['b', 3], ['c', 1]]) // prettier-ignore
  })
})

const row = (primitive: string, source: Source, iteration: number, programs: number, solving = 0) =>
  ({ primitive, source, iteration, programs, solving }) // prettier-ignore
const total = (source: Source, iteration: number, programs: number, solving = 0) =>
  ({ source, iteration, programs, solving }) // prettier-ignore

/** of an experiment: the policy takes hmirror up in iteration 2 and solves with it in iteration 4; iteration 3 gave nothing */
const RUN: PrimitiveCounts = {
  programs: [
    total('seed', 0, 4),
    total('mutation', 0, 100, 2),
    total('policy', 1, 10),
    total('policy', 2, 20, 1),
    total('policy', 4, 8, 4),
    total('search', 2, 6),
  ],
  uses: [
    row('hmirror', 'seed', 0, 1),
    row('hmirror', 'mutation', 0, 25, 1),
    row('hmirror', 'policy', 2, 5),
    row('hmirror', 'policy', 4, 4, 3),
    row('hmirror', 'search', 2, 6),
    row('vmirror', 'mutation', 0, 50),
  ],
  pairs: [],
  solutions: [
    { taskId: 't', source: 'policy', iteration: 4, program: 'x1 = vmirror(I)\nO = hmirror(I)', lines: 2 },
    { taskId: 'u', source: 'mutation', iteration: 0, program: 'O = vmirror(I)', lines: 1 },
  ],
}

describe('primitiveUses', () => {
  const uses = primitiveUses(RUN)
  const of = (name: string) => uses.find((use) => use.name === name)

  it('tells of every primitive, in the order of the language', () => {
    expect(uses.map(({ name }) => name)).toEqual(PRIMITIVE_NAMES)
    expect(of('rot90')).toEqual({
      name: 'rot90',
      programs: { seed: 0, mutation: 0, policy: 0, search: 0 },
      solving: 0,
      firstUse: null,
      firstSolving: null,
      neededBy: [],
    })
  })

  it('says since when the policy uses a primitive, and solves with it', () => {
    expect(of('hmirror')).toMatchObject({
      programs: { seed: 1, mutation: 25, policy: 9, search: 6 },
      solving: 4,
      firstUse: 2,
      firstSolving: 4,
    })
    expect(of('vmirror')).toMatchObject({ firstUse: null, firstSolving: null })
  })

  it('lists the solved tasks that need it, dead lines left out', () => {
    expect(of('hmirror')?.neededBy.map(({ taskId }) => taskId)).toEqual(['t'])
    expect(of('vmirror')?.neededBy.map(({ taskId }) => taskId)).toEqual(['u'])
  })

  it('adds up all programs', () => {
    expect(programTotals(RUN)).toEqual({ programs: { seed: 4, mutation: 100, policy: 38, search: 6 }, solving: 7 })
  })
})

describe('useOverTime', () => {
  it('gives shares of the policy alone; no program is no share', () => {
    const { iterations, totals, shares } = useOverTime(RUN, 'programs')
    expect(iterations).toEqual([1, 2, 3, 4])
    expect(totals).toEqual([10, 20, 0, 8])
    expect([...shares]).toEqual([['hmirror', [0, 0.25, null, 0.5]]])
  })

  it('looks at solving programs alone when asked to', () => {
    const { totals, shares } = useOverTime(RUN, 'solving')
    expect(totals).toEqual([0, 1, 0, 4])
    expect(shares.get('hmirror')).toEqual([null, 0, null, 0.75])
    expect(useOverTime(NOTHING_COUNTED, 'solving')).toEqual({ iterations: [], totals: [], shares: new Map() })
  })
})
