import { compileProgram, runCompiled } from '../../dsl/eval/compile'
import { startMeter, stopOf, type Budget } from '../../dsl/meter'
import { CONSTANTS, PRIMITIVE_NAMES, PRIMITIVES, primitiveValue } from '../../dsl/primitives'
import { DslFunction, isFunction, isGrid, type Value } from '../../dsl/value'
import type { DslType } from '../../dsl/dslType'
import type { Grid } from '../../grid/grid'
import { ValueTable } from '../batch/valueTable'
import { Bank, type OpenOperation, type Slot } from './bank'
import type { CostModel } from './costModel'
import type { Entry, FunctionProfile } from './entry'
import { nameOf, programOf, type Expression } from './expression'
import { tellsTrueFromFalse, type PricedFragment } from './fragments'
import { bindsWell, composes, domainsOf, domainsOfType } from './functionChecks'
import { isFunctionKind, KIND, NO_KIND, sharedKind, type Kind } from './kinds'
import { headOfName } from './countUses'
import type { SeparationContext } from './goals/separations'
import { OPERATIONS, type Operation } from './operations'
import { probesOf, profileOf, type Probes } from './probes'
import { VectorTable } from './vectorTable'

/** Largest side of a grid, number, coordinate and set that is worth building upon. */
const MOST_SIDE = 30
const MOST_NUMBER = 120
const MOST_ELEMENTS = 1800
/** Evaluations between two looks at the deadline, and between two reports. */
const POLL_EVALUATIONS = 500
const REPORT_EVALUATIONS = 2000

/** Values that are the same on all demonstrations, shown to the goals: they may differ on test inputs. */
const MOST_ALIKE = 3

/** What using a function costs besides, at least: so much later is early enough to make one. */
const FUNCTION_LAG = 3

/** Asked for each new value. */
export type Watcher = (entry: Entry, ids: readonly number[]) => void

/** The enumeration itself: values in order of cost, each once. */
export class Search {
  readonly bank: Bank
  /** one per demonstration: equal values have equal numbers */
  readonly tables: readonly ValueTable[]
  /** calls on one input */
  evaluated = 0
  level = 0
  private isOver = false
  /** what tells elements apart */
  readonly separation: SeparationContext
  private readonly vectors: VectorTable
  /** as `vectors`, of the demonstrations alone */
  private readonly demoVectors: VectorTable
  /** the first entry of each, as goals see it */
  private readonly byDemoVector: Entry[] = []
  private readonly alike: number[] = []
  private readonly signatures = new Set<string>()
  private readonly probes: readonly Probes[]
  private nextLook = 0
  private nextReport = 0

  constructor(
    /** of the demonstrations, then of the tests: a value must exist on all, and values that differ on one differ */
    readonly inputs: readonly Grid[],
    /** how many of them are demonstrations: goals look at these alone */
    private readonly demoCount: number,
    readonly model: CostModel,
    private readonly watch: Watcher,
    private readonly fragments: readonly PricedFragment[],
    templates: readonly Operation[],
    private readonly limits: {
      readonly evaluations: number
      readonly mostValues: number
      readonly callBudget: Budget
      readonly deadline?: (() => boolean) | undefined
    },
  ) {
    this.tables = inputs.map(() => new ValueTable())
    this.separation = {
      model,
      entryOf: (kind, values) => this.entryOf(kind, values),
      idOf: (demo, value) => this.idOf(demo, value),
    }
    this.vectors = new VectorTable(inputs.length + 1)
    this.demoVectors = new VectorTable(demoCount + 1)
    this.probes = inputs.map((input) => probesOf(input, { ...limits.callBudget, steps: limits.callBudget.steps * 10 }))
    this.bank = new Bank([...OPERATIONS, ...templates], model)
  }

  /** Whether the budget has ended; looks at the deadline now and then. */
  isSpent(): boolean {
    if (this.isOver || this.evaluated < this.nextLook) return this.isOver
    this.nextLook = Math.min(this.evaluated + POLL_EVALUATIONS, this.limits.evaluations)
    this.isOver = this.evaluated >= this.limits.evaluations || (this.limits.deadline?.() ?? false)
    return this.isOver
  }

  /** Values that every program can name. */
  addLeaves(): void {
    this.offer('I', nameOf('I'), this.inputs, 0, false)
    for (const [name, value] of CONSTANTS) {
      if (name === 'T' || name === 'F') continue
      this.offer(
        name,
        nameOf(name),
        this.inputs.map(() => value),
        0,
        false,
      )
    }
    for (const name of PRIMITIVE_NAMES) {
      const value = primitiveValue(name) as DslFunction
      const { args, returns } = PRIMITIVES[name]
      const values = this.inputs.map(() => value)
      const head = headOfName(name)
      const isBoolean = returns === 'Boolean'
      if (args.length === 1)
        this.offerFunction(head, nameOf(name), values, 0, isBoolean, domainsOfType(args[0] as DslType))
      else this.offerOpaque(head, nameOf(name), values, 0, { isBoolean, args })
    }
    this.bank.endLevel()
  }

  /** All calls of the next level's cost; yields now and then. */
  *nextLevel(): Generator<void> {
    this.level++
    for (const fragment of this.fragments) {
      if (fragment.cost === this.level && !this.isSpent()) this.addFragment(fragment)
    }
    for (const open of this.bank.operations) {
      const cost = open.operation.givesFunction ? this.level - FUNCTION_LAG : this.level
      yield* this.expand(open, cost - open.operation.base)
      if (this.isOver) return
    }
    this.bank.endLevel()
  }

  /** What an expression gives on each demonstration; null where it fails on one. */
  valuesOf(expression: Expression, budget: Budget, count = this.demoCount): Value[] | null {
    const compiled = compileProgram(programOf(expression))
    const values: Value[] = []
    for (const input of this.inputs.slice(0, count)) {
      this.evaluated++
      const outcome = runCompiled(compiled, input, budget)
      if (outcome.kind === 'failed') return null
      values.push(outcome.value)
    }
    return values
  }

  private addFragment({ expression, head, cost }: PricedFragment): void {
    const values = this.valuesOf(expression, this.limits.callBudget, this.inputs.length)
    if (!values) return
    if (values.every((value) => !isFunction(value))) this.offer(head, expression, values, cost, false)
    else if (values.every((value) => isFunction(value) && value.arity === 1)) {
      this.offerFunction(head, expression, values as DslFunction[], cost, tellsTrueFromFalse(expression), -1)
    }
  }

  /** The numbers of values, one per demonstration, in the tables. */
  idsOf(values: readonly Value[]): number[] {
    return values.map((value, k) => (this.tables[k] as ValueTable).idOf(value))
  }

  /** The number of a value of one demonstration. */
  idOf(demo: number, value: Value): number {
    return (this.tables[demo] as ValueTable).idOf(value)
  }

  /** The first entry with these values on the demonstrations; null where there is none (yet). */
  entryOf(kind: Kind, values: readonly Value[]): Entry | null {
    const id = this.demoVectors.find([kind, ...this.idsOf(values)])
    return id < 0 ? null : (this.byDemoVector[id] as Entry)
  }

  private *expand({ operation, slots }: OpenOperation, level: number): Generator<void> {
    const [first, second, third, fourth] = slots as [Slot, Slot?, Slot?, Slot?]
    if (!second) {
      for (const list of first.byCost[level] ?? []) for (const a of list) this.attempt(operation, [a])
      return
    }
    for (let cost = 1; cost < level; cost++) {
      const left = level - cost
      for (const list of first.byCost[cost] ?? []) {
        for (const a of list) {
          if (third) this.expandRest(operation, a, second, third, fourth, left)
          else this.expandLast(operation, [a], second, left)
          if (this.isOver) return
        }
        if (this.evaluated >= this.nextReport) {
          this.nextReport = this.evaluated + REPORT_EVALUATIONS
          yield
        }
      }
    }
  }

  private expandRest(
    operation: Operation,
    a: Entry,
    second: Slot,
    third: Slot,
    fourth: Slot | undefined,
    left: number,
  ): void {
    for (let cost = 1; cost < left; cost++) {
      for (const list of second.byCost[cost] ?? []) {
        for (const b of list) {
          if (!fourth) this.expandLast(operation, [a, b], third, left - cost)
          else {
            for (let more = 1; more < left - cost; more++) {
              for (const others of third.byCost[more] ?? []) {
                for (const c of others) this.expandLast(operation, [a, b, c], fourth, left - cost - more)
              }
            }
          }
          if (this.isOver) return
        }
      }
    }
  }

  private expandLast(operation: Operation, start: readonly Entry[], last: Slot, cost: number): void {
    const lists = last.byCost[cost]
    if (!lists) return
    const first = start[0] as Entry
    for (const list of lists) {
      for (const entry of list) {
        if (this.isOver) return
        if (operation.isCommutative && start.length === 1 && entry.kind === first.kind && entry.id < first.id) continue
        this.attempt(operation, [...start, entry])
      }
    }
  }

  private attempt(operation: Operation, args: readonly Entry[]): void {
    if (this.isSpent() || (operation.givesFunction && !operation.isTemplate && !composes(operation.name, args))) return
    const values = this.evaluate(operation, args)
    if (values === null) return
    const express = (): Expression => operation.express(args.map((arg) => arg.expression))
    if (!operation.givesFunction) this.offer(operation.head, express, values, this.level, operation.givesBoolean)
    else this.makeFunction(operation, args, express, values)
  }

  private evaluate({ run }: Operation, [a, b, c, d]: readonly Entry[]): Value[] | null {
    const count = this.inputs.length
    const values = new Array<Value>(count)
    const budget = this.limits.callBudget
    try {
      for (let k = 0; k < count; k++) {
        this.evaluated++
        startMeter(budget)
        values[k] = run(
          (a as Entry).values[k] as Value,
          b ? (b.values[k] as Value) : null,
          c ? (c.values[k] as Value) : null,
          d ? (d.values[k] as Value) : null,
        )
      }
    } catch (error) {
      if (!stopOf(error)) throw error
      return null
    }
    return values
  }

  private makeFunction(operation: Operation, args: readonly Entry[], express: () => Expression, values: Value[]): void {
    const functions = values as DslFunction[]
    if (operation.isTemplate) {
      if (!functions.every((value) => isFunction(value) && value.arity === 1)) return
      this.offerFunction(operation.head, express, functions, this.level - FUNCTION_LAG, operation.isPredicate, -1)
      return
    }
    const { arity } = functions[0] as DslFunction
    const first = args[0]?.profile
    const isBoolean = operation.name === 'matcher' || (first?.isBoolean ?? false)
    if (arity === 1)
      this.offerFunction(
        operation.head,
        express,
        functions,
        this.level - FUNCTION_LAG,
        isBoolean,
        domainsOf(operation.name, args),
      )
    else {
      const rest = bindsWell(operation.name, args)
      if (rest)
        this.offerOpaque(operation.head, express(), functions, this.level - FUNCTION_LAG, { isBoolean, args: rest })
    }
  }

  /** A value that is no function. */
  private offer(
    head: string,
    expression: Expression | (() => Expression),
    values: readonly Value[],
    cost: number,
    isBoolean: boolean,
  ): void {
    const shared = sharedKind(values)
    if (shared === NO_KIND || isFunctionKind(shared) || !values.every(isWorthKeeping)) return
    const kind = isBoolean && shared === KIND.integer ? KIND.boolean : shared
    const ids = this.idsOf(values)
    const key = [kind, ...ids]
    if (this.vectors.find(key) >= 0) return
    const entry = {
      id: this.bank.entries.length,
      kind,
      head,
      cost,
      expression: typeof expression === 'function' ? expression() : expression,
      values,
      profile: null,
    }
    if (this.vectors.size < this.limits.mostValues) {
      this.vectors.add(key)
      this.bank.add(entry)
    }
    this.show(entry, ids.slice(0, this.demoCount))
  }

  /** Shows a value to the goals, unless they have seen enough that is the same on the demonstrations. */
  private show(entry: Entry, ids: readonly number[]): void {
    const seen = { ...entry, values: entry.values.slice(0, this.demoCount) }
    const key = [entry.kind, ...ids]
    let at = this.demoVectors.find(key)
    if (at < 0 && this.vectors.size < this.limits.mostValues) {
      at = this.demoVectors.add(key)
      this.byDemoVector.push(seen)
      this.alike.push(0)
    }
    if (at >= 0) {
      const count = this.alike[at] as number
      if (count >= MOST_ALIKE) return
      this.alike[at] = count + 1
    }
    this.watch(seen, ids)
  }

  private offerFunction(
    head: string,
    expression: Expression | (() => Expression),
    functions: readonly DslFunction[],
    cost: number,
    isBoolean: boolean,
    domains: number,
  ): void {
    const { profile, signature } = profileOf(
      functions,
      this.probes,
      this.tables,
      domains,
      isBoolean,
      this.limits.callBudget,
    )
    this.evaluated += this.inputs.length * 8
    if (profile.results.size === 0 || this.signatures.has(signature)) return
    this.signatures.add(signature)
    this.addFunction(
      KIND.fn1,
      head,
      typeof expression === 'function' ? expression() : expression,
      functions,
      cost,
      profile,
    )
  }

  private offerOpaque(
    head: string,
    expression: Expression,
    functions: readonly DslFunction[],
    cost: number,
    known: Pick<FunctionProfile, 'isBoolean' | 'args'>,
  ): void {
    const arity = known.args.length
    if (arity < 2 || arity > 3) return
    const profile = { ...known, results: new Map<Kind, Kind>(), takes: 0, gives: 0 }
    this.addFunction(arity === 2 ? KIND.fn2 : KIND.fn3, head, expression, functions, cost, profile)
  }

  private addFunction(
    kind: Kind,
    head: string,
    expression: Expression,
    values: readonly DslFunction[],
    cost: number,
    profile: FunctionProfile,
  ): void {
    const entry = { id: this.bank.entries.length, kind, head, cost, expression, values, profile }
    this.bank.add(entry)
    if (kind === KIND.fn1) this.watch(entry, [])
  }
}

function isWorthKeeping(value: Value): boolean {
  if (typeof value === 'number') return Math.abs(value) <= MOST_NUMBER
  if (isGrid(value)) return value.rows <= MOST_SIDE && value.cols <= MOST_SIDE && value.cols > 0
  return value !== null && (value instanceof DslFunction || value.weight <= MOST_ELEMENTS)
}
