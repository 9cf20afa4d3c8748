import { evaluateProgram } from './evaluateProgram'
import type { EvaluationRequest } from './messages'

self.onmessage = (event: MessageEvent<EvaluationRequest>): void => {
  evaluateProgram(
    event.data,
    () => performance.now(),
    (part) => self.postMessage(part),
  )
}
