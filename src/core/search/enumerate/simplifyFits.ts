import { compileProgram, runCompiled } from '../../dsl/eval/compile'
import { DEFAULT_BUDGET } from '../../dsl/meter'
import type { Program } from '../../dsl/syntax/ast'
import { printProgram } from '../../dsl/syntax/printer'
import type { Grid } from '../../grid/grid'
import { simplifyProgram } from '../simplify/simplifyProgram'
import type { EnumeratedFit } from './fits'

/** Steps that simplifying one program may cost, about: a call in its place may take as many as the whole program. */
const MOST_STEPS = 10_000_000

/**
 * The fits with shorter programs where some are found that give the same on all these inputs. With the test inputs among
 * them, predictions stay what they were; no output is looked at. The dearer a program is to run, the fewer calls are
 * tried in its stead.
 */
export function simplifyFits(
  fits: readonly EnumeratedFit[],
  inputs: readonly Grid[],
  evaluations: number,
): EnumeratedFit[] {
  if (evaluations <= 0) return [...fits]
  return fits.map((fit) => {
    const affordable = Math.floor(MOST_STEPS / Math.max(1, stepsOf(fit.program, inputs)))
    const budget = { evaluations: Math.min(evaluations, affordable) }
    const { program, steps } = simplifyProgram(fit.program, inputs, budget, { run: DEFAULT_BUDGET })
    return steps.length === 0 ? fit : { ...fit, program, text: printProgram(program) }
  })
}

/** Steps of the dearest run. */
function stepsOf(program: Program, inputs: readonly Grid[]): number {
  const compiled = compileProgram(program)
  return Math.max(0, ...inputs.map((input) => runCompiled(compiled, input, DEFAULT_BUDGET).steps))
}
