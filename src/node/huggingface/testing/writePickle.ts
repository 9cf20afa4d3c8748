import { zipSync, type Zippable } from 'fflate'

/** Pieces of a pickle for tests: numbers are bytes, strings are ASCII. */
export function pickleBytes(...pieces: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(
    pieces.flatMap((piece) => (typeof piece === 'number' ? [piece] : [...new TextEncoder().encode(piece)])),
  )
}

/** A text as BINUNICODE. */
export const text = (value: string): (number | string)[] => ['X', ...int32(value.length), value]
export const int32 = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]
/** BININT */
export const int = (value: number): (number | string)[] => ['J', ...int32(value)]
export const tuple = (...items: (number | string)[][]): (number | string)[] => ['(', ...items.flat(), 't']

export interface TensorPieces {
  readonly storage?: string
  readonly key?: string
  readonly length?: number
  readonly offset?: number
  readonly shape?: readonly number[]
  readonly strides?: readonly number[]
}

/** A call of _rebuild_tensor_v2 as torch.save writes it. */
export function tensor(pieces: TensorPieces = {}): (number | string)[] {
  const { storage = 'FloatStorage', key = '0', length = 4, offset = 0, shape = [2, 2], strides = [2, 1] } = pieces
  const id = tuple(text('storage'), [`ctorch\n${storage}\n`], text(key), text('cpu'), int(length))
  const sizes = tuple(...shape.map(int))
  const steps = tuple(...strides.map(int))
  const hooks = ['ccollections\nOrderedDict\n)R']
  return ['ctorch._utils\n_rebuild_tensor_v2\n', ...tuple([...id, 'Q'], int(offset), sizes, steps, [0x89], hooks), 'R']
}

/** {name: value, ...} as a whole pickle. */
export const pickledDict = (entries: readonly (readonly [string, (number | string)[]])[]): Uint8Array =>
  pickleBytes(0x80, 2, '}(', ...entries.flatMap(([name, value]) => [...text(name), ...value]), 'u.')

/** A file as torch.save writes it: nothing compressed unless told. */
export function pytorchZip(
  pickle: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>>,
  level: 0 | 6 = 0,
): Uint8Array {
  const files: Zippable = { 'archive/data.pkl': [pickle, { level }] }
  for (const [key, bytes] of Object.entries(storages)) files[`archive/data/${key}`] = [bytes, { level }]
  return zipSync(files)
}

export const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)
