import { evaluateProgram } from './evaluateProgram'
import type { EvaluationRequest, SimplifyRequest } from './messages'
import { simplifyText } from './simplifyText'

const now = (): number => performance.now()

self.onmessage = ({ data }: MessageEvent<EvaluationRequest | SimplifyRequest>): void => {
  if ('kind' in data) self.postMessage(simplifyText(data, now))
  else evaluateProgram(data, now, (part) => self.postMessage(part))
}
