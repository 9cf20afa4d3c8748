import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../../core/loop/events'
import { EventOutbox } from './eventOutbox'

let sent: string[][]
let outbox: EventOutbox

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  outbox = new EventOutbox((events) => sent.push(events.map(nameOf)))
})
afterEach(() => vi.useRealTimers())

const progress = (done: number): ExperimentEvent => ({
  kind: 'progress',
  stage: 'learn',
  iteration: 1,
  iterations: 6,
  done,
  total: 100,
  fraction: 0,
  etaMs: null,
  note: '',
})
const loss = (step: number): ExperimentEvent => ({ kind: 'loss', iteration: 1, step, value: 1 })
const nameOf = (event: ExperimentEvent): string =>
  event.kind === 'progress' ? `progress ${event.done}` : event.kind === 'loss' ? `loss ${event.step}` : event.kind

it('sends the newest progress and every loss point, ten times a second at most', () => {
  for (let k = 1; k <= 3; k++) {
    outbox.push(loss(k))
    outbox.push(progress(k))
  }
  expect(sent).toEqual([])
  vi.advanceTimersByTime(100)
  expect(sent).toEqual([['loss 1', 'loss 2', 'loss 3', 'progress 3']])
  vi.advanceTimersByTime(1000)
  expect(sent).toHaveLength(1)
})

it('sends an iteration and a solved task at once, after what waited before them', () => {
  outbox.push(progress(1))
  outbox.push({ kind: 'iteration', report: {} as IterationReport })
  outbox.push({ kind: 'solved', solved: {} as SolvedTask })
  expect(sent).toEqual([['progress 1', 'iteration'], ['solved']])
  outbox.push(loss(1))
  outbox.flush()
  outbox.flush()
  vi.advanceTimersByTime(1000)
  expect(sent.slice(2)).toEqual([['loss 1']])
})
