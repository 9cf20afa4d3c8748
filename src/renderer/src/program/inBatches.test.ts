import { expect, it } from 'vitest'
import { inBatches } from './inBatches'
import type { EvaluationReply } from './messages'

const trace: EvaluationReply = { id: 1, kind: 'trace', values: [] }
const done: EvaluationReply = { id: 1, kind: 'done', elapsedMs: 0 }

function batches(stepMs: number, parts: readonly EvaluationReply[]): number[] {
  const sizes: number[] = []
  let ms = 0
  const reply = inBatches(
    (batch) => sizes.push(batch.length),
    () => (ms += stepMs),
  )
  parts.forEach(reply)
  return sizes
}

it('sends what is quick at once, and nothing waits for what is slow', () => {
  expect(batches(1, [trace, trace, trace, done])).toEqual([4])
  expect(batches(20, [trace, trace, done])).toEqual([1, 1, 1])
  expect(batches(8, [trace, trace, trace, done])).toEqual([2, 2])
})

it('keeps nothing back at the end', () => {
  expect(batches(0, [done])).toEqual([1])
  expect(batches(0, [trace, done, trace, done])).toEqual([2, 2])
})
