import type { Code } from '../../errors/codes'
import type { Grid } from '../../grid/grid'
import { charge, enterCall, leaveCall, settle, startMeter, stepsUsed, stopOf, type Budget } from '../../dsl/meter'
import { DslFunction, type Value } from '../../dsl/value'
import { IntList } from './intList'
import { INPUT_NODE, mixWords, type ProgramGraph } from './programGraph'
import { ValueTable } from './valueTable'

/** As for a run of one program; a program of which one call takes more than `callSteps` fails with `run/steps`. */
export interface SearchBudget extends Budget {
  readonly callSteps?: number
  /** elements of all remembered values after which they are forgotten */
  readonly tableWeight?: number
}

/** Some 200 MB: cells of grids take one byte, elements of other values eight and more. */
const DEFAULT_TABLE_WEIGHT = 20_000_000

/** Words of a remembered call: values called and passed, result, steps. */
const STRIDE = 7

/**
 * The programs of a graph on one input. Every call is evaluated once for the same values, whatever programs and nodes it
 * comes from; programs are charged for it each time, so that each ends as the interpreter would end it.
 */
export class GraphRun {
  values = new ValueTable()
  /** calls evaluated, not remembered */
  evaluated = 0
  /** the number of the wanted output; 0: none is wanted */
  private wanted = 0
  /** by node: 0 not yet, the value's number, or below 0 the failure `-1 - index` */
  private readonly results: Int32Array
  private readonly steps: Int32Array
  private readonly failures: Code[] = []
  private calls = new IntList()
  /** of the last call evaluated, without what numbering its value took */
  private lastSteps = 0
  private slots = new Int32Array(1 << 12).fill(-1)

  /** what one call may use */
  private readonly callBudget: Budget

  constructor(
    private readonly graph: ProgramGraph,
    private readonly input: Grid,
    private readonly budget: SearchBudget,
    private readonly output: Grid | null = null,
  ) {
    this.callBudget = { ...budget, steps: Math.min(budget.steps, budget.callSteps ?? budget.steps) }
    this.results = new Int32Array(graph.nodes)
    this.steps = new Int32Array(graph.nodes)
    this.numberGiven()
  }

  private numberGiven(): void {
    const { graph, results, values, input, output } = this
    startMeter(this.budget)
    results[INPUT_NODE] = values.idOf(input)
    for (let node = 1; node < graph.fixed.length; node++) results[node] = values.idOf(graph.fixed[node] as Value)
    if (output !== null) this.wanted = values.idOf(output)
  }

  /** Forgets every value but those given: what is needed again is evaluated again. */
  private forget(): void {
    this.values = new ValueTable()
    this.results.fill(0)
    this.calls = new IntList()
    this.slots.fill(-1)
    this.numberGiven()
  }

  /**
   * The number of the value that a program gives, or below 0 a failure, see `failureOf`. The budget holds for each program
   * as for a run of its own. Numbers hold until the next run.
   */
  run(program: number): number {
    if (this.values.weight > (this.budget.tableWeight ?? DEFAULT_TABLE_WEIGHT)) this.forget()
    const { graph, results, steps, budget } = this
    const end = graph.startOf(program + 1)
    let used = 0
    let result = 0
    for (let k = graph.startOf(program); k < end; k++) {
      const line = graph.lineAt(k)
      const node = line < 0 ? ~line : line
      result = results[node] as number
      if (result === 0) {
        this.evaluate(node)
        result = results[node] as number
      }
      used += line < 0 ? 1 : (steps[node] as number)
      if (used > budget.steps) return this.failed('run/steps')
      if (result < 0) return result
    }
    return result
  }

  /** Whether the value of a run is the wanted output. */
  isRight(result: number): boolean {
    return result === this.wanted
  }

  failureOf(result: number): Code {
    return this.failures[-1 - result] as Code
  }

  /** The operands of a call are evaluated: they stand on lines above, and those did not fail. */
  private evaluate(node: number): void {
    const { graph, results } = this
    const callee = results[graph.calleeOf(node)] as number
    const count = graph.argCountOf(node)
    const a = count > 0 ? (results[graph.argOf(node, 0)] as number) : 0
    const b = count > 1 ? (results[graph.argOf(node, 1)] as number) : 0
    const c = count > 2 ? (results[graph.argOf(node, 2)] as number) : 0
    const d = count > 3 ? (results[graph.argOf(node, 3)] as number) : 0
    const mask = this.slots.length - 1
    let slot = mixWords(callee, a, b, c, d) & mask
    for (;;) {
      const at = this.slots[slot] as number
      if (at < 0) break
      const { words } = this.calls
      if (
        words[at] === callee &&
        words[at + 1] === a &&
        words[at + 2] === b &&
        words[at + 3] === c &&
        words[at + 4] === d
      ) {
        results[node] = words[at + 5] as number
        this.steps[node] = words[at + 6] as number
        return
      }
      slot = (slot + 1) & mask
    }
    const result = this.call(callee, count, a, b, c, d)
    const steps = this.lastSteps
    results[node] = result
    this.steps[node] = steps
    this.slots[slot] = this.calls.length
    const { calls } = this
    calls.push(callee)
    calls.push(a)
    calls.push(b)
    calls.push(c)
    calls.push(d)
    calls.push(result)
    calls.push(steps)
    if (calls.length / STRIDE > this.slots.length / 2) this.growSlots()
  }

  private call(callee: number, count: number, a: number, b: number, c: number, d: number): number {
    const { values } = this
    this.evaluated++
    startMeter(this.callBudget)
    try {
      charge(1)
      const f = values.valueOf(callee)
      this.lastSteps = 1
      if (!(f instanceof DslFunction)) return this.failed('run/not-callable')
      if (f.arity !== count) return this.failed('type/arity')
      enterCall()
      const value = f.run(values.valueOf(a), values.valueOf(b), values.valueOf(c), values.valueOf(d))
      leaveCall()
      settle()
      this.lastSteps = stepsUsed()
      return values.idOf(value)
    } catch (error) {
      const stop = stopOf(error)
      if (!stop) throw error // not the program's failure but our bug
      this.lastSteps = stepsUsed()
      return this.failed(stop.code)
    }
  }

  private failed(code: Code): number {
    const known = this.failures.indexOf(code)
    return -1 - (known >= 0 ? known : this.failures.push(code) - 1)
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1)
    const { words, length } = this.calls
    const mask = this.slots.length - 1
    for (let at = 0; at < length; at += STRIDE) {
      let slot =
        mixWords(
          words[at] as number,
          words[at + 1] as number,
          words[at + 2] as number,
          words[at + 3] as number,
          words[at + 4] as number,
        ) & mask
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask
      this.slots[slot] = at
    }
  }
}
