import { evaluateProgram } from './evaluateProgram'
import { inBatches } from './inBatches'
import type { EvaluationRequest, JobReplies } from './messages'
import { scoreTexts } from './scoreTexts'
import { simplifyText } from './simplifyText'

type WorkerRequest = EvaluationRequest | JobReplies[keyof JobReplies]['request']

const now = (): number => performance.now()

self.onmessage = ({ data }: MessageEvent<WorkerRequest>): void => {
  if ('kind' in data) self.postMessage(data.kind === 'simplify' ? simplifyText(data, now) : scoreTexts(data, now))
  else
    evaluateProgram(
      data,
      now,
      inBatches((parts) => self.postMessage(parts), now),
    )
}
