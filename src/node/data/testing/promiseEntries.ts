/** The same archive with a zip64 directory that promises `count` entries. */
export function promiseEntries(zip: Uint8Array, count: number): Uint8Array {
  const end = zip.length - 22
  const zip64 = new DataView(new ArrayBuffer(56 + 20))
  zip64.setUint32(0, 0x06064b50, true)
  zip64.setUint32(32, count, true)
  zip64.setUint32(48, new DataView(zip.buffer, zip.byteOffset).getUint32(end + 16, true), true)
  zip64.setUint32(56, 0x07064b50, true)
  zip64.setUint32(64, end, true)
  return Buffer.concat([zip.subarray(0, end), new Uint8Array(zip64.buffer), zip.subarray(end)])
}
