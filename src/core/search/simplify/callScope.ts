import { builtinTerm } from '../../dsl/check/builtins'
import { mayStandFor } from '../../dsl/check/slots'
import type { Term } from '../../dsl/check/term'
import type { DslType } from '../../dsl/dslType'
import { CONSTANT_NAMES, PRIMITIVE_NAMES } from '../../dsl/primitives'
import type { ColumnId, Columns } from './columns'

/** Something that may be written as an argument. */
export interface Operand {
  readonly name: string
  readonly column: ColumnId
  readonly term: Term
}

/** The operands that a call made up by search may use, by slot; one name for each value. */
export class CallScope {
  private readonly bySlot = new Map<DslType, readonly Operand[]>()

  constructor(readonly operands: readonly Operand[]) {}

  /** What fits a slot of this type, in order of the names given. */
  fitting(slot: DslType): readonly Operand[] {
    let fitting = this.bySlot.get(slot)
    if (!fitting) {
      const seen = new Set<ColumnId>()
      fitting = this.operands.filter(({ term, column }) => {
        if (seen.has(column) || !fits(slot, term)) return false
        seen.add(column)
        return true
      })
      this.bySlot.set(slot, fitting)
    }
    return fitting
  }

  /** Calls of a function that takes these types; `fixed`: what must stand at one place. */
  *argumentsFor(slots: readonly DslType[], fixed: FixedArgument | null = null): Generator<readonly Operand[]> {
    const pools = slots.map((slot, k) => (k === fixed?.index ? [fixed.operand] : this.fitting(slot)))
    if (pools.some((pool) => pool.length === 0)) return
    const at = pools.map(() => 0)
    for (;;) {
      yield pools.map((pool, k) => pool[at[k] ?? 0] as Operand)
      let k = pools.length - 1
      while (k >= 0 && ++at[k]! === pools[k]?.length) at[k--] = 0
      if (k < 0) return
    }
  }
}

export interface FixedArgument {
  readonly index: number
  readonly operand: Operand
}

/** Truth values are numbers, but a number for a Boolean, or the other way round, is no call that a person would write. */
export function fits(slot: DslType, { type }: Term): boolean {
  if ((slot === 'Boolean') !== (type === 'Boolean')) return slot === 'Any' && type === 'Boolean'
  return mayStandFor(slot, type)
}

export function builtinOperand(name: string, columns: Columns): Operand | null {
  const term = builtinTerm(name)
  return term && { name, column: columns.builtin(name), term }
}

export const constantOperands = (columns: Columns): Operand[] => operandsOf(CONSTANT_NAMES, columns)
export const primitiveOperands = (columns: Columns): Operand[] => operandsOf(PRIMITIVE_NAMES, columns)

function operandsOf(names: readonly string[], columns: Columns): Operand[] {
  return names.map((name) => builtinOperand(name, columns)).filter((operand) => operand !== null)
}
