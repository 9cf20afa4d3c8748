/** The part of a text from `start` to `end` (UTF-16 offsets, `end` exclusive) replaced by `text`. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with all edits made; they name places in the text as it is and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end), text)
}

export interface TextLine {
  /** from 1 */
  readonly number: number
  readonly start: number
  readonly text: string
}

/** The line that an offset lies in. */
export function lineAt(text: string, offset: number): TextLine {
  const before = text.slice(0, offset)
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  const number = before.slice(0, start).split(/\r\n|\r|\n/).length
  return { number, start, text: /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '' }
}

/** Takes a whole line out, with one of the line ends around it. */
export function removeLine(text: string, offset: number): TextEdit {
  const line = lineAt(text, offset)
  const end = line.start + line.text.length
  const after = /^(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0] ?? ''
  if (after !== '') return { start: line.start, end: end + after.length, text: '' }
  const before = /(?:\r\n|\r|\n)$/.exec(text.slice(0, line.start))?.[0] ?? ''
  return { start: line.start - before.length, end, text: '' }
}

/** The lowest of x1, x2 ... that no word of the text is, comments included. */
export function freshName(text: string): string {
  const taken = new Set(text.match(/[A-Za-z_]\w*/g) ?? [])
  let n = 1
  while (taken.has(`x${n}`)) n++
  return `x${n}`
}
