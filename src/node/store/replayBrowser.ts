import { partOf, type BufferPart, type Experience } from '../../core/replay/experience'
import type { Params, PriorityBin, ReplayHistogram, ReplayPage } from '../../ipc/contract'
import type { QueuedConnection, Session } from './duckdbConnection'
import { EXPERIENCE_COLUMNS, experienceOf, IS_TEXTBOOK, ROW_COLUMNS, rowOf } from './experienceRows'
import { SORT_COLUMNS, whereOf, type Where } from './replayFilter'

type Of<C extends 'replay.page' | 'replay.histogram'> = Omit<Params<C>, 'experimentId'>

/** What a window asks of a replay buffer, on a connection of its own: it sees whole transactions only. */
export class ReplayBrowser {
  constructor(private readonly reader: QueuedConnection) {}

  /** One page of the table; equal values are ordered by id, so pages never overlap. */
  async page({ filter, sort, offset, limit }: Of<'replay.page'>): Promise<ReplayPage> {
    const where = whereOf(filter)
    return this.reader.transaction(async (session) => {
      const [count] = await session.rows(`SELECT count(*) FROM experiences ${where.sql}`, where.values)
      const total = Number(count?.[0] ?? 0)
      const ids = await idsOfPage(session, where, sort, { total, offset, limit })
      if (ids.length === 0) return { total, rows: [] }
      // programs are read for the rows of the page only: they are most of what there is
      const sql = `SELECT ${ROW_COLUMNS} FROM experiences WHERE id IN (${ids.join(', ')})`
      const rows = new Map((await session.rows(sql)).map(rowOf).map((row) => [row.id, row]))
      return { total, rows: ids.flatMap((id) => rows.get(id) ?? []) }
    })
  }

  /** Of the experiences that fit; chances to be drawn are among all that there are. */
  async histogram({ filter, bins }: Of<'replay.histogram'>): Promise<ReplayHistogram> {
    const where = whereOf(filter)
    return this.reader.transaction(async (session) => {
      const [range] = await session.rows(
        `SELECT min(priority), max(priority) FROM experiences ${where.sql}`,
        where.values,
      )
      const low = (range?.[0] ?? 0) as number
      const high = (range?.[1] ?? low) as number
      const width = (high > low ? high - low : 1) / bins
      const weights = await weightsOf(session)
      const made = Array.from({ length: bins }, (_, k): PriorityBin => {
        const [from, to] = [low + k * width, low + (k + 1) * width]
        return { from, to, count: 0, least: 0, greatest: 0, textbook: 0, own: 0 }
      })
      const sql = `
        SELECT least(floor((priority - ?) / ?), ?)::INTEGER AS bin, count(*), min(priority), max(priority), ${WEIGHTS}
        FROM experiences ${where.sql} GROUP BY bin`
      await session.forEachRow(sql, [low, width, bins - 1, ...where.values], (row) => {
        const [bin, count, least, greatest, textbook, own] = row.map(Number) as [number, ...number[]]
        const { from, to } = made[bin] as PriorityBin
        made[bin] = {
          from,
          to,
          count: count ?? 0,
          least: least ?? 0,
          greatest: greatest ?? 0,
          textbook: shareOf(textbook ?? 0, weights.textbook),
          own: shareOf(own ?? 0, weights.own),
        }
      })
      return { bins: made }
    })
  }

  /** One experience with its realised outputs and its chance to be the next one drawn of its part, or null. */
  async experience(id: number): Promise<{ readonly experience: Experience; readonly probability: number } | null> {
    const sql = `SELECT ${EXPERIENCE_COLUMNS} FROM experiences WHERE id = ? AND NOT deleted`
    return this.reader.transaction(async (session) => {
      const [row] = await session.rows(sql, [id])
      if (!row) return null
      const experience = experienceOf(row)
      const weights = await weightsOf(session)
      const { source, priority, excluded } = experience
      return { experience, probability: excluded ? 0 : shareOf(priority, weights[partOf(source)]) }
    })
  }
}

/** Columns: the summed priorities of what can be drawn, of each part. */
const WEIGHTS = [IS_TEXTBOOK, `NOT ${IS_TEXTBOOK}`]
  .map((condition) => `coalesce(sum(priority) FILTER (${condition} AND NOT excluded), 0)`)
  .join(', ')

async function weightsOf(session: Session): Promise<Readonly<Record<BufferPart, number>>> {
  const [row] = await session.rows(`SELECT ${WEIGHTS} FROM experiences WHERE NOT deleted`)
  return { textbook: Number(row?.[0] ?? 0), own: Number(row?.[1] ?? 0) }
}

const shareOf = (weight: number, all: number): number => (all === 0 ? 0 : weight / all)

/** A page in the later half is counted from the end, in the opposite order: the less is left out, the faster it is. */
async function idsOfPage(
  session: Session,
  where: Where,
  { column, descending }: Of<'replay.page'>['sort'],
  { total, offset, limit }: { readonly total: number; readonly offset: number; readonly limit: number },
): Promise<number[]> {
  const size = Math.min(limit, total - offset)
  if (size <= 0) return []
  const isFromEnd = offset + size / 2 > total / 2
  const direction = descending === isFromEnd ? 'ASC' : 'DESC'
  const order = column === 'id' ? `id ${direction}` : `${SORT_COLUMNS[column]} ${direction}, id ${isFromEnd ? 'DESC' : 'ASC'}`
  const skipped = isFromEnd ? total - offset - size : offset
  const sql = `SELECT id FROM experiences ${where.sql} ORDER BY ${order} LIMIT ${size} OFFSET ${skipped}`
  const ids = (await session.rows(sql, where.values)).map(([id]) => id as number)
  return isFromEnd ? ids.reverse() : ids
}
