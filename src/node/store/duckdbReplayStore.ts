import { DuckDBBlobValue, DuckDBInstance, INTEGER, BIGINT, type DuckDBValue } from '@duckdb/node-api'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../../core/loop/events'
import type { Candidate, Experience, Lineage, NewExperience, Source } from '../../core/replay/experience'
import type { ExperienceKey, Metric, ReplayStore } from '../../core/replay/replayStore'
import { hashText } from '../../core/util/rng'
import type { ExperimentSeries, Params, ReplayPage, ReplayRow } from '../../ipc/contract'
import { QueuedConnection, type Session } from './duckdbConnection'
import { decodeOutputs, encodeOutputs } from './experienceOutputs'
import { SORT_COLUMNS, whereOf } from './replayFilter'
import { createTableSql, TABLES, TABLE_NAMES, type Table } from './replaySchema'

export interface StoreLimits {
  readonly memoryLimitMiB: number
  readonly threads: number
}

const DEFAULT_LIMITS: StoreLimits = { memoryLimitMiB: 1024, threads: 2 }

/**
 * The replay buffer, candidates and metric series of one experiment in one DuckDB file, opened by one process only.
 * Every writing call is one transaction: what it acknowledged survives a kill. The window's questions go through a
 * connection of their own and see only whole transactions.
 */
export class DuckdbReplayStore implements ReplayStore {
  /** next value of `id` and of each table's `seq` */
  private readonly next = new Map<Table, number>()

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: QueuedConnection,
    private readonly reader: QueuedConnection,
  ) {}

  /** Opens or makes the file; throws DuckDB's error when it is locked by another process or not a database. */
  static async open(file: string, limits: StoreLimits = DEFAULT_LIMITS): Promise<DuckdbReplayStore> {
    const instance = await DuckDBInstance.create(file, {
      memory_limit: `${limits.memoryLimitMiB}MiB`,
      threads: String(limits.threads),
    })
    const writer = new QueuedConnection(await instance.connect())
    const reader = new QueuedConnection(await instance.connect())
    const store = new DuckdbReplayStore(instance, writer, reader)
    await writer.transaction(async (session) => {
      for (const table of TABLE_NAMES) await session.run(createTableSql(table))
      await session.run('CREATE TEMP TABLE wanted (id INTEGER, times INTEGER)')
      await session.run('CREATE TEMP TABLE probe (key_hash BIGINT)')
      await store.readNext(session)
    })
    return store
  }

  /** Waits for running statements, writes the log into the file and lets go of it. */
  async close(): Promise<void> {
    await this.reader.close()
    await this.writer.exclusive((session) => session.run('CHECKPOINT'))
    await this.writer.close()
    this.instance.closeSync()
  }

  addExperiences(experiences: readonly NewExperience[]): Promise<ExperienceKey[]> {
    if (experiences.length === 0) return Promise.resolve([])
    return this.writer.transaction(async (session) => {
      const fresh = await this.withoutKnown(session, experiences)
      const firstId = this.next.get('experiences') as number
      await session.append('experiences', Object.values(TABLES.experiences), fresh.length, (k) => {
        const { experience, hash } = fresh[k] as Hashed
        return experienceRow(firstId + k, hash, experience)
      })
      this.next.set('experiences', firstId + fresh.length)
      return fresh.map(({ experience: { source, priority, lines, iteration } }, k) => {
        return { id: firstId + k, source, priority, lines, iteration, drawn: 0 }
      })
    })
  }

  async keys(): Promise<ExperienceKey[]> {
    const keys: ExperienceKey[] = []
    await this.writer.exclusive((session) =>
      session.forEachRow(KEYS_SQL, [], ([id, source, priority, lines, iteration, drawn]) => {
        keys.push({
          id: id as number,
          source: source as Source,
          priority: priority as number,
          lines: lines as number,
          iteration: iteration as number,
          drawn: drawn as number,
        })
      }),
    )
    return keys
  }

  async get(ids: readonly number[]): Promise<Experience[]> {
    if (ids.length === 0) return []
    const found = new Map<number, Experience>()
    await this.writer.exclusive(async (session) => {
      const isFew = ids.length <= FEW_IDS
      if (!isFew) await fillWanted(session, new Map(ids.map((id) => [id, 1])))
      const list = isFew ? ids.map(Number).join(', ') : 'SELECT id FROM wanted'
      const sql = `SELECT ${EXPERIENCE_COLUMNS} FROM experiences WHERE id IN (${list})`
      await session.forEachRow(sql, [], (row) => {
        const experience = experienceOf(row)
        found.set(experience.id, experience)
      })
    })
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  countDraws(ids: readonly number[]): Promise<void> {
    const times = new Map<number, number>()
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
    return this.writer.transaction(async (session) => {
      await fillWanted(session, times)
      await session.run('UPDATE experiences SET drawn = drawn + times FROM wanted WHERE experiences.id = wanted.id')
    })
  }

  addCandidates(candidates: readonly Candidate[]): Promise<void> {
    return this.appendSequenced('candidates', candidates, (c) => [
      c.iteration,
      c.source,
      c.taskId,
      c.program,
      c.lines,
      c.demosRight,
      c.demos,
      c.testRight.map((right) => (right ? '1' : '0')).join(''),
    ])
  }

  async candidates(): Promise<Candidate[]> {
    const rows = await this.writer.exclusive((session) =>
      session.rows('SELECT * EXCLUDE seq FROM candidates ORDER BY seq'),
    )
    return rows.map(([iteration, source, taskId, program, lines, demosRight, demos, testRight]) => ({
      iteration: iteration as number,
      source: source as Source,
      taskId: taskId as string,
      program: program as string,
      lines: lines as number,
      demosRight: demosRight as number,
      demos: demos as number,
      testRight: [...(testRight as string)].map((bit) => bit === '1'),
    }))
  }

  addMetrics(metrics: readonly Metric[]): Promise<void> {
    return this.appendSequenced('metrics', metrics, (m) => [m.iteration, m.name, m.step, m.value])
  }

  async metrics(): Promise<Metric[]> {
    const rows = await this.writer.exclusive((session) =>
      session.rows('SELECT * EXCLUDE seq FROM metrics ORDER BY seq'),
    )
    return rows.map(([iteration, name, step, value]) => ({
      iteration: iteration as number,
      name: name as string,
      step: step as number,
      value: value as number,
    }))
  }

  truncateAfter(iteration: number): Promise<void> {
    return this.writer.transaction(async (session) => {
      for (const table of TABLE_NAMES) await session.run(`DELETE FROM ${table} WHERE iteration > ?`, [iteration])
      await this.readNext(session)
    })
  }

  /** Keeps what a window draws of a run: iteration reports and solved tasks. Other events are not kept. */
  async recordEvents(events: readonly ExperimentEvent[]): Promise<void> {
    const reports = events.flatMap((event) => (event.kind === 'iteration' ? [event.report] : []))
    const solved = events.flatMap((event) => (event.kind === 'solved' ? [event.solved] : []))
    if (reports.length + solved.length === 0) return
    await this.writer.transaction(async (session) => {
      await this.appendIn(session, 'reports', reports, (report) => [report.iteration, JSON.stringify(report)])
      await this.appendIn(session, 'solved', solved, (task) => [task.iteration, JSON.stringify(task)])
    })
  }

  /** Loss points (the metric `loss`), iteration reports and solved tasks, in the order they came. */
  async series(): Promise<ExperimentSeries> {
    return this.reader.exclusive(async (session) => {
      const loss = await session.rows("SELECT step, value FROM metrics WHERE name = 'loss' ORDER BY seq")
      const reports = await session.rows('SELECT json FROM reports ORDER BY seq')
      const solved = await session.rows('SELECT json FROM solved ORDER BY seq')
      return {
        loss: { step: loss.map((row) => row[0] as number), value: loss.map((row) => row[1] as number) },
        iterations: reports.map((row) => JSON.parse(row[0] as string) as IterationReport),
        solved: solved.map((row) => JSON.parse(row[0] as string) as SolvedTask),
      }
    })
  }

  /** One page of the table; equal values are ordered by id, so pages never overlap. */
  async page({ filter, sort, offset, limit }: Omit<Params<'replay.page'>, 'experimentId'>): Promise<ReplayPage> {
    const where = whereOf(filter)
    const order = `ORDER BY ${SORT_COLUMNS[sort.column]} ${sort.descending ? 'DESC' : 'ASC'}, id`
    return this.reader.exclusive(async (session) => {
      const [count] = await session.rows(`SELECT count(*) FROM experiences ${where.sql}`, where.values)
      const sql = `SELECT ${ROW_COLUMNS} FROM experiences ${where.sql} ${order} LIMIT ${limit} OFFSET ${offset}`
      const rows = await session.rows(sql, where.values)
      return { total: Number(count?.[0] ?? 0), rows: rows.map(rowOf) }
    })
  }

  /** Experiences by priority, in equal bins from the least to the greatest; `edges` has one more than `counts`. */
  async histogram({ filter, bins }: Omit<Params<'replay.histogram'>, 'experimentId'>): Promise<{
    edges: number[]
    counts: number[]
  }> {
    const where = whereOf(filter)
    return this.reader.exclusive(async (session) => {
      const [range] = await session.rows(
        `SELECT min(priority), max(priority) FROM experiences ${where.sql}`,
        where.values,
      )
      const low = (range?.[0] ?? 0) as number
      const high = (range?.[1] ?? low) as number
      const width = (high > low ? high - low : 1) / bins
      const edges = Array.from({ length: bins + 1 }, (_, k) => low + k * width)
      const counts = new Array<number>(bins).fill(0)
      const sql = `SELECT least(floor((priority - ?) / ?), ?)::INTEGER AS bin, count(*) FROM experiences ${where.sql} GROUP BY bin`
      await session.forEachRow(sql, [low, width, bins - 1, ...where.values], ([bin, count]) => {
        counts[bin as number] = Number(count)
      })
      return { edges, counts }
    })
  }

  /** One experience with its realised outputs, or null. */
  async experience(id: number): Promise<Experience | null> {
    const sql = `SELECT ${EXPERIENCE_COLUMNS} FROM experiences WHERE id = ?`
    const [row] = await this.reader.exclusive((session) => session.rows(sql, [id]))
    return row ? experienceOf(row) : null
  }

  /** Those of the batch that are new, first come first kept. */
  private async withoutKnown(session: Session, experiences: readonly NewExperience[]): Promise<Hashed[]> {
    const byKey = new Map<string, Hashed>()
    for (const experience of experiences) {
      const key = keyOf(experience.taskId, experience.program)
      if (!byKey.has(key)) byKey.set(key, { experience, hash: hash64(key) })
    }
    const hashes = [...byKey.values()].map(({ hash }) => hash)
    await session.run('DELETE FROM probe')
    await session.append('probe', [BIGINT], hashes.length, (k) => [hashes[k] as bigint])
    const sql = 'SELECT task_id, program FROM experiences WHERE key_hash IN (SELECT key_hash FROM probe)'
    await session.forEachRow(sql, [], ([taskId, program]) => byKey.delete(keyOf(taskId as string, program as string)))
    return [...byKey.values()]
  }

  private appendSequenced<T>(table: Table, items: readonly T[], row: (item: T) => DuckDBValue[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    return this.writer.transaction((session) => this.appendIn(session, table, items, row))
  }

  private async appendIn<T>(
    session: Session,
    table: Table,
    items: readonly T[],
    row: (item: T) => DuckDBValue[],
  ): Promise<void> {
    const first = this.next.get(table) as number
    await session.append(table, Object.values(TABLES[table]), items.length, (k) => [first + k, ...row(items[k] as T)])
    this.next.set(table, first + items.length)
  }

  /** Ids go on after the greatest one stored, so a run resumed after truncation numbers as an unbroken one does. */
  private async readNext(session: Session): Promise<void> {
    for (const table of TABLE_NAMES) {
      const column = table === 'experiences' ? 'id' : 'seq'
      const [row] = await session.rows(`SELECT coalesce(max(${column}), 0) FROM ${table}`)
      this.next.set(table, ((row?.[0] ?? 0) as number) + 1)
    }
  }
}

interface Hashed {
  readonly experience: NewExperience
  readonly hash: bigint
}

/** up to so many ids go into the statement itself: a training batch */
const FEW_IDS = 1000

const ROW_COLUMNS = 'id, task_id, source, iteration, performance, demos_right, demos, priority, lines, drawn, program'
const EXPERIENCE_COLUMNS = `${ROW_COLUMNS}, outputs, lineage`

const KEYS_SQL = 'SELECT id, source, priority, lines, iteration, drawn FROM experiences ORDER BY id'

const keyOf = (taskId: string, program: string): string => `${taskId}\n${program}`
const hash64 = (key: string): bigint => BigInt.asIntN(64, (BigInt(hashText(key, 1)) << 32n) | BigInt(hashText(key, 2)))

async function fillWanted(session: Session, times: ReadonlyMap<number, number>): Promise<void> {
  const entries = [...times]
  await session.run('DELETE FROM wanted')
  await session.append('wanted', [INTEGER, INTEGER], entries.length, (k) => [...(entries[k] as [number, number])])
}

function experienceRow(id: number, hash: bigint, e: NewExperience): DuckDBValue[] {
  return [
    id,
    hash,
    e.source,
    e.iteration,
    e.taskId,
    e.program,
    e.lines,
    e.demosRight,
    e.demos,
    e.demos === 0 ? 0 : e.demosRight / e.demos,
    e.priority,
    0,
    new DuckDBBlobValue(encodeOutputs(e.pairIndices, e.outputs)),
    e.lineage === null ? null : JSON.stringify(e.lineage),
  ]
}

function rowOf(row: readonly DuckDBValue[]): ReplayRow {
  const [id, taskId, source, iteration, performance, demosRight, demos, priority, lines, drawn, program] = row
  return {
    id: id as number,
    taskId: taskId as string,
    source: source as Source,
    iteration: iteration as number,
    performance: performance as number,
    demosRight: demosRight as number,
    demos: demos as number,
    priority: priority as number,
    lines: lines as number,
    drawn: drawn as number,
    program: program as string,
  }
}

function experienceOf(row: readonly DuckDBValue[]): Experience {
  const { performance: _, ...rest } = rowOf(row)
  const outputs = decodeOutputs((row[11] as DuckDBBlobValue).bytes)
  const lineage = row[12] === null ? null : (JSON.parse(row[12] as string) as Lineage)
  return { ...rest, ...outputs, lineage }
}
