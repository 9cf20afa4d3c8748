import { readFile, stat } from 'node:fs/promises'
import { ok, type Result } from '../../core/util/result'
import type { PolicyShape } from '../../core/policy/policyPort'
import { refuse, refuseFile } from '../data/problems'
import { pickWeights, type PolicyWeights } from './policyWeights'
import { readPytorchFile } from './pytorchFile'
import { readSafetensors } from './safetensors'

/** A file is read whole; Node reads no more than this at once. */
const MAX_FILE_BYTES = 2 ** 31 - 1

/** Names of weights files, the first that is there is read; as transformers prefers them. */
const FILES: readonly string[] = ['model.safetensors', 'pytorch_model.bin']

/** The name of the weights file of a checkpoint folder with these files. */
export function weightsFileOf(names: readonly string[], folder: string): Result<string> {
  const found = FILES.find((name) => names.includes(name))
  if (found !== undefined) return ok(found)
  const isSharded = names.some((name) => /^(model|pytorch_model).*(-of-|\.index\.json)/.test(name))
  const hint = isSharded ? '; a checkpoint in several parts is not read' : ''
  return refuse('policy/no-weights', folder, { hint })
}

/** A policy's weights from a safetensors or PyTorch file; the file's ending tells which. */
export async function readWeightsFile(shape: PolicyShape, file: string): Promise<Result<PolicyWeights>> {
  let bytes: Uint8Array
  try {
    const { size } = await stat(file)
    const gigabytes = (count: number): string => (count / 2 ** 30).toFixed(1)
    if (size > MAX_FILE_BYTES) {
      return refuse('weights/too-large', file, { found: gigabytes(size), limit: gigabytes(MAX_FILE_BYTES) })
    }
    bytes = await readFile(file)
  } catch (error) {
    return refuseFile(error, file)
  }
  const tensors = file.endsWith('.safetensors') ? readSafetensors(bytes, file) : readPytorchFile(bytes, file)
  return tensors.ok ? pickWeights(shape, tensors.value, bytes.length, file) : tensors
}
