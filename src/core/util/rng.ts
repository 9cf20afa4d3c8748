/**
 * Seeded random numbers, passed in wherever chance is needed. `fork(name)` derives an independent generator from the
 * seed and the name alone, not from what was drawn before: work split over workers, or resumed later, draws the same.
 */
export class Rng {
  private a: number
  private b: number
  private c: number
  private d: number

  private constructor(private readonly key: number) {
    // splitmix32 fills the four words of sfc32
    let s = key >>> 0
    const word = (): number => {
      s = (s + 0x9e3779b9) >>> 0
      let t = s ^ (s >>> 16)
      t = Math.imul(t, 0x21f0aaad)
      t ^= t >>> 15
      t = Math.imul(t, 0x735a2d97)
      return (t ^ (t >>> 15)) >>> 0
    }
    this.a = word()
    this.b = word()
    this.c = word()
    this.d = 1
    for (let i = 0; i < 12; i++) this.nextUint32()
  }

  /** A generator for a whole number `seed`; `name` separates streams of one seed. */
  static fromSeed(seed: number, name = 'root'): Rng {
    return new Rng(hashText(name, (seed | 0) ^ 0x51ed270b))
  }

  /** An independent generator for one purpose, one task, one worker ... */
  fork(name: string | number): Rng {
    return new Rng(hashText(String(name), this.key))
  }

  nextUint32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return t >>> 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.nextUint32() / 4294967296
  }

  /** Uniform whole number in [0, n). */
  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** Uniform whole number in [low, high], both included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1)
  }

  /** One item of a non-empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T
  }

  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = items.slice()
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(i + 1)
      const held = copy[i] as T
      copy[i] = copy[j] as T
      copy[j] = held
    }
    return copy
  }

  /** Standard normal (Box-Muller, one of the two values). */
  normal(): number {
    const u = 1 - this.next()
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.next())
  }
}

/** FNV-1a over UTF-16 code units with a final avalanche; 32 bits. */
export function hashText(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
