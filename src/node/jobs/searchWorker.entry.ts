import { parentPort, workerData } from 'node:worker_threads'
import { parseProgram } from '../../core/dsl/syntax/parser'
import type { Grid } from '../../core/grid/grid'
import { findFits, realiseAll } from '../../core/search/batch/evaluateTask'
import { ProgramGraph } from '../../core/search/batch/programGraph'
import { enumerateTask } from '../../core/search/enumerate/enumerateTask'
import { learnCosts, type PrimitiveCosts } from '../../core/search/enumerate/learnCosts'
import { samePredictions } from '../../core/search/rankFits'
import type { Task } from '../../core/task/task'
import { InternalError } from '../../core/util/internalError'
import { reviveTask } from './evalMessages'
import type {
  EnumerateAnswer,
  EnumerateUnit,
  EvaluateAnswer,
  MatchAnswer,
  SearchAnswer,
  SearchRequest,
  SearchWorkerData,
} from './searchMessages'

/** A worker thread that evaluates many programs on one task after the other. */
if (!parentPort) throw new InternalError('searchWorker runs as a worker thread only')
const port = parentPort
const { budget, seedTexts, ...data } = workerData as SearchWorkerData
const tasks = data.tasks.map(reviveTask)
let graph = new ProgramGraph()
/** place in the texts of each program of the graph */
let places: number[] = []
/** learned when first needed */
let costs: PrimitiveCosts | null = null

port.on('message', (request: SearchRequest) => {
  try {
    if (request.kind === 'programs') load(request.texts)
    else if (request.kind === 'evaluate') answer(evaluate(taskAt(request.task)))
    else if (request.kind === 'match') answer(match(taskAt(request.task)))
    else answer(enumerate(taskAt(request.task), request))
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

function taskAt(index: number): Task {
  const task = tasks[index]
  if (!task) throw new InternalError(`no task ${index} among ${tasks.length}`)
  return task
}

function evaluate(task: Task): EvaluateAnswer {
  const { fits, evaluated } = findFits(graph, task, budget)
  const predictions: (readonly (Grid | null)[])[] = []
  const indexed = fits.map(({ program, predictions: made }): [number, number] => {
    const known = predictions.findIndex((other) => samePredictions(other, made))
    return [places[program] as number, known >= 0 ? known : predictions.push(made) - 1]
  })
  return { kind: 'evaluated', predictions, fits: indexed, pairs: places.length, evaluated }
}

function match(task: Task): MatchAnswer {
  const matching = realiseAll(graph, task, budget).filter(({ demosRight }) => demosRight > 0)
  return { kind: 'matched', programs: matching.map(({ program }) => places[program] as number) }
}

function enumerate({ train, test }: Task, { seconds, evaluations, fragments: texts }: EnumerateUnit): EnumerateAnswer {
  costs ??= learnCosts(seedTexts.map((text) => parseProgram(text).program))
  const end = performance.now() + seconds * 1000
  const deadline = (): boolean => performance.now() > end
  const fragments = texts.map((text) => parseProgram(text).program)
  const testInputs = test.map(({ input }) => input)
  const search = enumerateTask({ train, testInputs }, { costs, evaluations, deadline, fragments })
  for (;;) {
    const step = search.next()
    if (!step.done) continue
    const { fits, near, ...counts } = step.value
    return {
      kind: 'enumerated',
      fits: fits.map(({ text, cost, predictions }) => ({ program: text, cost, predictions })),
      near: near.map(({ text }) => text),
      ...counts,
    }
  }
}
