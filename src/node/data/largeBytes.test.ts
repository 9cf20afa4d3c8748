import { createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { piecesOf, readPieces, sha256Of, writePieces } from './largeBytes'

const bytes = Uint8Array.from({ length: 10_001 }, (_, k) => (k * 31) % 256)

it.each([
  [1, 10_001],
  [1000, 11],
  [10_001, 1],
  [2 ** 28, 1],
])('pieces of %d bytes are %d, one after another', (size, count) => {
  const pieces = [...piecesOf(bytes, size)]
  expect(pieces).toHaveLength(count)
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
})

it('hashes, writes and reads what it was given', async () => {
  expect([...piecesOf(new Uint8Array())]).toEqual([])
  expect(sha256Of(bytes).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  const folder = await mkdtemp(join(tmpdir(), 'codeit-bytes-'))
  const file = await open(join(folder, 'bytes'), 'w+')
  try {
    await writePieces(file, bytes)
    const read = new Uint8Array(bytes.length - 7)
    expect(await readPieces(file, read, 7)).toBe(read.length)
    expect(read).toEqual(bytes.slice(7))
    expect(await readPieces(file, new Uint8Array(100), bytes.length - 3)).toBe(3)
  } finally {
    await file.close()
    await rm(folder, { recursive: true })
  }
})
