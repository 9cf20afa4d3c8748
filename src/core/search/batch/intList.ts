/** A list of 32-bit numbers that grows, without an object for each. */
export class IntList {
  words = new Int32Array(1024)
  private count = 0

  get length(): number {
    return this.count
  }

  /** Only ever made shorter from outside. */
  set length(length: number) {
    this.count = length
  }

  /** Appends and gives the new length. */
  push(word: number): number {
    if (this.count === this.words.length) {
      const larger = new Int32Array(this.count * 2)
      larger.set(this.words)
      this.words = larger
    }
    this.words[this.count++] = word
    return this.count
  }

  at(index: number): number {
    return this.words[index] as number
  }
}
