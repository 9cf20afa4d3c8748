import { err, ok, type Result } from '../core/util/result'

/**
 * Messages as bytes for the WebSocket: JSON with typed arrays appended as binary, so that it carries what structured
 * clone carries over Electron's ipc. Layout: u32 length of the JSON, the JSON, then each array's bytes, 8-aligned.
 */

const ARRAYS = { Uint8Array, Int8Array, Int32Array, Float32Array, Float64Array } as const
type ArrayName = keyof typeof ARRAYS
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>

/** Key that marks what JSON cannot say; a plain object that has this key itself is written as its entries. */
const MARK = '$'
const MARK_KEY = JSON.stringify(MARK)
const SPECIAL_NUMBERS: readonly number[] = [NaN, Infinity, -Infinity, -0]

const align8 = (offset: number): number => (offset + 7) & ~7

export function encodeMessage(value: unknown): Uint8Array<ArrayBuffer> {
  const binaries: TypedArray[] = []
  const json = new TextEncoder().encode(JSON.stringify(pack(value, binaries)))
  let size = 4 + json.length
  const offsets = binaries.map((binary) => {
    const offset = align8(size)
    size = offset + binary.byteLength
    return offset
  })
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, json.length, true)
  bytes.set(json, 4)
  binaries.forEach((binary, k) =>
    bytes.set(new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength), offsets[k]),
  )
  return bytes
}

/** Reads what `encodeMessage` wrote; anything else is a Problem, never an exception. */
export function decodeMessage(bytes: Uint8Array): Result<unknown> {
  try {
    if (bytes.length < 4) return refuse('it is shorter than its header')
    const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
    if (4 + length > bytes.length) return refuse('its JSON is cut off')
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length))
    const json: unknown = JSON.parse(text)
    // most messages are plain JSON; a walk through every value of a long list would hold the window for as long as parsing it
    return ok(text.includes(MARK_KEY) ? unpack(json, { bytes, offset: 4 + length }) : json)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function pack(value: unknown, binaries: TypedArray[]): unknown {
  if (typeof value === 'number') {
    const special = SPECIAL_NUMBERS.findIndex((number) => Object.is(number, value))
    return special < 0 ? value : { [MARK]: 'number', n: special }
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => pack(item, binaries))
  if (ArrayBuffer.isView(value)) {
    const type = nameOfArray(value)
    binaries.push(value as TypedArray)
    return { [MARK]: type, n: (value as TypedArray).length }
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  if (Object.hasOwn(value, MARK)) {
    return { [MARK]: 'object', of: entries.map(([key, item]) => [key, pack(item, binaries)]) }
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, pack(item, binaries)]))
}

/** By the tag, not by `instanceof`: Node's Buffer is a Uint8Array, and arrays may come from another realm. */
function nameOfArray(view: ArrayBufferView): ArrayName {
  const tag = (view as unknown as Record<symbol, unknown>)[Symbol.toStringTag]
  if (typeof tag !== 'string' || !Object.hasOwn(ARRAYS, tag)) {
    throw new TypeError(`a message cannot carry ${String(tag)}`)
  }
  return tag as ArrayName
}

interface Source {
  readonly bytes: Uint8Array
  offset: number
}

function unpack(json: unknown, source: Source): unknown {
  if (typeof json !== 'object' || json === null) return json
  if (Array.isArray(json)) return json.map((item) => unpack(item, source))
  const object = json as Readonly<Record<string, unknown>>
  if (!Object.hasOwn(object, MARK)) {
    return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, unpack(item, source)]))
  }
  const mark = object[MARK]
  if (mark === 'number') return SPECIAL_NUMBERS[wholeNumber(object['n'])]
  if (mark === 'object') {
    const entries = object['of'] as readonly (readonly [string, unknown])[]
    return Object.fromEntries(entries.map(([key, item]) => [key, unpack(item, source)]))
  }
  if (typeof mark !== 'string' || !Object.hasOwn(ARRAYS, mark)) throw new TypeError(`unknown mark ${String(mark)}`)
  return takeArray(ARRAYS[mark as ArrayName], wholeNumber(object['n']), source)
}

function takeArray(type: (typeof ARRAYS)[ArrayName], length: number, source: Source): TypedArray {
  const start = align8(source.offset)
  const byteLength = length * type.BYTES_PER_ELEMENT
  if (start + byteLength > source.bytes.length) throw new RangeError('an array is cut off')
  source.offset = start + byteLength
  // copied: the bytes may lie unaligned in a larger buffer (and a Node Buffer's own `slice` would copy nothing)
  return new type(new Uint8Array(source.bytes.subarray(start, start + byteLength)).buffer)
}

function wholeNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new TypeError('a length is no number')
  return value
}

const refuse = (reason: string): Result<unknown> =>
  err('message/invalid', `a message does not fit the contract: ${reason}`, undefined, 'Reload the window.')
