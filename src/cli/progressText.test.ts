import { describe, expect, it } from 'vitest'
import type { ExperimentEvent, IterationReport } from '../core/loop/events'
import { endTable, runFigures } from './endTable'
import { Output } from './output'
import { durationText, progressLine, stageLine } from './progressText'

const progress: Extract<ExperimentEvent, { kind: 'progress' }> = {
  kind: 'progress',
  stage: 'sample',
  iteration: 3,
  iterations: 6,
  done: 120,
  total: 480,
  fraction: 0.418,
  etaMs: 80_400,
  note: '',
}

const report = (iteration: number, total: number): IterationReport => ({
  iteration,
  loss: 1,
  shares: { parsed: 0.5, executed: 0.25, valid: 0.2, solved: 0.01 },
  solved: { seeds: 1, mutation: 2, policy: total - 2, search: 0, total, policyOnly: 0 },
  evaluationTasks: 30,
  samples: 720,
  experiences: 10,
  added: 5,
  failures: {},
  learnTokensPerSecond: 1,
  sampleTokensPerSecond: 1,
  executionsPerSecond: 1,
  elapsedMs: iteration,
})

describe('progress', () => {
  it('has a bar, the stage and the time to the end', () => {
    expect(progressLine(progress)).toBe(
      '[########............]  41%  iteration 3 of 6  sampling 120/480  ETA 1 min 20 s',
    )
    expect(progressLine({ ...progress, iteration: 0, stage: 'mutate', etaMs: null, fraction: 0 })).toBe(
      '[....................]   0%  before the first iteration  mutating seeds 120/480',
    )
    expect(stageLine(progress)).toBe('  iteration 3 of 6: sampling 120/480 (41%, ETA 1 min 20 s)')
    expect(stageLine({ ...progress, done: 0, etaMs: null })).toBe('  iteration 3 of 6: sampling (41%)')
  })

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min 0 s'],
    [7_260_000, '2 h 1 min'],
  ])('%d ms is %s', (ms, text) => expect(durationText(ms)).toBe(text))
})

describe('the end table', () => {
  it('has shares of every iteration and who solved, and no times', () => {
    const lines = endTable([report(1, 4), report(2, 9)])
    expect(lines.slice(0, 5)).toEqual([
      'tasks solved (pass@3) of 30',
      '  by seeds     1',
      '  by mutation  2',
      '  by policy    7',
      '  total        9',
    ])
    expect(lines.at(-1)).toMatch(/^2 +720 +50\.0% +25\.0% +20\.0% +1\.0% +9 +7$/)
    expect(endTable([{ ...report(1, 4), elapsedMs: 999 }])).toEqual(endTable([report(1, 4)]))
  })

  it('gives the figures of the contract', () => {
    expect(runFigures([report(1, 4), report(2, 9)])).toEqual({
      iterations: 2,
      solved: { seeds: 1, mutation: 2, policy: 7, search: 0, total: 9, policyOnly: 0 },
      shares: [report(1, 4).shares, report(2, 9).shares],
    })
    expect(runFigures([])).toMatchObject({ iterations: 0, solved: { total: 0 } })
  })
})

describe('Output', () => {
  it('keeps one live line below the others on a terminal, none in a pipe', () => {
    let text = ''
    const write = (chunk: string) => ((text += chunk), true)
    const output = new Output({ write, isTTY: true, columns: 10 }, { write })
    output.showLive('0123456789abc')
    output.line('done')
    expect(text).toBe('\r012345678\u001b[K\r\u001b[Kdone\n')
    text = ''
    new Output({ write }, { write }).showLive('0123')
    expect(text).toBe('')
  })

  it('says a problem in one line', () => {
    let text = ''
    const output = new Output({ write: () => true }, { write: (chunk: string) => ((text += chunk), true) })
    output.problem({ code: 'x', message: 'two\n  lines', where: 'a.json', mend: 'Mend it.' })
    expect(text).toBe('codeit: a.json: two lines (Mend it.)\n')
  })
})
