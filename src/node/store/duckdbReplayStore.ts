import { BIGINT, DuckDBInstance, INTEGER, type DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api'
import type { PrimitiveCounts } from '../../core/analysis/primitiveCounts'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../../core/loop/events'
import {
  partOf,
  type Candidate,
  type NewExperience,
  type Source,
  type TaughtExperience,
} from '../../core/replay/experience'
import type { EvictionLimits, ExperienceKey, Metric, ReplayStore } from '../../core/replay/replayStore'
import type { ExperimentSeries, ReplayFilter } from '../../ipc/contract'
import { countPrimitives } from './countPrimitives'
import { QueuedConnection, type Session } from './duckdbConnection'
import { exportExperiences } from './exportExperiences'
import { decodeOutputs } from './experienceOutputs'
import { IS_TEXTBOOK, newRow } from './experienceRows'
import { hashExperience, keyOf, outputsKeyOf, type HashedExperience } from './hashExperience'
import type { LongJob } from './longJob'
import { ReplayBrowser } from './replayBrowser'
import { ReplayEdits } from './replayEdits'
import { migrate } from './replayMigrations'
import { RUN_TABLES, TABLES } from './replaySchema'

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
  private readonly next = new Map<RunTable, number>()
  /** grows with every change of which experiences there are */
  private revision = 0
  readonly browser: ReplayBrowser
  readonly edits: ReplayEdits

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: QueuedConnection,
    private readonly reader: QueuedConnection,
    /** for questions that take seconds: the table's pages do not wait for them */
    private readonly analyst: QueuedConnection,
  ) {
    this.browser = new ReplayBrowser(reader, () => this.revision)
    this.edits = new ReplayEdits(writer, () => this.revision++)
  }

  /**
   * Opens or makes the file and brings its schema up to date. Throws DuckDB's error when it is locked by another process or
   * not a database, and NewerSchema when a newer workbench wrote it; the file is then as it was.
   */
  static async open(file: string, limits: StoreLimits = DEFAULT_LIMITS): Promise<DuckdbReplayStore> {
    const instance = await DuckDBInstance.create(file, {
      memory_limit: `${limits.memoryLimitMiB}MiB`,
      threads: String(limits.threads),
    })
    const writer = new QueuedConnection(await instance.connect())
    const reader = new QueuedConnection(await instance.connect())
    const analyst = new QueuedConnection(await instance.connect())
    const store = new DuckdbReplayStore(instance, writer, reader, analyst)
    try {
      await writer.transaction(async (session) => {
        await migrate(session)
        await session.run('CREATE TEMP TABLE wanted (id INTEGER, times INTEGER)')
        await session.run('CREATE TEMP TABLE probe (key_hash BIGINT, outputs_hash BIGINT)')
        await store.readNext(session)
      })
    } catch (error) {
      await reader.close()
      await analyst.close()
      await store.letGo()
      throw error
    }
    return store
  }

  /** Waits for running statements, writes the log into the file and lets go of it. */
  async close(): Promise<void> {
    await this.reader.close()
    await this.analyst.close()
    await this.writer.exclusive((session) => session.run('CHECKPOINT'))
    await this.letGo()
  }

  private async letGo(): Promise<void> {
    await this.writer.close()
    this.instance.closeSync()
  }

  async addExperiences(experiences: readonly NewExperience[], distinctOutputs = false): Promise<ExperienceKey[]> {
    if (experiences.length === 0) return []
    const keys = await this.writer.transaction(async (session) => {
      const fresh = await withoutKnown(session, experiences.map(hashExperience), distinctOutputs)
      const firstId = this.next.get('experiences') as number
      const types = Object.values(TABLES.experiences)
      await session.append('experiences', types, fresh.length, (k) => newRow(firstId + k, fresh[k] as HashedExperience))
      this.next.set('experiences', firstId + fresh.length)
      return fresh.map(({ experience: { taskId, source, priority, lines, iteration } }, k) => {
        return { id: firstId + k, taskId, part: partOf(source), priority, lines, iteration, drawn: 0 }
      })
    })
    this.revision++
    return keys
  }

  async forEachKey(iteration: number, take: (key: ExperienceKey) => void): Promise<void> {
    const weight = 'CASE WHEN excluded OR deleted THEN 0 ELSE priority END'
    const sql = `SELECT id, task_id, ${IS_TEXTBOOK}, ${weight}, lines, iteration, drawn FROM experiences ORDER BY id`
    await this.writer.transaction(async (session) => {
      await session.run('UPDATE edits SET iteration = ? WHERE iteration IS NULL', [iteration])
      await session.forEachChunk(sql, [], (chunk) => {
        const columns = [0, 1, 2, 3, 4, 5, 6].map((column) => chunk.getColumnVector(column))
        const [ids, taskIds, isTextbook, priorities, lines, iterations, drawn] = columns
        for (let k = 0; k < chunk.rowCount; k++) {
          take({
            id: ids?.getItem(k) as number,
            taskId: taskIds?.getItem(k) as string,
            part: isTextbook?.getItem(k) ? 'textbook' : 'own',
            priority: priorities?.getItem(k) as number,
            lines: lines?.getItem(k) as number,
            iteration: iterations?.getItem(k) as number,
            drawn: drawn?.getItem(k) as number,
          })
        }
      })
    })
  }

  async pendingEdits(): Promise<number> {
    return this.numberOf('SELECT count(*) FROM edits WHERE iteration IS NULL')
  }

  async evict({ capacity, kept }: EvictionLimits): Promise<number> {
    const tooMany = (await this.count()) - capacity
    if (tooMany <= 0) return 0
    const evicted = await this.writer.transaction((session) => session.run(evictSql(tooMany, kept)))
    this.revision++
    return evicted
  }

  async count(): Promise<number> {
    return this.numberOf('SELECT count(*) FROM experiences WHERE NOT deleted')
  }

  async get(ids: readonly number[]): Promise<TaughtExperience[]> {
    if (ids.length === 0) return []
    const found = new Map<number, TaughtExperience>()
    await this.writer.exclusive(async (session) => {
      const isFew = ids.length <= FEW_IDS
      if (!isFew) await fillWanted(session, new Map(ids.map((id) => [id, 1])))
      const list = isFew ? ids.map(Number).join(', ') : 'SELECT id FROM wanted'
      const sql = `SELECT id, task_id, program, outputs FROM experiences WHERE id IN (${list})`
      await session.forEachRow(sql, [], ([id, taskId, program, outputs]) => {
        const realised = decodeOutputs((outputs as DuckDBBlobValue).bytes)
        found.set(id as number, { id: id as number, taskId: taskId as string, program: program as string, ...realised })
      })
    })
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  countDraws(iteration: number, ids: readonly number[]): Promise<void> {
    const times = new Map<number, number>()
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
    return this.writer.transaction(async (session) => {
      await fillWanted(session, times)
      await session.run('UPDATE experiences SET drawn = drawn + times FROM wanted WHERE experiences.id = wanted.id')
      await session.run('INSERT INTO draws SELECT ?, id, times FROM wanted', [iteration])
      await session.run('DELETE FROM draws WHERE iteration <= ?', [iteration - DRAWS_KEPT])
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

  async truncateAfter(iteration: number): Promise<void> {
    await this.writer.transaction(async (session) => {
      for (const table of RUN_TABLES) await session.run(`DELETE FROM ${table} WHERE iteration > ?`, [iteration])
      await session.run(UNDO_DRAWS, [iteration])
      await session.run('DELETE FROM draws WHERE iteration > ?', [iteration])
      await session.run('DELETE FROM edits WHERE experience_id NOT IN (SELECT id FROM experiences)')
      await this.readNext(session)
    })
    this.revision++
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

  /** Writes the experiences that fit to a file; see `exportExperiences`. A run and a browser go on meanwhile. */
  async export(file: string, filter: ReplayFilter, job?: LongJob): Promise<number> {
    return exportExperiences(await this.instance.connect(), file, filter, job)
  }

  private async numberOf(sql: string): Promise<number> {
    const [row] = await this.writer.exclusive((session) => session.rows(sql))
    return Number(row?.[0] ?? 0)
  }

  /** How the programs use primitives, as they are at one moment. */
  primitives(signal?: AbortSignal): Promise<PrimitiveCounts> {
    return this.analyst.transaction(countPrimitives, signal)
  }

  private appendSequenced<T>(table: RunTable, items: readonly T[], row: (item: T) => DuckDBValue[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    return this.writer.transaction((session) => this.appendIn(session, table, items, row))
  }

  private async appendIn<T>(
    session: Session,
    table: RunTable,
    items: readonly T[],
    row: (item: T) => DuckDBValue[],
  ): Promise<void> {
    const first = this.next.get(table) as number
    await session.append(table, Object.values(TABLES[table]), items.length, (k) => [first + k, ...row(items[k] as T)])
    this.next.set(table, first + items.length)
  }

  /** Ids go on after the greatest one stored, so a run resumed after truncation numbers as an unbroken one does. */
  private async readNext(session: Session): Promise<void> {
    for (const table of RUN_TABLES) {
      const column = table === 'experiences' ? 'id' : 'seq'
      const [row] = await session.rows(`SELECT coalesce(max(${column}), 0) FROM ${table}`)
      this.next.set(table, ((row?.[0] ?? 0) as number) + 1)
    }
  }
}

/** up to so many ids go into the statement itself: a training batch */
const FEW_IDS = 1000

/** Meta-iterations whose draws can be taken back: more than there are checkpoints to go back to. */
const DRAWS_KEPT = 8

const UNDO_DRAWS = `
  UPDATE experiences SET drawn = drawn - undone.times
  FROM (SELECT id, sum(times)::INTEGER AS times FROM draws WHERE iteration > ? GROUP BY id) AS undone
  WHERE experiences.id = undone.id`

type RunTable = (typeof RUN_TABLES)[number]

/** See `ReplayStore.evict`. The newest stays so that ids go on after it. */
const evictSql = (count: number, kept: EvictionLimits['kept']): string => `
  DELETE FROM experiences WHERE id IN (
    SELECT id FROM (
      SELECT id, performance, ${IS_TEXTBOOK} AS is_textbook,
        row_number() OVER (PARTITION BY ${IS_TEXTBOOK} ORDER BY performance DESC, id DESC) AS place
      FROM experiences
      WHERE NOT deleted AND NOT pinned AND source <> 'seed' AND demos_right < demos
        AND id < (SELECT max(id) FROM experiences)
    )
    WHERE place > CASE WHEN is_textbook THEN ${kept.textbook} ELSE ${kept.own} END
    ORDER BY performance, id LIMIT ${count}
  )`

/** Those of the batch that are new, first come first kept. */
async function withoutKnown(
  session: Session,
  batch: readonly HashedExperience[],
  distinctOutputs: boolean,
): Promise<HashedExperience[]> {
  await session.run('DELETE FROM probe')
  await session.append('probe', [BIGINT, BIGINT], batch.length, (k) => {
    const { keyHash, outputsHash } = batch[k] as HashedExperience
    return [keyHash, outputsHash]
  })
  const known = new Set<string>()
  const sql = 'SELECT task_id, program FROM experiences WHERE key_hash IN (SELECT key_hash FROM probe)'
  await session.forEachRow(sql, [], ([taskId, program]) => known.add(keyOf(taskId as string, program as string)))
  if (distinctOutputs) {
    const sql = 'SELECT task_id, outputs FROM experiences WHERE outputs_hash IN (SELECT outputs_hash FROM probe)'
    await session.forEachRow(sql, [], ([taskId, outputs]) =>
      known.add(outputsKeyOf(taskId as string, (outputs as DuckDBBlobValue).bytes)),
    )
  }
  return batch.filter(({ key, outputsKey }) => {
    const keys = distinctOutputs ? [key, outputsKey] : [key]
    if (keys.some((one) => known.has(one))) return false
    for (const one of keys) known.add(one)
    return true
  })
}

async function fillWanted(session: Session, times: ReadonlyMap<number, number>): Promise<void> {
  const entries = [...times]
  await session.run('DELETE FROM wanted')
  await session.append('wanted', [INTEGER, INTEGER], entries.length, (k) => [...(entries[k] as [number, number])])
}
