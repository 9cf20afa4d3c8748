import { DSL_LITERALS } from '../../../../core/dsl/check/literals'
import { liveLines } from '../../../../core/dsl/syntax/deadLines'
import { tokenize } from '../../../../core/dsl/syntax/lexer'
import { normalizeText } from '../../../../core/dsl/syntax/normalizeText'
import { printStatement } from '../../../../core/dsl/syntax/printer'
import { lineAt, removeLine, type TextEdit } from '../textEdit'
import { replace, type FixContext, type Proposal } from './quickFix'

/** A line that nothing uses goes; so do, together, all lines that the result does not need. */
export function removeUnused({ text, found: { span }, checked: { program }, lines }: FixContext): Proposal[] {
  const one = { title: 'Remove the line', edits: [removeLine(text, span.start)] }
  const live = liveLines(program)
  let last = -1
  const dead = lines.filter(({ statements }) => {
    last += statements.length // a line counts by the last of its statements: two may assign the same name
    return !live[last]
  })
  if (dead.length < 2) return [one]
  const edits = withoutOverlap(dead.map(({ source }) => removeLine(text, source.span.start)))
  return [one, { title: `Remove all ${dead.length} unused lines`, edits }]
}

/** The last line takes the line break before it along, which the line above may have taken already. */
function withoutOverlap(removals: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = []
  for (const { start, end } of removals) {
    const before = merged[merged.length - 1]
    if (before && start < before.end) merged[merged.length - 1] = { ...before, end: Math.max(before.end, end) }
    else merged.push({ start, end, text: '' })
  }
  return merged
}

/** A call inside a call, a number or a pair gets lines and a variable of its own, or a constant's name. */
export function writeOut({ text, found: { span }, lines }: FixContext): Proposal[] {
  const line = lines.find(({ source }) => source.span.start <= span.start && span.end <= source.span.end)
  if (!line) return []
  const { source, statements } = line
  const start = lineAt(text, source.span.start).start
  const indent = text.slice(start, source.span.start)
  const above = (part: typeof statements): TextEdit[] => {
    const written = part.map((statement) => `${indent}${printStatement(statement)}\n`).join('')
    return written === '' ? [] : [{ start, end: start, text: written }]
  }
  const [last] = statements.slice(-1)
  const whole = {
    title: 'Write out the whole line',
    edits: [...above(statements.slice(0, -1)), replace(source.span, last ? printStatement(last) : '')],
  }
  const inside = statements.slice(0, -1).filter((part) => span.start <= part.span.start && part.span.end <= span.end)
  const { value } = source
  if (value.kind !== 'call' || span.end - span.start >= value.span.end - value.span.start) return [whole]
  const inner = inside[inside.length - 1]?.target.text
  const name = inner ?? constantOf(text.slice(span.start, span.end))
  if (name === null) return [whole]
  const title = inner ? `Give it a line of its own: ${name}` : `Change to ${name}`
  const part = { title, edits: [...above(inside), replace(span, name)] }
  return statements.length - 1 > inside.length ? [part, whole] : [part]
}

/** The constant that a number or pair stands for. */
function constantOf(written: string): string | null {
  const { program } = normalizeText(`O = ${written}`, DSL_LITERALS)
  const [only, ...more] = program.statements
  return only && !only.callee && more.length === 0 ? (only.args[0]?.text ?? null) : null
}

/** Parentheses that are open at the end of a line are closed. */
export function addParentheses({ text, found: { span } }: FixContext): Proposal[] {
  const line = lineAt(text, span.start)
  const tokens = tokenize(line.text).tokens.filter(({ kind }) => kind !== 'end')
  const last = tokens[tokens.length - 1]
  let open = 0
  for (const { kind } of tokens) open += kind === 'open' ? 1 : kind === 'close' ? -1 : 0
  if (!last || open <= 0 || (last.kind !== 'name' && last.kind !== 'close' && last.kind !== 'number')) return []
  const at = line.start + last.span.end
  return [
    {
      title: open === 1 ? 'Add )' : `Add ${')'.repeat(open)}`,
      edits: [{ start: at, end: at, text: ')'.repeat(open) }],
    },
  ]
}
