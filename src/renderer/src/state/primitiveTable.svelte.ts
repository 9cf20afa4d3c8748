import { NOTHING_COUNTED, type PrimitiveCounts } from '../../../core/analysis/primitiveCounts'
import { primitiveUses, programTotals } from '../../../core/analysis/primitiveUse'
import { useOverTime, type Counted } from '../../../core/analysis/useOverTime'
import type { ExperimentSummary } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { HostJob, Jobs } from './jobs.svelte'
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
  private counting: HostJob | null = null

  constructor(
    private readonly connection: Connection,
    private readonly jobs: Jobs,
    private readonly toasts: Toasts,
  ) {}

  /** Counts the programs of an experiment (null: of the workspace). The same one again keeps what is shown meanwhile. */
  async ask(experimentId: string | null): Promise<void> {
    if (experimentId !== this.experimentId) this.counts = null
    this.experimentId = experimentId
    this.leave()
    this.isCounting = true
    let mine: HostJob | null = null
    const answer = await this.jobs.run((job) => {
      mine = this.counting = job
      return this.connection.call('analysis.primitives', { experimentId, jobId: job.id })
    })
    if (mine !== this.counting) return // given up meanwhile
    this.counting = null
    this.isCounting = false
    const counts = this.toasts.unwrap(answer)
    if (counts) this.counts = counts
  }

  /** Whether the policy's programs have columns of their own; before they are counted, whether they will: nothing moves then. */
  hasIterations(experiment: ExperimentSummary | undefined): boolean {
    return this.counts ? this.overTime.iterations.length > 0 : Boolean(experiment?.lastReport)
  }

  /** Gives up the count that runs. */
  leave(): void {
    void this.counting?.cancel()
    this.counting = null
    this.isCounting = false
  }

  sortBy(column: string, startsDown: boolean): void {
    const isSame = this.sort.column === column
    this.sort = { column, descending: isSame ? !this.sort.descending : startsDown }
  }
}
