import type { ReplayAction } from '../../ipc/contract'
import type { QueuedConnection } from './duckdbConnection'

const EFFECTS: Readonly<Record<ReplayAction, string>> = {
  pin: 'pinned = true',
  unpin: 'pinned = false',
  exclude: 'excluded = true',
  include: 'excluded = false',
  delete: 'deleted = true',
  restore: 'deleted = false',
}

/**
 * What a person changes in a replay buffer by hand. Every change is kept as an event of its own, with the meta-iteration
 * whose draw was the first to heed it: settings, seed and these together say what a run did. A deleted experience is no
 * longer shown, counted or drawn, but the store still knows it, so that it does not come back and can be restored.
 */
export class ReplayEdits {
  constructor(
    private readonly writer: QueuedConnection,
    /** told after each change */
    private readonly onChange: () => void,
  ) {}

  /** All of them in the order in which they were made: meta-iteration, action, experience, time. */
  async all(): Promise<[iteration: number | null, action: string, experienceId: number, madeAt: string][]> {
    const sql = 'SELECT iteration, action, experience_id, made_at FROM edits ORDER BY seq'
    const rows = await this.writer.exclusive((session) => session.rows(sql))
    return rows.map(([iteration, action, id, madeAt]) => {
      return [iteration as number | null, action as string, id as number, madeAt as string]
    })
  }

  /** Gives how many experiences there were to change. */
  async apply(action: ReplayAction, ids: readonly number[], madeAt: string): Promise<number> {
    if (ids.length === 0) return 0
    const wanted = `id IN (${ids.map(Number).join(', ')})`
    const changed = await this.writer.transaction(async (session) => {
      await session.run(
        `INSERT INTO edits SELECT (SELECT coalesce(max(seq), 0) FROM edits) + row_number() OVER (ORDER BY id), NULL, ?, id, ?
         FROM experiences WHERE ${wanted}`,
        [action, madeAt],
      )
      return session.run(`UPDATE experiences SET ${EFFECTS[action]} WHERE ${wanted}`)
    })
    this.onChange()
    return changed
  }
}
