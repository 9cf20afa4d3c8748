import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from './codec'

const roundTrip = (value: unknown): unknown => {
  const result = decodeMessage(encodeMessage(value))
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const typedArray = (): fc.Arbitrary<unknown> =>
  fc.oneof(fc.uint8Array(), fc.int8Array(), fc.int32Array(), fc.float32Array(), fc.float64Array())

const anyMessage = (): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.jsonValue(),
      fc.double(),
      typedArray(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', 'of', '__proto__', 'n')), tie('value'), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  })).value

describe('codec', () => {
  it('gives back every value of JSON and typed arrays', () => {
    fc.assert(
      fc.property(anyMessage(), (value) => {
        expect(roundTrip({ value })).toStrictEqual({ value })
      }),
      { numRuns: 500 },
    )
  })

  it('keeps kinds of arrays, special numbers and a Buffer as Uint8Array', () => {
    const value = { a: new Float32Array([1.5, NaN]), b: [NaN, Infinity, -Infinity, -0], c: new Int32Array(0) }
    expect(roundTrip(value)).toStrictEqual(value)
    expect(roundTrip(Buffer.from([1, 2, 3]))).toStrictEqual(new Uint8Array([1, 2, 3]))
  })

  it('leaves out undefined fields, as JSON does', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toStrictEqual({ b: 1 })
  })

  it('reads a message at any place of a larger buffer', () => {
    const bytes = encodeMessage({ x: new Float64Array([1, 2]) })
    const larger = new Uint8Array(bytes.length + 3)
    larger.set(bytes, 3)
    expect(decodeMessage(larger.subarray(3))).toStrictEqual({ ok: true, value: { x: new Float64Array([1, 2]) } })
  })

  it('gives arrays of their own out of a Node Buffer, as a socket delivers it', () => {
    const decoded = decodeMessage(Buffer.from(encodeMessage({ x: new Uint8Array([1, 2, 3]), y: new Uint8Array(100) })))
    const { x } = (decoded.ok ? decoded.value : {}) as { x: Uint8Array }
    expect([...x]).toEqual([1, 2, 3])
    expect(x.buffer.byteLength).toBe(3)
  })

  it('answers broken bytes with a problem, never an exception', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeMessage(bytes).ok === 'boolean'))
    fc.assert(
      fc.property(anyMessage(), fc.nat(), (value, cut) => {
        const bytes = encodeMessage([value, new Uint8Array(9)])
        expect(decodeMessage(bytes.subarray(0, cut % bytes.length)).ok).toBe(false)
      }),
    )
  })
})
