import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { QueuedConnection } from './duckdbConnection'

/** Would take hours. */
const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b'

it('stops a statement once it is aborted, even before it runs; others on the connection are not harmed', async () => {
  const instance = await DuckDBInstance.create()
  const connection = new QueuedConnection(await instance.connect())
  const abort = new AbortController()
  let isOver = false
  const stopped = connection.transaction(async (session) => {
    await session.run('CREATE TABLE made AS SELECT 1 AS one')
    const running = session.rows(ENDLESS)
    abort.abort() // DuckDB only prepares it now
    try {
      return await running
    } finally {
      isOver = true
    }
  }, abort.signal)
  const next = connection.exclusive((session) => session.rows('SELECT 7'))
  await expect(stopped).rejects.toThrow(/Interrupted/)
  expect(isOver).toBe(true)
  expect(await next).toEqual([[7]])
  await expect(
    connection.exclusive((session) => session.rows('SELECT * FROM made')),
    'it was rolled back',
  ).rejects.toThrow(/made/)
  const late = connection.exclusive((session) => session.rows('SELECT 8'), abort.signal)
  await expect(late).rejects.toThrow(/aborted/)
  await connection.close()
  instance.closeSync()
})
