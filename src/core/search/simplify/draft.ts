import type { Program } from '../../dsl/syntax/ast'
import { buildProgram, partsOf, type StatementParts } from '../../dsl/syntax/build'

/**
 * A program while it is being rewritten. Every line has a name of its own and stands below the lines it uses; the result
 * is an operand: a line's name, I, a constant or a primitive. So a result that is only another name needs no line.
 */
export interface Draft {
  readonly lines: readonly StatementParts[]
  readonly output: string
}

/** The program must assign O on its last line and each name once. */
export function draftOf(program: Program): Draft {
  const lines = program.statements.map(partsOf)
  return { lines, output: lines[lines.length - 1]?.target ?? 'I' }
}

/** The draft as a program; lines that the result does not need are gone. */
export function programOf(draft: Draft): Program {
  const { lines, output } = withoutDeadLines(draft)
  const last = lines[lines.length - 1]
  // the lowest line that is needed is the result's: every other one is needed by a line below it
  if (last?.target !== output) return buildProgram([...lines, { target: 'O', callee: null, args: [output] }])
  return buildProgram([...lines.slice(0, -1), { ...last, target: 'O' }])
}

/** Lines of the draft as a program: an output without any line still needs one. */
export const lengthOf = (draft: Draft): number => Math.max(1, draft.lines.length)

export function withoutDeadLines(draft: Draft): Draft {
  const needed = namesNeededFor(draft.lines, [draft.output])
  const lines = draft.lines.filter(({ target }) => needed.has(target))
  return lines.length === draft.lines.length ? draft : { ...draft, lines }
}

/** The given names and all that their lines use, directly or through other lines. */
export function namesNeededFor(lines: readonly StatementParts[], names: Iterable<string>): Set<string> {
  const needed = new Set(names)
  for (let k = lines.length - 1; k >= 0; k--) {
    const line = lines[k]
    if (!line || !needed.has(line.target)) continue
    if (line.callee !== null) needed.add(line.callee)
    for (const arg of line.args) needed.add(arg)
  }
  return needed
}

/** `name` replaced by another operand wherever it is used. */
export function withOperand(draft: Draft, name: string, operand: string): Draft {
  const renamed = (text: string): string => (text === name ? operand : text)
  return {
    lines: draft.lines.map((line) => ({
      target: line.target,
      callee: line.callee === null ? null : renamed(line.callee),
      args: line.args.map(renamed),
    })),
    output: renamed(draft.output),
  }
}

/** The line at `index` replaced by these lines; the last of them must have its name. */
export function withLines(draft: Draft, index: number, lines: readonly StatementParts[]): Draft {
  return { ...draft, lines: [...draft.lines.slice(0, index), ...lines, ...draft.lines.slice(index + 1)] }
}

/** A name that no line has: the lowest free x1, x2 ... */
export function freshName(draft: Draft): string {
  const taken = new Set(draft.lines.map(({ target }) => target))
  let n = 1
  while (taken.has(`x${n}`)) n++
  return `x${n}`
}

export function printLine({ target, callee, args }: StatementParts): string {
  const list = args.join(', ')
  return callee === null ? `${target} = ${list}` : `${target} = ${callee}(${list})`
}
