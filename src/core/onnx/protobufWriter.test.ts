import { describe, expect, it } from 'vitest'
import { ProtobufWriter } from './protobufWriter'

const bytesOf = (write: (w: ProtobufWriter) => void): number[] => {
  const writer = new ProtobufWriter(1)
  write(writer)
  return [...writer.finish()]
}

// expected bytes by hand from the description of protobuf's wire format
describe('ProtobufWriter', () => {
  it('writes whole numbers as varints', () => {
    expect(bytesOf((w) => w.int(1, 0))).toEqual([0x08, 0])
    expect(bytesOf((w) => w.int(1, 150))).toEqual([0x08, 0x96, 0x01])
    expect(bytesOf((w) => w.int(20, 2))).toEqual([0xa0, 0x01, 2])
    expect(bytesOf((w) => w.int(1, -1))).toEqual([0x08, ...Array<number>(9).fill(0xff), 0x01])
    expect(bytesOf((w) => w.int(1, 2 ** 40))).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])
  })

  it('writes floats, text and messages', () => {
    expect(bytesOf((w) => w.float(2, 1))).toEqual([0x15, 0, 0, 0x80, 0x3f])
    expect(bytesOf((w) => w.text(2, 'é'))).toEqual([0x12, 2, 0xc3, 0xa9])
    expect(bytesOf((w) => w.message(3, (inner) => inner.int(1, 150)))).toEqual([0x1a, 3, 0x08, 0x96, 0x01])
  })

  it('grows beyond its first capacity', () => {
    const payload = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
    expect(bytesOf((w) => w.raw(1, payload)).slice(3)).toEqual([...payload])
  })
})
