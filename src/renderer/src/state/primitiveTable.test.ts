import { expect, it, vi } from 'vitest'
import { NOTHING_COUNTED } from '../../../core/analysis/primitiveCounts'
import { err, ok, type Result } from '../../../core/util/result'
import type { Connection } from '../api/connection.svelte'
import { Jobs } from './jobs.svelte'
import { PrimitiveTable } from './primitiveTable.svelte'
import { Toasts } from './toasts.svelte'

/** A host that answers when it is told to. */
function openTable() {
  const asked: { command: string; params: Record<string, unknown>; answer: (result: Result<unknown>) => void }[] = []
  const call = (command: string, params: Record<string, unknown>): Promise<unknown> =>
    new Promise((answer) => asked.push({ command, params, answer }))
  const connection = { call, on: vi.fn() } as unknown as Connection
  return { asked, table: new PrimitiveTable(connection, new Jobs(connection), new Toasts()) }
}

it('gives a count up when another experiment is chosen, and when the page is left', async () => {
  const { asked, table } = openTable()
  const first = table.ask('one')
  const second = table.ask('two')
  expect(asked.map(({ command, params }) => [command, params['experimentId']])).toEqual([
    ['analysis.primitives', 'one'],
    ['jobs.cancel', undefined],
    ['analysis.primitives', 'two'],
  ])
  expect(asked[1]?.params['jobId']).toBe(asked[0]?.params['jobId'])
  expect(asked[2]?.params['jobId']).not.toBe(asked[0]?.params['jobId'])
  asked[0]?.answer(err('job/cancelled', 'cancelled'))
  await first
  expect([table.counts, table.isCounting]).toEqual([null, true])
  asked[2]?.answer(ok(NOTHING_COUNTED))
  await second
  expect([table.counts, table.isCounting]).toEqual([NOTHING_COUNTED, false])

  table.leave() // nothing runs
  expect(asked).toHaveLength(3)
  void table.ask('two')
  table.leave()
  expect(asked.at(-1)).toMatchObject({ command: 'jobs.cancel', params: { jobId: asked[3]?.params['jobId'] } })
  expect(table.isCounting).toBe(false)
})
