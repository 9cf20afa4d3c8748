import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PARTNERS, type PrimitiveCounts } from '../../core/analysis/primitiveCounts'
import { primitivesIn } from '../../core/analysis/primitivesIn'
import { PRIMITIVE_NAMES } from '../../core/dsl/primitives'
import { Grid } from '../../core/grid/grid'
import type { SolvedTask } from '../../core/loop/events'
import type { Candidate, NewExperience, Source } from '../../core/replay/experience'
import { DuckdbReplayStore } from './duckdbReplayStore'

let directory: string
let store: DuckdbReplayStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codeit-primitives-'))
  store = await DuckdbReplayStore.open(join(directory, 'replay.duckdb'))
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const experience = (source: Source, iteration: number, program: string, taskId = 't'): NewExperience => ({
  source,
  iteration,
  taskId,
  program,
  lines: program.split('\n').length,
  pairIndices: [0],
  outputs: [Grid.fromRows([[1]])],
  demosRight: 0,
  demos: 3,
  priority: 1,
  lineage: null,
})
const candidate = (iteration: number, program: string, demosRight: number, testRight: boolean[]): Candidate => ({
  taskId: 't',
  source: 'policy',
  iteration,
  program,
  lines: 1,
  demosRight,
  demos: 3,
  testRight,
})

const TWO = 'x1 = hmirror(I)\nO = hmirror(x1)'
const FUNCTION = 'x1 = objects(I, T, F, T)\nx2 = mapply(hmirror, x1)\nO = fill(I, THREE, x2)'

const usesOf = ({ uses }: PrimitiveCounts, name: string) =>
  uses
    .filter(({ primitive }) => primitive === name)
    .map(({ source, iteration, programs, solving }) => [source, iteration, programs, solving])

describe('counting primitives', () => {
  it('counts programs by source and meta-iteration, each once however often it calls a primitive', async () => {
    await store.addExperiences([
      experience('seed', 0, TWO),
      experience('mutation', 0, FUNCTION),
      experience('mutation', 0, FUNCTION, 'another task'),
      experience('policy', 2, TWO, 'u'),
      experience('policy', 2, 'O = vmirror(I)', 'u'),
    ])
    const counts = await store.primitives()
    expect(counts.programs).toEqual([
      { source: 'mutation', iteration: 0, programs: 2, solving: 0 },
      { source: 'policy', iteration: 2, programs: 2, solving: 0 },
      { source: 'seed', iteration: 0, programs: 1, solving: 0 },
    ])
    expect(usesOf(counts, 'hmirror')).toEqual([
      ['mutation', 0, 2, 0],
      ['policy', 2, 1, 0],
      ['seed', 0, 1, 0],
    ])
    expect(usesOf(counts, 'vmirror')).toEqual([['policy', 2, 1, 0]])
    expect(new Set(counts.uses.map(({ primitive }) => primitive))).toEqual(
      new Set(['hmirror', 'vmirror', 'objects', 'mapply', 'fill']),
    )
  })

  it('counts as solving what pass@k counts: candidates that are right on every test pair', async () => {
    await store.addExperiences([experience('policy', 1, 'O = hmirror(I)')])
    await store.addCandidates([
      candidate(1, 'O = hmirror(I)', 3, [true, true]),
      candidate(3, TWO, 3, [true, true]),
      candidate(3, 'O = vmirror(I)', 3, [true, false]),
      candidate(3, 'O = rot90(I)', 2, [true, true]),
      candidate(3, 'O = rot180(I)', 1, [false, true]),
    ])
    const counts = await store.primitives()
    expect(usesOf(counts, 'hmirror').toSorted()).toEqual([
      ['policy', 1, 1, 1],
      ['policy', 3, 0, 1],
    ])
    expect(usesOf(counts, 'vmirror')).toEqual([])
    expect(usesOf(counts, 'rot90')).toEqual([['policy', 3, 0, 1]])
    expect(usesOf(counts, 'rot180')).toEqual([])
    expect(counts.programs.toSorted((a, b) => a.iteration - b.iteration)).toEqual([
      { source: 'policy', iteration: 1, programs: 1, solving: 1 },
      { source: 'policy', iteration: 3, programs: 0, solving: 2 },
    ])
  })

  it('finds every primitive of the language, as the parser does', async () => {
    await store.addExperiences(
      PRIMITIVE_NAMES.map((name) => experience('seed', 0, `x1 = ${name}(I, I)\nO = rot90(x1)`)),
    )
    const { uses } = await store.primitives()
    expect(uses.map(({ primitive }) => primitive).sort()).toEqual([...PRIMITIVE_NAMES].sort())
    await store.addExperiences([experience('policy', 1, FUNCTION)])
    const found = (await store.primitives()).uses.flatMap(({ source, primitive }) =>
      source === 'policy' ? [primitive] : [],
    )
    expect(found.sort()).toEqual([...primitivesIn(FUNCTION)].sort())
  })

  it('lists the most frequent partners, those of found programs apart', async () => {
    await store.addExperiences([
      experience('mutation', 0, 'x1 = hmirror(I)\nO = vmirror(x1)'),
      experience('seed', 0, 'x1 = hmirror(I)\nx2 = vmirror(x1)\nO = rot90(x2)'),
      experience('policy', 1, 'x1 = rot90(I)\nO = hmirror(x1)'),
      experience('search', 1, 'x1 = hmirror(I)\nO = rot90(x1)'),
    ])
    const { pairs } = await store.primitives()
    const of = (name: string) => pairs.filter(({ primitive }) => primitive === name)
    expect(of('hmirror')).toEqual([
      { primitive: 'hmirror', partner: 'vmirror', isFound: false, programs: 2 },
      { primitive: 'hmirror', partner: 'rot90', isFound: false, programs: 1 },
      { primitive: 'hmirror', partner: 'rot90', isFound: true, programs: 2 },
    ])
    expect(of('vmirror').map(({ partner }) => partner)).toEqual(['hmirror', 'rot90'])
    await store.addExperiences(
      PRIMITIVE_NAMES.filter((name) => name !== 'hmirror').map((name) =>
        experience('seed', 0, `x1 = hmirror(I)\nO = ${name}(x1)`),
      ),
    )
    const many = (await store.primitives()).pairs
    expect(many.filter(({ primitive, isFound }) => primitive === 'hmirror' && !isFound)).toHaveLength(PARTNERS)
  })

  it('gives the shortest program that solved each task', async () => {
    const solved = (iteration: number, lines: number, program: string): SolvedTask => ({
      taskId: 't',
      iteration,
      source: 'policy',
      program,
      lines,
      first: iteration === 1,
    })
    await store.recordEvents([
      { kind: 'solved', solved: solved(1, 2, TWO) },
      { kind: 'solved', solved: solved(2, 1, 'O = hmirror(I)') },
    ])
    expect((await store.primitives()).solutions).toEqual([
      { taskId: 't', source: 'policy', iteration: 2, program: 'O = hmirror(I)', lines: 1 },
    ])
  })

  it('has nothing to count in an empty buffer', async () => {
    expect(await store.primitives()).toEqual({ programs: [], uses: [], pairs: [], solutions: [] })
  })

  it('stops in the middle when it is given up, and answers the next who asks', async () => {
    await store.addExperiences(Array.from({ length: 500 }, (_, n) => experience('policy', n % 3, FUNCTION, `t${n}`)))
    const abort = new AbortController()
    let statements = 0
    const listen = abort.signal.addEventListener.bind(abort.signal)
    vi.spyOn(abort.signal, 'addEventListener').mockImplementation((...[type, listener]) => {
      listen(type, listener)
      // the fourth cuts all programs into names
      if (++statements === 4) queueMicrotask(() => abort.abort())
    })
    const givenUp = store.primitives(abort.signal)
    const other = store.primitives()
    await expect(givenUp).rejects.toThrow(/Interrupted|aborted/)
    expect(statements).toBe(4)
    expect(usesOf(await other, 'mapply').map(([, , programs]) => programs)).toEqual([167, 167, 166])
  })
})
