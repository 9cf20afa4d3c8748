import { Grid } from '../../core/grid/grid'
import type { ExecuteRequest, Execution } from '../../core/loop/ports'
import type { Pair, Task } from '../../core/task/task'

/** What a worker is started with. Grids arrive as plain objects: `reviveTask` makes them grids again. */
export interface EvalWorkerData {
  readonly tasks: readonly Task[]
  readonly stepBudget: number
  readonly sizeBudget: number
  /** Int32 [programs begun so far, index of the present one in its chunk]: read from outside when a program hangs */
  readonly position: SharedArrayBuffer
}

export interface EvalChunk {
  readonly requests: readonly ExecuteRequest[]
}

export type EvalAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly executions: readonly Execution[] }
  | { readonly kind: 'bug'; readonly message: string }

export const POSITION_COUNT = 0
export const POSITION_INDEX = 1

/** Class instances lose their class on the way between threads. */
export const reviveGrid = ({ rows, cols, cells }: Grid): Grid => new Grid(rows, cols, cells)
const revivePair = ({ input, output }: Pair): Pair => ({ input: reviveGrid(input), output: reviveGrid(output) })

export const reviveTask = ({ id, train, test }: Task): Task => ({
  id,
  train: train.map(revivePair),
  test: test.map(revivePair),
})

export const reviveExecution = (execution: Execution): Execution => ({
  ...execution,
  demoOutputs: execution.demoOutputs.map((output) => (output === null ? null : reviveGrid(output))),
})
