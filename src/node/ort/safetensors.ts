/** Reads a safetensors file of float32 tensors: header length (uint64), JSON header, data. Throws on anything else. */
export interface NamedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export function readSafetensors(bytes: Uint8Array): Map<string, NamedTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 8) throw new Error('safetensors: the file is shorter than its header')
  const headerLength = Number(view.getBigUint64(0, true))
  const start = 8 + headerLength
  if (start > bytes.byteLength) throw new Error('safetensors: the header is cut short')
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)))
  if (typeof header !== 'object' || header === null) throw new Error('safetensors: the header is not an object')
  const tensors = new Map<string, NamedTensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const { shape, from, to } = readEntry(name, entry)
    if (start + to > bytes.byteLength) throw new Error(`safetensors: ${name} is cut short`)
    const data = new Float32Array(Uint8Array.from(bytes.subarray(start + from, start + to)).buffer)
    const size = shape.reduce((a, b) => a * b, 1)
    if (data.length !== size) throw new Error(`safetensors: ${name} holds ${data.length} values, its shape ${size}`)
    tensors.set(name, { shape, data })
  }
  return tensors
}

function readEntry(name: string, entry: unknown): { shape: number[]; from: number; to: number } {
  const { dtype, shape, data_offsets: offsets } = Object(entry) as Record<string, unknown>
  if (dtype !== 'F32') throw new Error(`safetensors: ${name} is ${String(dtype)}, only F32 is read`)
  const [from, to, ...rest] = isNumbers(offsets) ? offsets : []
  if (!isNumbers(shape) || from === undefined || to === undefined || to < from || rest.length > 0) {
    throw new Error(`safetensors: the entry of ${name} is malformed`)
  }
  return { shape, from, to }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && Number(item) >= 0)
}
