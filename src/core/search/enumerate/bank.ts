import type { CostModel } from './costModel'
import type { Entry } from './entry'
import { functionKind, KIND, type Kind } from './kinds'
import type { Operation } from './operations'

/** The entries that may stand at one place of an operation, by what they cost there. */
export interface Slot {
  readonly operation: string
  readonly position: number
  readonly kind: Kind
  /** by cost there: lists of entries, each of one head and cost */
  readonly byCost: Entry[][][]
}

/** An operation with the entries for its places. */
export interface OpenOperation {
  readonly operation: Operation
  readonly slots: readonly Slot[]
}

/**
 * The entries found, sorted into the places where they may stand. Those of the level in progress wait until it ends: an
 * argument costs at least 1, so no call of this level can use them.
 */
export class Bank {
  readonly operations: readonly OpenOperation[]
  readonly entries: Entry[] = []
  private readonly slotsByKind = new Map<Kind, Slot[]>()
  private fresh = new Map<Kind, Map<string, Entry[]>>()

  constructor(
    operations: readonly Operation[],
    private readonly model: CostModel,
  ) {
    const slots = new Map<string, Slot>()
    this.operations = operations.map((operation) => ({
      operation,
      slots: operation.slots.map((kind, k) => {
        const [name, position] = operation.places[k] as readonly [string, number]
        const key = `${name}/${position}/${kind}`
        let slot = slots.get(key)
        if (!slot) {
          slots.set(key, (slot = { operation: name, position, kind, byCost: [] }))
          const others = this.slotsByKind.get(kind)
          if (others) others.push(slot)
          else this.slotsByKind.set(kind, [slot])
        }
        return slot
      }),
    }))
  }

  add(entry: Entry): void {
    this.entries.push(entry)
    this.wait(entry.kind, entry)
    if (entry.kind !== KIND.fn1 || !entry.profile) return
    for (const [domain, result] of entry.profile.results) this.wait(functionKind(domain, result), entry)
  }

  /** The level in progress ended: its entries may stand as arguments. */
  endLevel(): void {
    for (const [kind, heads] of this.fresh) {
      const slots = this.slotsByKind.get(kind)
      if (!slots) continue
      for (const [head, entries] of heads) {
        for (const slot of slots) {
          const cost = (entries[0] as Entry).cost + this.model.slotCost(slot.operation, slot.position, head, kind)
          const lists = (slot.byCost[cost] ??= [])
          lists.push(entries)
        }
      }
    }
    this.fresh = new Map()
  }

  private wait(kind: Kind, entry: Entry): void {
    let heads = this.fresh.get(kind)
    if (!heads) this.fresh.set(kind, (heads = new Map()))
    const waiting = heads.get(entry.head)
    if (waiting) waiting.push(entry)
    else heads.set(entry.head, [entry])
  }
}
