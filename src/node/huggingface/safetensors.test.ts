import { describe, expect, it } from 'vitest'
import { readSafetensors, readSafetensorsWhole, safetensorsParts } from './safetensors'
import { fixtureBytes, hasFixtures, MODELS } from './testing/fixtures'

function file(header: string | object, data: Uint8Array = new Uint8Array(), headerLength?: bigint): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(headerLength ?? BigInt(json.length))
  return Buffer.concat([length, json, data])
}

const f32 = (shape: number[], from: number, to: number) => ({ dtype: 'F32', shape, data_offsets: [from, to] })
const data = new Uint8Array(Float32Array.of(1, 2, 3).buffer)

it.each([
  ['F32', [0, 0, 0x80, 0x3f]],
  ['F16', [0, 0x3c]],
  ['BF16', [0x80, 0x3f]],
])('reads %s', (dtype, bytes) => {
  const read = readSafetensorsWhole(
    file({ a: { dtype, shape: [1], data_offsets: [0, bytes.length] } }, Uint8Array.from(bytes)),
    'w',
  )
  expect(read).toEqual({ ok: true, value: new Map([['a', { shape: [1], data: Float32Array.of(1) }]]) })
})

describe('refuses, naming the tensor and the reason', () => {
  it.each<[string, Uint8Array, string]>([
    ['seven bytes', new Uint8Array(7), '7 bytes are no header'],
    [
      'a header longer than the file',
      file('{}', undefined, 1n << 62n),
      'a header of 4611686018427387904 bytes, where 2',
    ],
    ['no JSON', file('{"a"'), 'no JSON'],
    ['no UTF-8', Buffer.concat([file('', undefined, 1n), Buffer.from([0xff])]), 'no JSON'],
    ['a list', file('[]'), 'no JSON object'],
    [
      'another type',
      file({ a: { dtype: 'I64', shape: [], data_offsets: [0, 8] } }, new Uint8Array(8)),
      'a: not readable weights: type I64',
    ],
    [
      'a name of every object',
      file({ a: { dtype: 'constructor', shape: [], data_offsets: [0, 0] } }),
      'type constructor',
    ],
    ['a shape that is not its size', file({ a: f32([2], 0, 12) }, data), '12 bytes for [2]'],
    ['a shape beyond all numbers', file({ a: f32([2 ** 40, 2 ** 40], 0, 12) }, data), '12 bytes for [1099'],
    ['a negative size', file({ a: f32([-1, -3], 0, 12) }, data), 'no list of sizes'],
    ['a fraction', file({ a: f32([1.5, 2], 0, 12) }, data), 'no list of sizes'],
    ['one offset', file({ a: { dtype: 'F32', shape: [3], data_offsets: [0] } }, data), 'no pair of offsets'],
    ['offsets that run back', file({ a: f32([0], 8, 4) }, data), '-4 bytes'],
    [
      'overlapping tensors',
      file({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, data),
      'b: not readable weights: it overlaps',
    ],
    ['a gap', file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, data), 'unused bytes before it'],
    ['a file cut short', file({ a: f32([3], 0, 12) }, data.subarray(0, 8)), 'bytes, the file has'],
    ['bytes at the end', file({ a: f32([2], 0, 8) }, data), 'bytes, the file has'],
  ])('%s', (_, bytes, reason) => {
    const read = readSafetensors(bytes, 'w.safetensors')
    const { code, message, where = '' } = read.ok ? { code: 'read', message: '' } : read.error
    expect(code).toBe('weights/broken')
    expect(`${where}: ${message}`).toContain(reason)
    expect(where).toMatch(/^w\.safetensors/)
  })
})

it('writes what it reads', () => {
  const tensors = new Map([
    ['b', { shape: [2, 1], data: Float32Array.of(1, -2) }],
    ['a', { shape: [], data: Float32Array.of(3.5) }],
    ['empty', { shape: [0, 4], data: new Float32Array() }],
  ])
  const written = Buffer.concat(safetensorsParts(tensors))
  const read = readSafetensorsWhole(written, 'w')
  expect(read).toEqual({ ok: true, value: tensors })
  expect(() => safetensorsParts(new Map([['a', { shape: [2], data: Float32Array.of(1) }]]))).toThrow(RangeError)
})

it.skipIf(!hasFixtures).each(MODELS)('writes the file of %s byte by byte as Hugging Face does', (name) => {
  const bytes = fixtureBytes(`${name}/model.safetensors`)
  const read = readSafetensorsWhole(bytes, name)
  expect(read.ok && Buffer.concat(safetensorsParts(read.value)).equals(bytes)).toBe(true)
})
