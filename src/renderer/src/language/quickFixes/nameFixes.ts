import { BUILTIN_NAMES } from '../../../../core/dsl/check/builtins'
import { nearestNames } from '../../../../core/dsl/check/suggest'
import { rankedNames } from '../candidates'
import { cursorPlace } from '../cursorPlace'
import { expectedAt, fitRank } from '../expected'
import { namesOf } from '../occurrences'
import { freshName, lineAt, removeLine } from '../textEdit'
import { variablesAbove } from '../variables'
import { replace, type FixContext, type Proposal } from './quickFix'

const MOST_NAMES = 3

/** Did you mean: the names nearest to an unknown one; of equally near ones first those whose type fits. */
export function changeName({ text, found: { span } }: FixContext): Proposal[] {
  const name = text.slice(span.start, span.end)
  if (!/^[A-Za-z_]\w*$/.test(name)) return []
  const line = lineAt(text, span.start)
  const place = cursorPlace(line.text, span.start - line.start)
  const ranked = rankedNames(
    text,
    line.number,
    expectedAt(text, line.number, place),
    place.kind === 'value' ? 'line' : 'argument',
  )
  const fits = new Map(ranked.map((candidate) => [candidate.name, fitRank(candidate.fit)]))
  const known = [...variablesAbove(text, line.number).map((variable) => variable.name), ...BUILTIN_NAMES]
  const near = nearestNames(name, known)
  near.sort((a, b) => a.distance - b.distance || (fits.get(a.name) ?? 3) - (fits.get(b.name) ?? 3))
  return near.slice(0, MOST_NAMES).map((candidate) => ({
    title: `Change to ${candidate.name}`,
    edits: [replace(span, candidate.name)],
  }))
}

/** A name that is taken: another one, here and on the lines below that mean this value. */
export function freshFromHere({ text, found: { span } }: FixContext): Proposal[] {
  const names = namesOf(text)
  const here = names.find((one) => one.span.start === span.start)
  if (!here) return []
  const same = names.filter((one) => one.text === here.text && one.span.line > span.line)
  const next = same.findIndex(({ isWrite }) => isWrite)
  const nextLine = next < 0 ? Infinity : (same[next]?.span.line ?? Infinity)
  // on the line that assigns it again, it still means this value
  const places = [here, ...same.filter(({ span: at, isWrite }) => !isWrite && at.line <= nextLine)]
  const fresh = freshName(text)
  return [{ title: `Rename to ${fresh} from here on`, edits: places.map((one) => replace(one.span, fresh)) }]
}

/** The last line's value is the result. */
export function assignOutput({ text, found: { span } }: FixContext): Proposal[] {
  if (namesOf(text).some((one) => one.text === 'O' && one.isWrite)) return []
  const name = text.slice(span.start, span.end)
  return [{ title: `Rename ${name} to O`, edits: [replace(span, 'O')] }]
}

/** A name used above its line: the line goes up, where all that it uses stands above. */
export function moveLineUp({ text, found: { span } }: FixContext): Proposal[] {
  const name = text.slice(span.start, span.end)
  const names = namesOf(text)
  const defined = names.find((one) => one.text === name && one.isWrite)
  if (!defined || defined.span.line <= span.line) return []
  const between = names.filter(
    ({ isWrite, span: at }) => isWrite && at.line >= span.line && at.line <= defined.span.line,
  )
  const late = new Set(between.map((one) => one.text))
  const uses = names.filter(({ isWrite, span: at }) => !isWrite && at.line === defined.span.line)
  if (uses.some((one) => late.has(one.text))) return []
  const line = lineAt(text, defined.span.start)
  const target = lineAt(text, span.start)
  const insert = { start: target.start, end: target.start, text: `${line.text}\n` }
  return [{ title: `Move line ${line.number} up`, edits: [insert, removeLine(text, line.start)] }]
}
