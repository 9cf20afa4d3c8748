import { checkParsed, isRunnable } from '../../dsl/check/checkProgram'
import { compileProgram, runCompiled } from '../../dsl/eval/compile'
import { validOutput } from '../../dsl/eval/runOnPairs'
import type { Budget } from '../../dsl/meter'
import type { Program } from '../../dsl/syntax/ast'
import { printProgram } from '../../dsl/syntax/printer'
import type { Grid } from '../../grid/grid'
import type { Pair } from '../../task/task'
import { programOf, type Expression } from './expression'
import { Plausibility } from './plausibility'

/** A program that reproduces every demonstration. */
export interface EnumeratedFit {
  readonly program: Program
  readonly text: string
  /** in units of the cost model, with what its predictions cost besides; less is likelier */
  readonly cost: number
  /** one per test input; null where it fails or gives no valid grid */
  readonly predictions: readonly (Grid | null)[]
  /** what found it */
  readonly step: string
}

/** Distinct predictions after which costlier fits are not looked at. */
const ENOUGH = 5

/** The fits found, one for each list of predictions: the cheapest. */
export class Fits {
  private readonly fits: EnumeratedFit[] = []
  private readonly texts = new Set<string>()
  private readonly plausibility: Plausibility
  /** runs of whole programs on one input */
  runs = 0

  constructor(
    private readonly demonstrations: readonly Pair[],
    private readonly testInputs: readonly Grid[],
    private readonly budget: Budget,
  ) {
    this.plausibility = new Plausibility(demonstrations)
  }

  /** Runs a program that should fit, from its first line, and keeps it if it does. */
  propose(expression: Expression, programCost: number, step: string): boolean {
    if (programCost > this.costOf(ENOUGH)) return false
    const program = programOf(expression)
    const text = printProgram(program)
    if (this.texts.has(text)) return false
    this.texts.add(text)
    const compiled = compileProgram(program)
    const run = (input: Grid): Grid | null => {
      this.runs++
      return validOutput(runCompiled(compiled, input, this.budget))
    }
    for (const { input, output } of this.demonstrations) if (!run(input)?.equals(output)) return false
    if (!isRunnable(checkParsed(program).diagnostics)) return false
    const predictions = this.testInputs.map(run)
    const penalties = predictions.map((grid, k) =>
      grid ? this.plausibility.penalty(this.testInputs[k] as Grid, grid) : 0,
    )
    const cost = programCost + Math.max(0, ...penalties)
    const known = this.fits.findIndex((fit) => samePredictions(fit.predictions, predictions))
    const fit = { program, text, cost, predictions, step }
    if (known < 0) this.fits.push(fit)
    else if ((this.fits[known] as EnumeratedFit).cost > cost) this.fits[known] = fit
    return true
  }

  /** By cost, those that give a grid for every test input first. */
  ranked(): EnumeratedFit[] {
    const isWhole = (fit: EnumeratedFit): boolean => fit.predictions.every((grid) => grid !== null)
    const sorted = this.fits.slice().sort((a, b) => a.cost - b.cost)
    return [...sorted.filter(isWhole), ...sorted.filter((fit) => !isWhole(fit))]
  }

  /** The cost of the k-th distinct prediction, from 1; Infinity where there are fewer. */
  costOf(k: number): number {
    const fit = this.ranked()[k - 1]
    return fit && fit.predictions.every((grid) => grid !== null) ? fit.cost : Infinity
  }
}

function samePredictions(a: readonly (Grid | null)[], b: readonly (Grid | null)[]): boolean {
  return a.every((grid, k) => {
    const other = b[k] ?? null
    return grid === null || other === null ? grid === other : grid.equals(other)
  })
}
