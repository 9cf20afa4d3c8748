import { parentPort, workerData } from 'node:worker_threads'
import { parseProgram } from '../../core/dsl/syntax/parser'
import type { Grid } from '../../core/grid/grid'
import { findFits } from '../../core/search/batch/evaluateTask'
import { ProgramGraph } from '../../core/search/batch/programGraph'
import { samePredictions } from '../../core/search/rankFits'
import { InternalError } from '../../core/util/internalError'
import { reviveTask } from './evalMessages'
import type { EvaluateAnswer, SearchAnswer, SearchRequest, SearchWorkerData } from './searchMessages'

/** A worker thread that evaluates many programs on one task after the other. */
if (!parentPort) throw new InternalError('searchWorker runs as a worker thread only')
const port = parentPort
const { budget, ...data } = workerData as SearchWorkerData
const tasks = data.tasks.map(reviveTask)
let graph = new ProgramGraph()
/** place in the texts of each program of the graph */
let places: number[] = []

port.on('message', (request: SearchRequest) => {
  try {
    if (request.kind === 'programs') load(request.texts)
    else answer(evaluate(request.task))
  } catch (error) {
    answer({ kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

function answer(message: SearchAnswer): void {
  port.postMessage(message)
}

function load(texts: readonly string[]): void {
  graph = new ProgramGraph()
  places = []
  texts.forEach((text, place) => {
    const { program, diagnostics } = parseProgram(text)
    if (diagnostics.length === 0 && graph.add(program) !== null) places.push(place)
  })
}

function evaluate(taskIndex: number): EvaluateAnswer {
  const task = tasks[taskIndex]
  if (!task) throw new InternalError(`no task ${taskIndex} among ${tasks.length}`)
  const { fits, evaluated } = findFits(graph, task, budget)
  const predictions: (readonly (Grid | null)[])[] = []
  const indexed = fits.map(({ program, predictions: made }): [number, number] => {
    const known = predictions.findIndex((other) => samePredictions(other, made))
    return [places[program] as number, known >= 0 ? known : predictions.push(made) - 1]
  })
  return { kind: 'evaluated', predictions, fits: indexed, pairs: places.length, evaluated }
}
