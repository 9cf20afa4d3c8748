import type { NewExperience } from '../../core/replay/experience'
import { hashText } from '../../core/util/rng'
import { encodeOutputs } from './experienceOutputs'

/** A new experience with what finds its like: by task and program, and by task and realised outputs. */
export interface HashedExperience {
  readonly experience: NewExperience
  readonly key: string
  readonly keyHash: bigint
  /** encoded */
  readonly outputs: Uint8Array
  readonly outputsKey: string
  readonly outputsHash: bigint
}

export function hashExperience(experience: NewExperience): HashedExperience {
  const { taskId, program, pairIndices } = experience
  const outputs = encodeOutputs(pairIndices, experience.outputs)
  const [key, outputsKey] = [keyOf(taskId, program), outputsKeyOf(taskId, outputs)]
  return { experience, key, keyHash: hash64(key), outputs, outputsKey, outputsHash: hash64(outputsKey) }
}

export const keyOf = (taskId: string, program: string): string => `${taskId}\n${program}`

export const outputsKeyOf = (taskId: string, outputs: Uint8Array): string =>
  `${taskId}\n${Buffer.from(outputs).toString('latin1')}`

const hash64 = (key: string): bigint => BigInt.asIntN(64, (BigInt(hashText(key, 1)) << 32n) | BigInt(hashText(key, 2)))
