import { formatCode } from '../../core/errors/codes'
import type { ParameterTable } from '../../core/onnx/t5/parameters'
import type { PolicyShape } from '../../core/policy/policyPort'
import { sha256Of } from '../data/largeBytes'

/**
 * A policy as one block: magic (8 bytes), header length (uint32), header (JSON: format, shape, step, parameter table),
 * weights, first and second moments (float32 each, in the table's order), SHA-256 of all before it. Little-endian.
 */
export interface Checkpoint {
  readonly shape: PolicyShape
  readonly step: number
  readonly weights: Float32Array
  readonly m: Float32Array
  readonly v: Float32Array
}

const MAGIC = 'CODEITP1'
const FORMAT = 1
const DIGEST_BYTES = 32

export function encodeCheckpoint(checkpoint: Checkpoint, table: ParameterTable): Uint8Array {
  const { shape, step, weights, m, v } = checkpoint
  const parameters = table.entries.map(({ name, shape: dims, offset }) => ({ name, shape: dims, offset }))
  const header = Buffer.from(JSON.stringify({ format: FORMAT, shape, step, parameters }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const parts = [Buffer.from(MAGIC), length, header, bytesOf(weights), bytesOf(m), bytesOf(v)]
  const block = new Uint8Array(parts.reduce((sum, part) => sum + part.length, DIGEST_BYTES))
  let end = 0
  for (const part of parts) {
    block.set(part, end)
    end += part.length
  }
  block.set(sha256Of(block.subarray(0, end)).digest(), end)
  return block
}

/** Throws an Error that says what is wrong when the block is damaged or was saved by a policy of another shape. */
export function decodeCheckpoint(bytes: Uint8Array, shape: PolicyShape, table: ParameterTable): Checkpoint {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = MAGIC.length + 4
  if (block.length < start + DIGEST_BYTES) throw broken(`it has only ${block.length} bytes`)
  if (block.toString('latin1', 0, MAGIC.length) !== MAGIC) throw broken('it is not a policy checkpoint')
  const body = block.subarray(0, block.length - DIGEST_BYTES)
  if (!sha256Of(body).digest().equals(block.subarray(body.length))) {
    throw broken('its checksum does not match: it was cut short or changed')
  }
  const payload = start + block.readUInt32LE(MAGIC.length)
  const header: unknown = JSON.parse(block.toString('utf8', start, payload))
  const { format, shape: saved, step } = readHeader(header)
  if (format !== FORMAT) throw broken(`its format is ${String(format)}, this version reads ${FORMAT}`)
  const difference = differenceOf(saved, shape)
  if (difference) throw broken(`it was saved by a policy of another shape: ${difference}`)
  if (body.length !== payload + 12 * table.size) throw broken(`it does not hold ${table.size} parameters`)
  const piece = (index: number): Float32Array => {
    const from = payload + 4 * table.size * index
    return new Float32Array(new Uint8Array(body.subarray(from, from + 4 * table.size)).buffer)
  }
  return { shape, step, weights: piece(0), m: piece(1), v: piece(2) }
}

function readHeader(header: unknown): { format: unknown; shape: object; step: number } {
  if (typeof header !== 'object' || header === null) throw broken('its header is not an object')
  const { format, shape, step } = header as { format?: unknown; shape?: unknown; step?: unknown }
  if (typeof shape !== 'object' || shape === null) throw broken('its header names no shape')
  if (typeof step !== 'number' || !Number.isSafeInteger(step) || step < 0) throw broken('its header names no step')
  return { format, shape, step }
}

function differenceOf(saved: object, wanted: PolicyShape): string | null {
  const found = new Map(Object.entries(saved))
  for (const [field, value] of Object.entries(wanted)) {
    const [a, b] = [JSON.stringify(found.get(field)), JSON.stringify(value)]
    if (a !== b) return `${field} is ${a} there and ${b} here`
  }
  return null
}

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)

const broken = (reason: string): Error => new Error(formatCode('checkpoint/broken', { reason }))
