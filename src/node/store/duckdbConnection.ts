import { DuckDBDataChunk, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api'
import { SerialQueue } from './serialQueue'

export type OnRow = (row: readonly DuckDBValue[]) => void

/** One connection, one statement at a time; long results and appends let the event loop breathe between chunks. */
export class QueuedConnection {
  private readonly queue = new SerialQueue()

  constructor(private readonly connection: DuckDBConnection) {}

  /** Runs `job` alone on this connection. Once `signal` aborts, the statement that runs is stopped and it rejects. */
  exclusive<T>(job: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.queue.run(() => job(new Session(this.connection, signal)))
  }

  /** Runs `job` in one transaction: all of it is on disk when this resolves, or nothing; `signal` as for `exclusive`. */
  transaction<T>(job: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.exclusive(async (session) => {
      await session.run('BEGIN')
      let result: T
      try {
        result = await job(new Session(this.connection, signal))
      } catch (error) {
        await session.run('ROLLBACK')
        throw error
      }
      await session.run('COMMIT') // where this fails, nothing is left to roll back
      return result
    })
  }

  async close(): Promise<void> {
    await this.queue.idle()
    this.connection.closeSync()
  }
}

export class Session {
  constructor(
    private readonly connection: DuckDBConnection,
    private readonly signal?: AbortSignal,
  ) {}

  /** Gives how many rows a statement changed. */
  run(sql: string, values: DuckDBValue[] = []): Promise<number> {
    return this.unlessAborted(async () => (await this.connection.run(sql, values)).rowsChanged)
  }

  /** The result of a query, a chunk (at most 2,048 rows) at a time. */
  forEachChunk(sql: string, values: DuckDBValue[], onChunk: (chunk: DuckDBDataChunk) => void): Promise<void> {
    return this.unlessAborted(async () => {
      const result = await this.connection.stream(sql, values)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        onChunk(chunk)
      }
    })
  }

  forEachRow(sql: string, values: DuckDBValue[], onRow: OnRow): Promise<void> {
    return this.forEachChunk(sql, values, (chunk) => {
      for (const row of chunk.getRows()) onRow(row)
    })
  }

  async rows(sql: string, values: DuckDBValue[] = []): Promise<DuckDBValue[][]> {
    const rows: DuckDBValue[][] = []
    await this.forEachRow(sql, values, (row) => rows.push([...row]))
    return rows
  }

  /** Appends `count` rows; `cell` gives row k's values in column order. */
  async append(
    table: string,
    types: readonly DuckDBType[],
    count: number,
    row: (k: number) => DuckDBValue[],
  ): Promise<void> {
    if (count === 0) return
    const appender = await this.connection.createAppender(table)
    try {
      for (let start = 0; start < count; start += CHUNK_ROWS) {
        const size = Math.min(CHUNK_ROWS, count - start)
        const chunk = DuckDBDataChunk.create(types, size)
        chunk.setRows(Array.from({ length: size }, (_, k) => row(start + k)))
        appender.appendDataChunk(chunk)
        if (start + size < count) await breathe()
      }
      appender.flushSync()
    } finally {
      appender.closeSync()
    }
  }

  private async unlessAborted<T>(statement: () => Promise<T>): Promise<T> {
    const { connection, signal } = this
    if (!signal) return statement()
    signal.throwIfAborted()
    let again: NodeJS.Timeout | undefined
    const interrupt = (): void => {
      connection.interrupt()
      again = setTimeout(interrupt, INTERRUPT_AGAIN_MS)
    }
    signal.addEventListener('abort', interrupt)
    try {
      const result = await statement()
      signal.throwIfAborted()
      return result
    } finally {
      signal.removeEventListener('abort', interrupt)
      clearTimeout(again)
    }
  }
}

/** An interrupt that comes while a statement is being prepared is lost: it is sent until the statement ends. */
const INTERRUPT_AGAIN_MS = 20
const CHUNK_ROWS = 2048
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
