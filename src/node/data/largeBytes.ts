import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/** A policy of 220 million parameters is a block of 2.7 GB; Node hashes, reads, writes and sends less than 2 GiB at once. */
export const PIECE_BYTES = 2 ** 28

/** Views of the bytes one after another, none longer than `pieceBytes`. */
export function* piecesOf(bytes: Uint8Array, pieceBytes = PIECE_BYTES): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes)
}

export function sha256Of(bytes: Uint8Array): Hash {
  const hash = createHash('sha256')
  for (const piece of piecesOf(bytes)) hash.update(piece)
  return hash
}

export async function writePieces(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (const piece of piecesOf(bytes)) await file.writeFile(piece)
}

/** Fills `bytes` from a place in the file on; fewer are read where it ends before. Gives how many. */
export async function readPieces(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0
  for (;;) {
    const wanted = Math.min(PIECE_BYTES, bytes.length - done)
    const { bytesRead } = await file.read(bytes, done, wanted, position + done)
    done += bytesRead
    if (bytesRead === 0) return done
  }
}
