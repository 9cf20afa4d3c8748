import { parentPort, workerData } from 'node:worker_threads'
import { parseProgram } from '../../core/dsl/syntax/parser'
import { MutationTries } from '../../core/mutate/mutationTries'
import { InternalError } from '../../core/util/internalError'
import { Rng } from '../../core/util/rng'
import { reviveTask } from './evalMessages'
import type { FoundMutant, MutateAnswer, MutateRequest, MutateWorkerData } from './mutateMessages'

/** A worker thread that makes the tries of mutation that it is told to. */
if (!parentPort) throw new InternalError('mutateWorker runs as a worker thread only')
const port = parentPort
const { seeds, rngSeed, budget, settings } = workerData as MutateWorkerData
const tries = new MutationTries(
  seeds.map(({ task, text }) => ({ task: reviveTask(task), program: parseProgram(text).program })),
  Rng.fromSeed(rngSeed, 'mutate'),
  budget,
  settings,
)

function makeTries(numbers: Int32Array): FoundMutant[] {
  const found: FoundMutant[] = []
  for (const number of numbers) {
    const mutant = tries.attempt(number)
    if (!mutant) continue
    const { text, parentIndex, operator, before, after, demosRight } = mutant
    found.push({ number, text, parentIndex, operator, before, after, demosRight })
  }
  return found
}

const answer = (message: MutateAnswer): void => port.postMessage(message)

port.on('message', (request: MutateRequest) => {
  try {
    if (request.kind === 'parents') tries.addParents(request.added)
    else answer({ kind: 'found', found: makeTries(request.numbers) })
  } catch (error) {
    answer({ kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
