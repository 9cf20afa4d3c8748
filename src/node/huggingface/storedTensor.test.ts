import { expect, it } from 'vitest'
import { elementCount, toFloat32 } from './storedTensor'

const bytes = (...halves: number[]): Uint8Array => new Uint8Array(Uint16Array.from(halves).buffer)

it('float16: normal, subnormal, signed zero, infinite, not a number', () => {
  const values = toFloat32('F16', bytes(0x3c00, 0xc000, 0x3555, 0x0001, 0x83ff, 0x0400, 0x7bff, 0x8000, 0x7c00, 0xfc00))
  expect([...values]).toEqual([
    1,
    -2,
    1365 / 4096,
    2 ** -24,
    -1023 * 2 ** -24,
    2 ** -14,
    65504,
    -0,
    Infinity,
    -Infinity,
  ])
  expect(Object.is(values[7], -0)).toBe(true)
  expect(toFloat32('F16', bytes(0x7c01))[0]).toBeNaN()
})

it('bfloat16 is the upper half of a float32', () => {
  expect([...toFloat32('BF16', bytes(0x3f80, 0xc040, 0x0001, 0x7f80))]).toEqual([1, -3, 2 ** -133, Infinity])
})

it('float32 at any alignment, in memory of its own', () => {
  const file = new Uint8Array(9)
  file.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1)
  const values = toFloat32('F32', file.subarray(1))
  file.fill(0)
  expect([...values]).toEqual([1.5, -2])
  expect([...toFloat32('F32', Buffer.from(new Uint8Array(Float32Array.of(3).buffer)))]).toEqual([3])
})

it('an element count that is no safe integer is none', () => {
  expect(elementCount([])).toBe(1)
  expect(elementCount([3, 0])).toBe(0)
  expect(elementCount([2 ** 40, 2 ** 40])).toBeNaN()
})
