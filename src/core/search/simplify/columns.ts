import { lookup } from '../../dsl/primitives'
import { enterCall, leaveCall, startMeter, stepsUsed, stopOf, type Budget } from '../../dsl/meter'
import { DslFunction, hashValue, valuesEqual, type Value } from '../../dsl/value'
import type { Grid } from '../../grid/grid'
import type { Draft } from './draft'
import type { Effort } from './effort'

/** A column's number: equal for what has equal values on all inputs. */
export type ColumnId = number

/** Stands for a call that fails on some input. */
export const NO_COLUMN: ColumnId = -1

/** A call that takes this many steps counts as one evaluation more. */
const STEPS_PER_EVALUATION = 1000

/**
 * Values on several inputs at once: a column holds one value per input. Equal columns are one column (observational
 * equivalence), so lines are compared by number, and a call is made once for all drafts.
 */
export class Columns {
  private readonly columns: (readonly Value[])[] = []
  private readonly byHash = new Map<number, ColumnId[]>()
  private readonly builtins = new Map<string, ColumnId>()
  private readonly calls = new Map<string, ColumnId>()
  readonly input: ColumnId

  /** `budgets`: what one call may use on each input */
  constructor(
    private readonly inputs: readonly Grid[],
    private readonly budgets: readonly Budget[],
    private readonly effort: Effort,
  ) {
    this.input = this.intern(inputs)
  }

  valuesOf(column: ColumnId): readonly Value[] {
    return this.columns[column] ?? []
  }

  /** The value on the first input. */
  firstOf(column: ColumnId): Value {
    return this.columns[column]?.[0] ?? null
  }

  /** I, a constant or a primitive; NO_COLUMN for any other name. */
  builtin(name: string): ColumnId {
    if (name === 'I') return this.input
    const known = this.builtins.get(name)
    if (known !== undefined) return known
    const builtin = lookup(name)
    const column = builtin ? this.intern(this.inputs.map(() => builtin.value)) : NO_COLUMN
    this.builtins.set(name, column)
    return column
  }

  /** The column of a call; NO_COLUMN where it fails on an input. */
  call(callee: ColumnId, args: readonly ColumnId[]): ColumnId {
    const key = `${callee}:${args.join(',')}`
    const known = this.calls.get(key)
    if (known !== undefined) return known
    const values: Value[] = []
    let column: ColumnId = NO_COLUMN
    for (let k = 0; k < this.inputs.length; k++) {
      const value = this.callOn(k, callee, args)
      if (value === undefined) break
      values.push(value)
    }
    if (values.length === this.inputs.length) column = this.intern(values)
    this.calls.set(key, column)
    return column
  }

  /** Whether a call gives `wanted`; found out on the first input alone where that already says no. */
  gives(callee: ColumnId, args: readonly ColumnId[], wanted: ColumnId): boolean {
    const known = this.calls.get(`${callee}:${args.join(',')}`)
    if (known !== undefined) return known === wanted
    const first = this.callOn(0, callee, args)
    if (first === undefined || !valuesEqual(first, this.firstOf(wanted))) return false
    return this.inputs.length === 1 || this.call(callee, args) === wanted
  }

  /** The column of each line, I included; null where some line fails. */
  ofDraft({ lines }: Draft): Map<string, ColumnId> | null {
    const columns = new Map<string, ColumnId>([['I', this.input]])
    const columnOf = (name: string): ColumnId => columns.get(name) ?? this.builtin(name)
    for (const { target, callee, args } of lines) {
      const given = args.map(columnOf)
      const calleeColumn = callee === null ? NO_COLUMN : columnOf(callee)
      if (given.includes(NO_COLUMN) || (callee !== null && calleeColumn === NO_COLUMN)) return null
      const column = callee === null ? (given[0] ?? NO_COLUMN) : this.call(calleeColumn, given)
      if (column === NO_COLUMN) return null
      columns.set(target, column)
    }
    return columns
  }

  private callOn(input: number, callee: ColumnId, args: readonly ColumnId[]): Value | undefined {
    const f = this.columns[callee]?.[input]
    if (!(f instanceof DslFunction) || f.arity !== args.length) return undefined
    startMeter(this.budgets[input] as Budget)
    const value = this.run(f, input, args)
    this.effort.spend(1 + Math.floor(stepsUsed() / STEPS_PER_EVALUATION))
    return value
  }

  /** undefined where the call fails */
  private run(f: DslFunction, input: number, args: readonly ColumnId[]): Value | undefined {
    const valueOf = (k: number): Value => this.columns[args[k] ?? NO_COLUMN]?.[input] ?? null
    try {
      enterCall()
      const value = f.run(valueOf(0), valueOf(1), valueOf(2), valueOf(3))
      leaveCall()
      return value
    } catch (error) {
      if (stopOf(error)) return undefined
      throw error // not the program's failure but our bug
    }
  }

  private intern(values: readonly Value[]): ColumnId {
    const hash = values.reduce<number>((sum, value) => (Math.imul(sum, 31) + hashValue(value)) | 0, values.length)
    const bucket = this.byHash.get(hash)
    const found = bucket?.find((id) => this.valuesOf(id).every((value, k) => valuesEqual(value, values[k] as Value)))
    if (found !== undefined) return found
    const column = this.columns.push(values) - 1
    if (bucket) bucket.push(column)
    else this.byHash.set(hash, [column])
    return column
  }
}
