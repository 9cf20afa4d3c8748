import type { EvaluationReply } from './messages'

/** Parts of an answer wait for one another no longer than this. */
const BATCH_MS = 16

/** Sends the parts of an answer together, those of a quick program all at once, so that the window draws once. */
export function inBatches(
  post: (parts: readonly EvaluationReply[]) => void,
  now: () => number,
): (part: EvaluationReply) => void {
  let parts: EvaluationReply[] = []
  let since = now()
  return (part) => {
    parts.push(part)
    if (part.kind !== 'done' && now() - since < BATCH_MS) return
    post(parts)
    parts = []
    since = now()
  }
}
