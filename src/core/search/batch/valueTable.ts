import { hashValue, valuesEqual, weightOf, type Value } from '../../dsl/value'

/** Values numbered from 1, equal values once: two values are equal where their numbers are. */
export class ValueTable {
  private readonly values: Value[] = [null] // number 0 is nobody's
  private slots = new Int32Array(1 << 10)
  /** elements of all values, what they share counted each time: a bound on the memory they take */
  weight = 0

  get size(): number {
    return this.values.length - 1
  }

  valueOf(id: number): Value {
    return this.values[id] as Value
  }

  idOf(value: Value): number {
    let slot = hashValue(value) & (this.slots.length - 1)
    for (;;) {
      const id = this.slots[slot] as number
      if (id === 0) break
      if (valuesEqual(this.values[id] as Value, value)) return id
      slot = (slot + 1) & (this.slots.length - 1)
    }
    const id = this.values.push(value) - 1
    this.weight += weightOf(value)
    this.slots[slot] = id
    if (this.values.length > this.slots.length / 2) this.grow()
    return id
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    for (let id = 1; id < this.values.length; id++) {
      let slot = hashValue(this.values[id] as Value) & (this.slots.length - 1)
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1)
      this.slots[slot] = id
    }
  }
}
