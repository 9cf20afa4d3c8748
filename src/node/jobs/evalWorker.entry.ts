import { parentPort, workerData } from 'node:worker_threads'
import { budgetOf, executeProgram } from '../../core/loop/executeProgram'
import { InternalError } from '../../core/util/internalError'
import {
  POSITION_COUNT,
  POSITION_INDEX,
  reviveTask,
  type EvalAnswer,
  type EvalChunk,
  type EvalWorkerData,
} from './evalMessages'

/** A worker thread that executes chunks of programs and says in shared memory which one it is at. */
if (!parentPort) throw new InternalError('evalWorker runs as a worker thread only')
const port = parentPort
const { tasks, position, ...settings } = workerData as EvalWorkerData
const taskOf = new Map(tasks.map((task) => [task.id, reviveTask(task)]))
const budget = budgetOf(settings)
const place = new Int32Array(position)

const answer = (message: EvalAnswer): void => port.postMessage(message)

port.on('message', ({ requests }: EvalChunk) => {
  try {
    const executions = requests.map(({ taskId, program, variation }, index) => {
      Atomics.store(place, POSITION_INDEX, index)
      Atomics.add(place, POSITION_COUNT, 1)
      const task = taskOf.get(taskId)
      if (!task) throw new InternalError(`no task ${taskId} in the interpreter pool`)
      return executeProgram(task, program, budget, variation)
    })
    answer({ kind: 'done', executions })
  } catch (error) {
    answer({ kind: 'bug', message: error instanceof Error ? error.message : String(error) })
  }
})
answer({ kind: 'ready' })
