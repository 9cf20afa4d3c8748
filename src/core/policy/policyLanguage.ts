import type { Pair } from '../task/task'
import { encodeCompact } from './encodeCompact'
import { encodeNearMiss, type NearMiss } from './encodeNearMiss'
import type { EncodedTask, PolicyShape } from './policyPort'
import { MAX_POSITIONS } from './policyShape'
import { decodeProgram, encodeProgramText, END_TOKEN } from './programTokens'

/** What a policy reads and writes: the one place where a task becomes its input, and a program its target, and back. */
export interface PolicyLanguage {
  readonly kind: 'compact' | 'text'
  readonly shape: PolicyShape
  /** ends a program */
  readonly endToken: number
  /** [vocabulary] 1 for the tokens that occur in programs; a sample ends at any other. Null: there are no others */
  readonly programVocabulary: Uint8Array | null
  /** The pairs, and after them a near miss where the policy reads any (the small one of experiments with `refinement`). */
  encodeTask(pairs: readonly Pair[], nearMiss?: NearMiss): EncodedTask
  /** Ids of a program text, end token included; null where it does not parse or cannot be said. */
  encodeProgram(text: string): Int32Array | null
  /** The text of sampled ids, end token left out. Any sequence gives one; whether it parses is the parser's to say. */
  decodeProgram(ids: Int32Array): string
}

/** The small policy's: features of 2x2 cells in, a token for each DSL name out. */
export function compactLanguage(shape: PolicyShape): PolicyLanguage {
  return {
    kind: 'compact',
    shape,
    endToken: END_TOKEN,
    programVocabulary: null,
    encodeTask: (pairs, nearMiss) =>
      nearMiss ? encodeNearMiss(pairs, nearMiss, MAX_POSITIONS) : encodeCompact(pairs, MAX_POSITIONS),
    encodeProgram: encodeProgramText,
    decodeProgram,
  }
}
