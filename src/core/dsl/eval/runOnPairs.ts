import type { Grid } from '../../grid/grid'
import type { Budget } from '../meter'
import type { Program } from '../syntax/ast'
import { isGrid } from '../value'
import { compileProgram, runCompiled, type CompiledProgram } from './compile'
import type { Outcome } from './outcome'

/** An input and the output that is wanted for it. */
export interface WantedPair {
  readonly input: Grid
  readonly output: Grid
}

export interface PairResult {
  readonly outcome: Outcome
  /** The program's output where it is a valid ARC grid (1..30 x 1..30, colours 0-9), else null. */
  readonly output: Grid | null
  /** `output` is the wanted grid. */
  readonly right: boolean
  /** Cells (i, j) that differ from the wanted grid, row-major; null when there is no output or its shape differs. */
  readonly wrongCells: [number, number][] | null
}

/** Runs a program on each pair's input and compares; each run has the whole budget. */
export function runOnPairs(program: Program, pairs: readonly WantedPair[], budget: Budget): PairResult[] {
  return runCompiledOnPairs(compileProgram(program), pairs, budget)
}

/** As `runOnPairs`, for a program that is run on more than one set of pairs. */
export function runCompiledOnPairs(
  compiled: CompiledProgram,
  pairs: readonly WantedPair[],
  budget: Budget,
): PairResult[] {
  return pairs.map(({ input, output: wanted }) => {
    const outcome = runCompiled(compiled, input, budget)
    const output = validOutput(outcome)
    const wrongCells = output && differingCells(output, wanted)
    return { outcome, output, right: wrongCells?.length === 0, wrongCells }
  })
}

/** The grid that a run gave, if it gave a valid one. */
export function validOutput(outcome: Outcome): Grid | null {
  return outcome.kind === 'value' && isGrid(outcome.value) && outcome.value.isValidArc() ? outcome.value : null
}

/** Cells in which two grids differ, row-major; null when their shapes differ. */
export function differingCells(a: Grid, b: Grid): [number, number][] | null {
  if (a.rows !== b.rows || a.cols !== b.cols) return null
  const cells: [number, number][] = []
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) if (a.at(i, j) !== b.at(i, j)) cells.push([i, j])
  return cells
}
