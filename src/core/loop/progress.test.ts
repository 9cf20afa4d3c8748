import { describe, expect, it } from 'vitest'
import type { ExperimentEvent } from './events'
import { Progress, type Plan } from './progress'

const plan = (changes: Partial<Plan>): Plan => ({
  mutate: 0,
  learn: 0,
  sample: 0,
  execute: 0,
  relabel: 0,
  score: 0,
  search: 0,
  checkpoint: 0,
  ...changes,
})

describe('Progress', () => {
  it('knows no ETA before learning has run, then foretells units of equal cost exactly', () => {
    let now = 1000
    const events: Extract<ExperimentEvent, { kind: 'progress' }>[] = []
    const progress = new Progress(
      [plan({ mutate: 10 }), plan({ learn: 4 }), plan({ learn: 4 })],
      { now: () => now },
      (event) => void (event.kind === 'progress' && events.push(event)),
    )
    progress.begin('mutate', 0)
    now += 500
    progress.advance(10)
    progress.end()
    expect(events.every((event) => event.etaMs === null)).toBe(true)

    progress.begin('learn', 1)
    now += 2000
    progress.advance(1)
    expect(events.at(-1)).toMatchObject({ stage: 'learn', done: 1, total: 4, etaMs: 7 * 2000 })
    now += 6000
    progress.advance(4)
    progress.end()
    progress.begin('learn', 2)
    expect(events.at(-1)).toMatchObject({ etaMs: 4 * 2000 })
    now += 8000
    progress.advance(4)
    expect(events.at(-1)).toMatchObject({ etaMs: 0, fraction: 1 })
  })

  it('does not take what a stage costs before the first lesson for what it costs after', () => {
    let now = 0
    const etas: (number | null)[] = []
    const plans = [plan({ execute: 9000 }), ...[1, 2].map(() => plan({ learn: 4, execute: 100 }))]
    const progress = new Progress(plans, { now: () => now }, (event) => {
      if (event.kind === 'progress') etas.push(event.etaMs)
    })
    const run = (stage: 'learn' | 'execute', iteration: number, units: number, msEach: number): void => {
      progress.begin(stage, iteration)
      now += units * msEach
      progress.advance(units)
      progress.end()
    }
    run('execute', 0, 9000, 1)
    run('learn', 1, 4, 1000)
    run('execute', 1, 100, 50)
    progress.begin('learn', 2)
    expect(etas.at(-1)).toBe(4 * 1000 + 100 * 50)
  })

  it('never goes back, and does not flood', () => {
    let now = 0
    const fractions: number[] = []
    const plans = [
      plan({ mutate: 100 }),
      ...Array.from({ length: 5 }, () => plan({ learn: 50, sample: 10, execute: 100 })),
    ]
    const progress = new Progress(plans, { now: () => now }, (event) => {
      if (event.kind === 'progress') fractions.push(event.fraction)
    })
    for (const [iteration, stages] of plans.entries()) {
      for (const stage of ['mutate', 'learn', 'sample', 'execute'] as const) {
        if (stages[stage] === 0) continue
        progress.begin(stage, iteration)
        for (let unit = 1; unit <= stages[stage]; unit++) {
          now += 7
          progress.advance(unit)
        }
        progress.end()
      }
    }
    for (let k = 1; k < fractions.length; k++) expect(fractions[k]).toBeGreaterThanOrEqual(fractions[k - 1] ?? 0)
    expect(fractions.length).toBeLessThan(now / 100 + 25)
  })
})
