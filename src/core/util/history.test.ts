import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { record, redo, startHistory, undo, type History } from './history'

/** What a list of values and a place in it say, the plain way. */
function model(start: number, steps: readonly (number | 'undo' | 'redo')[]): number {
  let values = [start]
  let at = 0
  for (const step of steps) {
    if (step === 'undo') at = Math.max(0, at - 1)
    else if (step === 'redo') at = Math.min(values.length - 1, at + 1)
    else if (step !== values[at]) {
      values = [...values.slice(0, at + 1), step]
      at++
    }
  }
  return values[at] as number
}

function walk(history: History<number>, step: number | 'undo' | 'redo'): History<number> {
  return step === 'undo' ? undo(history) : step === 'redo' ? redo(history) : record(history, step)
}

describe('history', () => {
  it('is where a list of values with a place in it is', () => {
    const step = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('undo' as const, 'redo' as const))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.array(step, { maxLength: 30 }), (start, steps) => {
        let history = startHistory(start)
        steps.forEach((step, k) => {
          history = walk(history, step)
          expect(history.present).toBe(model(start, steps.slice(0, k + 1)))
        })
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the last steps of very many', () => {
    let history = startHistory(0)
    for (let k = 1; k <= 2000; k++) history = record(history, k)
    expect(history.past).toHaveLength(500)
    expect(undo(history).present).toBe(1999)
  })
})
