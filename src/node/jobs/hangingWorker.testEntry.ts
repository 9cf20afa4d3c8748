import { parentPort, workerData } from 'node:worker_threads'
import { POSITION_COUNT, POSITION_INDEX, type EvalChunk, type EvalWorkerData } from './evalMessages'

/** For the pool's test: a worker whose programs `hang` and `fill` get past every budget. */
const place = new Int32Array((workerData as EvalWorkerData).position)

parentPort?.on('message', ({ requests }: EvalChunk) => {
  const executions = requests.map(({ taskId, program }, index) => {
    Atomics.store(place, POSITION_INDEX, index)
    Atomics.add(place, POSITION_COUNT, 1)
    const hoard: unknown[] = []
    while (program === 'hang' || program === 'fill')
      if (program === 'fill') hoard.push(new Array(1000).fill(hoard.length))
    return {
      taskId,
      program,
      lines: 1,
      parsed: true,
      executed: true,
      demoOutputs: [],
      demosRight: 0,
      testRight: [],
      failure: null,
    }
  })
  parentPort?.postMessage({ kind: 'done', executions })
})
