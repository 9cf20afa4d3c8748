/** Sets of small numbers as words of 32 bits. */
export type Bits = Uint32Array

export const bitsFor = (size: number): Bits => new Uint32Array((size + 31) >> 5)

export const setBit = (bits: Bits, k: number): void => void ((bits[k >> 5] as number) |= 1 << (k & 31))

export const hasBit = (bits: Bits, k: number): boolean => (((bits[k >> 5] as number) >>> (k & 31)) & 1) === 1

/** The least number that is in `all` and in none of the others; -1 where there is none. */
export function firstLeft(all: Bits, a: Bits, b: Bits | null, c: Bits | null): number {
  for (let w = 0; w < all.length; w++) {
    const left = (all[w] as number) & ~((a[w] as number) | (b ? (b[w] as number) : 0) | (c ? (c[w] as number) : 0))
    if (left !== 0) return (w << 5) + (31 - Math.clz32(left & -left))
  }
  return -1
}

export const keyOf = (bits: Bits): string => bits.join()

/** How many numbers are in the set. */
export function countOf(bits: Bits): number {
  let count = 0
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
