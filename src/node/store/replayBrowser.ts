import { partOf, type BufferPart, type Experience } from '../../core/replay/experience'
import type { Params, ReplayHistogram, ReplayPage } from '../../ipc/contract'
import type { QueuedConnection, Session } from './duckdbConnection'
import { EXPERIENCE_COLUMNS, experienceOf, IS_TEXTBOOK, ROW_COLUMNS, rowOf } from './experienceRows'
import { histogramOf, type PriorityCount } from './priorityBins'
import { idsOfPage } from './replayOrder'
import { whereOf, type Where } from './replayFilter'

type Of<C extends 'replay.page' | 'replay.histogram'> = Omit<Params<C>, 'experimentId'>

/** What a window asks of a replay buffer, on a connection of its own: it sees whole transactions only. */
export class ReplayBrowser {
  /** of the last filter, while nothing is written: scrolling asks for many pages of one */
  private counted: { readonly key: string; readonly total: number } | null = null

  constructor(
    private readonly reader: QueuedConnection,
    /** counts what was written */
    private readonly revision: () => number,
  ) {}

  /** One page of the table; equal values are ordered by id, so pages never overlap. */
  async page({ filter, sort, offset, limit }: Of<'replay.page'>): Promise<ReplayPage> {
    const where = whereOf(filter)
    return this.reader.transaction(async (session) => {
      const total = await this.total(session, where)
      const ids = await idsOfPage(session, where, sort, { total, offset, limit })
      if (ids.length === 0) return { total, rows: [] }
      // programs are read for the rows of the page only: they are most of what there is
      const sql = `SELECT ${ROW_COLUMNS} FROM experiences WHERE id IN (SELECT unnest([${ids.join(', ')}]))`
      const rows = new Map((await session.rows(sql)).map(rowOf).map((row) => [row.id, row]))
      return { total, rows: ids.flatMap((id) => rows.get(id) ?? []) }
    })
  }

  /** Of the experiences that fit; chances to be drawn are among all that there are. */
  async histogram({ filter, bins }: Of<'replay.histogram'>): Promise<ReplayHistogram> {
    const where = whereOf(filter)
    return this.reader.transaction(async (session) => {
      const shown = await countsOf(session, where)
      return histogramOf(shown, bins, weightsOf(await countsOf(session, whereOf({}))))
    })
  }

  /** One experience with its realised outputs and its chance to be the next one drawn of its part, or null. */
  async experience(id: number): Promise<{ readonly experience: Experience; readonly probability: number } | null> {
    const sql = `SELECT ${EXPERIENCE_COLUMNS} FROM experiences WHERE id = ? AND NOT deleted`
    return this.reader.transaction(async (session) => {
      const [row] = await session.rows(sql, [id])
      if (!row) return null
      const experience = experienceOf(row)
      const { source, priority, excluded } = experience
      if (excluded) return { experience, probability: 0 }
      return { experience, probability: priority / weightsOf(await countsOf(session, whereOf({})))[partOf(source)] }
    })
  }

  private async total(session: Session, { sql, values }: Where): Promise<number> {
    const key = JSON.stringify([this.revision(), sql, values])
    if (this.counted?.key !== key) {
      const [row] = await session.rows(`SELECT count(*) FROM experiences ${sql}`, values)
      this.counted = { key, total: Number(row?.[0] ?? 0) }
    }
    return this.counted.total
  }
}

/** Experiences by priority and part: priorities are shares of a few demonstrations, so there are not many. */
async function countsOf(session: Session, { sql, values }: Where): Promise<PriorityCount[]> {
  const rows = await session.rows(
    `SELECT priority, ${IS_TEXTBOOK} AS is_textbook, count(*), count(*) FILTER (NOT excluded)
     FROM experiences ${sql} GROUP BY priority, is_textbook ORDER BY priority, is_textbook`,
    values,
  )
  return rows.map(([priority, isTextbook, count, drawable]) => ({
    priority: priority as number,
    part: isTextbook ? 'textbook' : 'own',
    count: Number(count),
    drawable: Number(drawable),
  }))
}

/** Summed priorities of what can be drawn, of each part. */
function weightsOf(counts: readonly PriorityCount[]): Readonly<Record<BufferPart, number>> {
  const weights = { textbook: 0, own: 0 }
  for (const { priority, part, drawable } of counts) weights[part] += priority * drawable
  return weights
}
