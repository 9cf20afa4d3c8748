import type { Program } from './ast'
import { buildProgram, partsOf } from './build'

/**
 * The same program with its variables renamed x1, x2 ... in order of assignment and the last one O: programs that differ
 * in names only become equal text. Names that no line assigns (I, constants, primitives) stay.
 */
export function canonicalProgram(program: Program): Program {
  const renamed = new Map<string, string>()
  const last = program.statements.length - 1
  let next = 1
  const lines = program.statements.map((statement, index) => {
    const parts = partsOf(statement)
    // arguments before the target: a line cannot see its own variable
    const callee = parts.callee === null ? null : (renamed.get(parts.callee) ?? parts.callee)
    const args = parts.args.map((arg) => renamed.get(arg) ?? arg)
    const target = index === last ? 'O' : `x${next++}`
    renamed.set(parts.target, target)
    return { target, callee, args }
  })
  return buildProgram(lines)
}
