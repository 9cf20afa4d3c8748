import { DEFAULT_BUDGET } from '../../dsl/meter'
import { printProgram } from '../../dsl/syntax/printer'
import type { Grid } from '../../grid/grid'
import { simplifyProgram } from '../simplify/simplifyProgram'
import type { EnumeratedFit } from './fits'

/**
 * The fits with shorter programs where some are found that give the same on all these inputs. With the test inputs among
 * them, predictions stay what they were; no output is looked at.
 */
export function simplifyFits(
  fits: readonly EnumeratedFit[],
  inputs: readonly Grid[],
  evaluations: number,
): EnumeratedFit[] {
  if (evaluations <= 0) return [...fits]
  return fits.map((fit) => {
    const { program, steps } = simplifyProgram(fit.program, inputs, { evaluations }, { run: DEFAULT_BUDGET })
    return steps.length === 0 ? fit : { ...fit, program, text: printProgram(program) }
  })
}
