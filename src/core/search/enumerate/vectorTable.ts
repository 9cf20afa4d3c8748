import { IntList } from '../batch/intList'

/** Lists of `width` numbers, equal lists once, numbered from 0. */
export class VectorTable {
  private readonly words = new IntList()
  private slots = new Int32Array(1 << 12).fill(-1)

  constructor(private readonly width: number) {}

  get size(): number {
    return this.words.length / this.width
  }

  /** The list's number; -1 where it was not added. */
  find(vector: readonly number[]): number {
    return this.slots[this.slotOf(vector)] as number
  }

  /** Adds a list that `find` does not know, and gives its number. */
  add(vector: readonly number[]): number {
    const id = this.size
    this.slots[this.slotOf(vector)] = id
    for (const word of vector) this.words.push(word)
    if (id > this.slots.length / 2) this.grow()
    return id
  }

  private slotOf(vector: readonly number[]): number {
    const mask = this.slots.length - 1
    let slot = hashOf(vector, 0, this.width) & mask
    for (;;) {
      const id = this.slots[slot] as number
      if (id < 0 || this.isEqual(id * this.width, vector)) return slot
      slot = (slot + 1) & mask
    }
  }

  private isEqual(start: number, vector: readonly number[]): boolean {
    const { words } = this.words
    for (let k = 0; k < this.width; k++) if (words[start + k] !== vector[k]) return false
    return true
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1)
    const mask = this.slots.length - 1
    const { words } = this.words
    for (let id = 0; id < this.size; id++) {
      let slot = hashOf(words, id * this.width, this.width) & mask
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask
      this.slots[slot] = id
    }
  }
}

function hashOf(words: ArrayLike<number>, start: number, width: number): number {
  let h = 0x9e3779b1
  for (let k = start; k < start + width; k++) {
    h = Math.imul(h ^ (words[k] as number), 0x85ebca6b)
    h ^= h >>> 15
  }
  return (h ^ (h >>> 13)) & 0x7fffffff
}
