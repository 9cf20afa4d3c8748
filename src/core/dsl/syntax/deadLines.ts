import type { Program } from './ast'
import { buildProgram, partsOf } from './build'

/** For each line whether the last line's value depends on it. */
export function liveLines(program: Program): boolean[] {
  const { statements } = program
  const live = statements.map(() => false)
  const needed = new Set<string>()
  for (let k = statements.length - 1; k >= 0; k--) {
    const statement = statements[k]
    if (!statement) continue
    if (k < statements.length - 1 && !needed.has(statement.target.text)) continue
    live[k] = true
    if (statement.callee) needed.add(statement.callee.text)
    for (const arg of statement.args) needed.add(arg.text)
  }
  return live
}

/** The program without the lines that the last line's value does not depend on. */
export function removeDeadLines(program: Program): Program {
  const live = liveLines(program)
  if (live.every((isLive) => isLive)) return program
  return buildProgram(program.statements.filter((_, k) => live[k]).map(partsOf))
}
