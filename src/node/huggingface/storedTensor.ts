/** The number formats of weights that are read; all become float32. */
export const FLOAT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const
export type FloatType = keyof typeof FLOAT_BYTES

export interface NamedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** A tensor of a weights file whose every bound was checked. Nothing is converted before `read`. */
export interface StoredTensor {
  readonly shape: readonly number[]
  readonly type: FloatType
  /** the values as float32, row-major; a new array for each call */
  read(): Float32Array
}

/** The number of elements, or NaN where it is no safe integer. */
export function elementCount(shape: readonly number[]): number {
  const count = shape.reduce((product, size) => product * size, 1)
  return Number.isSafeInteger(count) ? count : Number.NaN
}

/** Little-endian numbers of `type` as float32; float16 and bfloat16 convert without loss. */
export function toFloat32(type: FloatType, bytes: Uint8Array): Float32Array {
  const own = new Uint8Array(bytes).buffer // a copy: aligned, and no longer tied to the file (a Buffer slices without copying)
  if (type === 'F32') return new Float32Array(own)
  const halves = new Uint16Array(own)
  if (type === 'F16') return Float32Array.from(halves, (half) => halfTable()[half] ?? 0)
  const bits = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] ?? 0) << 16
  return new Float32Array(bits.buffer)
}

let halves: Float32Array | null = null

/** float32 of each of the 65,536 float16 */
function halfTable(): Float32Array {
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
  })
  return halves
}
