/**
 * Weights in a binary tree of their sums: finding by cumulative weight and changing one take O(log n). Every sum is that
 * of its two children, so the tree depends on the weights alone, not on how they came to be.
 */
export class SumTree {
  /** the root at 1, children of k at 2k and 2k + 1, weights from `capacity` on */
  private sums = new Float64Array(2)
  private capacity = 1
  private count = 0

  get length(): number {
    return this.count
  }

  get total(): number {
    return this.sums[1] as number
  }

  at(index: number): number {
    return this.sums[this.capacity + index] as number
  }

  /** Appends a weight, 0 or more. */
  push(weight: number): void {
    if (this.count === this.capacity) this.grow()
    this.set(this.count++, weight)
  }

  set(index: number, weight: number): void {
    const { sums } = this
    let node = this.capacity + index
    sums[node] = weight
    for (node >>= 1; node >= 1; node >>= 1) sums[node] = (sums[2 * node] as number) + (sums[2 * node + 1] as number)
  }

  /** The index at which the sum of the weights up to it first exceeds `at`; `total` must be above 0. Never one of weight 0. */
  find(at: number): number {
    const { sums, capacity } = this
    let rest = at
    let node = 1
    while (node < capacity) {
      node *= 2
      const left = sums[node] as number
      // rounding may leave a rest at the very end: it belongs to the last weight
      if (rest < left || sums[node + 1] === 0) continue
      rest -= left
      node++
    }
    return node - capacity
  }

  private grow(): void {
    const weights = this.sums.subarray(this.capacity)
    this.capacity *= 2
    this.sums = new Float64Array(2 * this.capacity)
    this.sums.set(weights, this.capacity)
    for (let node = this.capacity - 1; node >= 1; node--) {
      this.sums[node] = (this.sums[2 * node] as number) + (this.sums[2 * node + 1] as number)
    }
  }
}
