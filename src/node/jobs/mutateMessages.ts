import type { Budget } from '../../core/dsl/meter'
import type { MutationSettings } from '../../core/mutate/mutateProgram'
import type { Mutant, NewParent } from '../../core/mutate/mutationTries'
import type { Task } from '../../core/task/task'

/** What a worker is started with. Grids arrive as plain objects: `reviveTask` makes them grids again. */
export interface MutateWorkerData {
  readonly seeds: readonly { readonly task: Task; readonly text: string }[]
  readonly rngSeed: number
  readonly budget: Budget
  readonly settings: MutationSettings
}

export type MutateRequest =
  | { readonly kind: 'tries'; readonly numbers: Int32Array }
  | { readonly kind: 'parents'; readonly added: readonly NewParent[] }

/** What a try gave, without what the receiver knows already. */
export interface FoundMutant extends Pick<
  Mutant,
  'text' | 'parentIndex' | 'operator' | 'before' | 'after' | 'demosRight'
> {
  readonly number: number
}

export type MutateAnswer =
  | { readonly kind: 'found'; readonly found: readonly FoundMutant[] }
  | { readonly kind: 'bug'; readonly message: string }
