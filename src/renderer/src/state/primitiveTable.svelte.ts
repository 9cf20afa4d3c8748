import { NOTHING_COUNTED, type PrimitiveCounts } from '../../../core/analysis/primitiveCounts'
import { primitiveUses, programTotals } from '../../../core/analysis/primitiveUse'
import { useOverTime, type Counted } from '../../../core/analysis/useOverTime'
import type { Connection } from '../api/connection.svelte'
import type { Toasts } from './toasts.svelte'

/** How the primitives are used by an experiment's programs or by those kept in the workspace, and what is shown of it. */
export class PrimitiveTable {
  /** null until they are counted */
  counts = $state.raw<PrimitiveCounts | null>(null)
  isCounting = $state(false)
  text = $state('')
  family = $state('')
  /** a column's id */
  sort = $state.raw<{ readonly column: string; readonly descending: boolean }>({ column: 'name', descending: false })
  /** which of the policy's programs the heat map shows */
  counted = $state<Counted>('programs')
  readonly uses = $derived(primitiveUses(this.counts ?? NOTHING_COUNTED))
  readonly totals = $derived(programTotals(this.counts ?? NOTHING_COUNTED))
  readonly overTime = $derived(useOverTime(this.counts ?? NOTHING_COUNTED, this.counted))
  private experimentId: string | null | undefined
  private question = 0

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {}

  /** Counts the programs of an experiment (null: of the workspace). The same one again keeps what is shown meanwhile. */
  async ask(experimentId: string | null): Promise<void> {
    if (experimentId !== this.experimentId) this.counts = null
    this.experimentId = experimentId
    const question = ++this.question
    this.isCounting = true
    const answer = await this.connection.call('analysis.primitives', { experimentId })
    if (question !== this.question) return // another one was asked for meanwhile
    this.isCounting = false
    const counts = this.toasts.unwrap(answer)
    if (counts) this.counts = counts
  }

  sortBy(column: string, startsDown: boolean): void {
    const isSame = this.sort.column === column
    this.sort = { column, descending: isSame ? !this.sort.descending : startsDown }
  }
}
