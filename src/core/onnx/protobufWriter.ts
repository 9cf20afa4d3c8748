/** Writes protobuf's wire format: as much of it as an ONNX model needs (varint, float, length-delimited). */
export class ProtobufWriter {
  private bytes: Uint8Array
  private length = 0

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
  }

  int(field: number, value: number): void {
    this.tag(field, 0)
    this.varint(value)
  }

  float(field: number, value: number): void {
    this.tag(field, 5)
    this.reserve(4)
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true)
    this.length += 4
  }

  text(field: number, value: string): void {
    this.raw(field, new TextEncoder().encode(value))
  }

  raw(field: number, value: Uint8Array): void {
    this.tag(field, 2)
    this.varint(value.length)
    this.reserve(value.length)
    this.bytes.set(value, this.length)
    this.length += value.length
  }

  message(field: number, write: (inner: ProtobufWriter) => void): void {
    const inner = new ProtobufWriter(256)
    write(inner)
    this.raw(field, inner.finish())
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType)
  }

  /** Seven bits a byte, low first; a negative number is its 64-bit two's complement. */
  private varint(value: number): void {
    this.reserve(10)
    let rest = BigInt.asUintN(64, BigInt(value))
    while (rest > 127n) {
      this.bytes[this.length++] = Number(rest & 127n) | 128
      rest >>= 7n
    }
    this.bytes[this.length++] = Number(rest)
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}
