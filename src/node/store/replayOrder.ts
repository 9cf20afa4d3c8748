import type { Params, ReplayColumn } from '../../ipc/contract'
import type { Session } from './duckdbConnection'
import type { Where } from './replayFilter'

const SORT_COLUMNS: Readonly<Record<ReplayColumn, string>> = {
  id: 'id',
  taskId: 'task_id',
  source: 'source',
  iteration: 'iteration',
  performance: 'performance',
  priority: 'priority',
  lines: 'lines',
  drawn: 'drawn',
  program: 'program',
}

/** Texts that begin alike stay together when sorted: what is counted first where a page lies deep in a table sorted by text. */
const BEGINNINGS: Readonly<Partial<Record<ReplayColumn, string>>> = {
  program: 'left(program, 10)',
  taskId: 'task_id',
  source: 'source',
}

/** So far from both ends of the table DuckDB sorts all of it, and not only as much as it needs. */
const DEEP = 10_000

type Sort = Params<'replay.page'>['sort']
interface Place {
  readonly total: number
  readonly offset: number
  readonly limit: number
}

/** The ids of one page, in order; equal values by ascending id. */
export async function idsOfPage(session: Session, where: Where, sort: Sort, place: Place): Promise<number[]> {
  const { total, offset } = place
  const size = Math.min(place.limit, total - offset)
  if (size <= 0) return []
  const beginning = BEGINNINGS[sort.column]
  const isDeep = Math.min(offset, total - offset) > DEEP
  if (beginning !== undefined && isDeep) return idsByBeginning(session, where, sort, { beginning, offset, size })
  // a page in the later half is counted from the end, in the opposite order: the less is left out, the faster it is
  const isFromEnd = offset + size / 2 > total / 2
  const order = orderOf(sort.column, sort.descending !== isFromEnd, isFromEnd)
  const skipped = isFromEnd ? total - offset - size : offset
  const ids = await idsOf(session, `${where.sql} ${order} LIMIT ${size} OFFSET ${skipped}`, where.values)
  return isFromEnd ? ids.reverse() : ids
}

/** Sorts only the rows whose texts begin as those of the page do: a fraction of a table of which all would be sorted. */
async function idsByBeginning(
  session: Session,
  where: Where,
  { column, descending }: Sort,
  { beginning, offset, size }: { readonly beginning: string; readonly offset: number; readonly size: number },
): Promise<number[]> {
  const counts = await session.rows(
    `SELECT ${beginning} AS beginning, count(*) FROM experiences ${where.sql}
     GROUP BY beginning ORDER BY beginning ${descending ? 'DESC' : 'ASC'}`,
    where.values,
  )
  let before = 0
  let first = 0
  for (; before + Number(counts[first]?.[1]) <= offset; first++) before += Number(counts[first]?.[1])
  let last = first
  for (let seen = before; (seen += Number(counts[last]?.[1])) < offset + size; last++);
  const [from, to] = [counts[first]?.[0] as string, counts[last]?.[0] as string]
  return idsOf(
    session,
    `${where.sql} AND ${beginning} BETWEEN ? AND ? ${orderOf(column, descending)} LIMIT ${size} OFFSET ${offset - before}`,
    [...where.values, descending ? to : from, descending ? from : to],
  )
}

async function idsOf(session: Session, rest: string, values: Where['values']): Promise<number[]> {
  return (await session.rows(`SELECT id FROM experiences ${rest}`, values)).map(([id]) => id as number)
}

function orderOf(column: ReplayColumn, descending: boolean, hasIdsDescending = false): string {
  const direction = descending ? 'DESC' : 'ASC'
  if (column === 'id') return `ORDER BY id ${direction}`
  return `ORDER BY ${SORT_COLUMNS[column]} ${direction}, id ${hasIdsDescending ? 'DESC' : 'ASC'}`
}
