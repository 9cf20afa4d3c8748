import type { Result } from '../../core/util/result'
import { Refusal, refusable } from './refusal'
import {
  elementCount,
  FLOAT_BYTES,
  toFloat32,
  type FloatType,
  type NamedTensor,
  type StoredTensor,
} from './storedTensor'

// A safetensors file: length of the header (uint64), header (JSON: name -> dtype, shape, data_offsets), data.

const MAX_HEADER_BYTES = 100_000_000
const MAX_DIMENSIONS = 16

/**
 * The tensors of a safetensors file. As the format demands, they lie one after another without gap or overlap up to the
 * end of the file, so no header can make two out of one, or more than there is.
 */
export function readSafetensors(bytes: Uint8Array, where: string): Result<Map<string, StoredTensor>> {
  return refusable(where, () => {
    const start = 8 + headerLength(bytes)
    const entries = Object.entries(readHeader(bytes.subarray(8, start)))
      .filter(([name]) => name !== '__metadata__')
      .map(([name, entry]) => ({ name, ...readEntry(name, entry) }))
    let end = 0
    for (const { name, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
      if (from !== end) throw broken(from < end ? 'it overlaps another tensor' : 'unused bytes before it', name)
      end = to
    }
    if (start + end !== bytes.length) {
      throw broken(`the header describes ${start + end} bytes, the file has ${bytes.length}`)
    }
    return new Map(
      entries.map(({ name, type, shape, from, to }): [string, StoredTensor] => [
        name,
        { type, shape, read: () => toFloat32(type, bytes.subarray(start + from, start + to)) },
      ]),
    )
  })
}

/** All tensors of a safetensors file as float32. */
export function readSafetensorsWhole(bytes: Uint8Array, where: string): Result<Map<string, NamedTensor>> {
  const tensors = readSafetensors(bytes, where)
  if (!tensors.ok) return tensors
  const named = [...tensors.value].map(([name, { shape, read }]) => [name, { shape, data: read() }] as const)
  return { ok: true, value: new Map(named) }
}

/**
 * A safetensors file of float32 tensors, in pieces: the header, then each tensor's own bytes, not copied. Laid out as
 * Hugging Face's writer does: by name, data aligned to 8 bytes.
 */
export function safetensorsParts(tensors: ReadonlyMap<string, NamedTensor>): Uint8Array[] {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))
  const header: Record<string, object> = { __metadata__: { format: 'pt' } }
  let end = 0
  for (const [name, { shape, data }] of sorted) {
    if (elementCount(shape) !== data.length)
      throw new RangeError(`${name}: ${data.length} values for [${shape.join()}]`)
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] }
    end += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const first = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20)
  new DataView(first.buffer).setBigUint64(0, BigInt(first.length - 8), true)
  first.set(json, 8)
  return [first, ...sorted.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))]
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < 8) throw broken(`${bytes.length} bytes are no header`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  const limit = Math.min(bytes.length - 8, MAX_HEADER_BYTES)
  if (length > BigInt(limit)) throw broken(`a header of ${length} bytes, where ${limit} are possible`)
  return Number(length)
}

function readHeader(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
    throw broken(`the header is no JSON: ${error.message}`)
  }
  throw broken('the header is no JSON object')
}

function readEntry(name: string, entry: unknown): { type: FloatType; shape: number[]; from: number; to: number } {
  const { dtype, shape, data_offsets: offsets } = Object(entry) as Record<string, unknown>
  if (!isFloatType(dtype)) throw broken(`type ${String(dtype)}; F32, F16 and BF16 are read`, name)
  const [from, to, ...rest] = isSizes(offsets) ? offsets : []
  if (!isSizes(shape) || shape.length > MAX_DIMENSIONS) throw broken('no list of sizes', name)
  if (from === undefined || to === undefined || rest.length > 0) throw broken('no pair of offsets', name)
  const size = elementCount(shape) * FLOAT_BYTES[dtype]
  if (to - from !== size) throw broken(`${to - from} bytes for [${shape.join(', ')}] of ${dtype}`, name)
  return { type: dtype, shape, from, to }
}

const isFloatType = (value: unknown): value is FloatType =>
  typeof value === 'string' && Object.hasOwn(FLOAT_BYTES, value)

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && Number(item) >= 0)
}

const broken = (reason: string, place = ''): Refusal => new Refusal('weights/broken', { reason }, place)
