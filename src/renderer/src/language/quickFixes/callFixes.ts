import { rankedNames } from '../candidates'
import { callSiteAt, type CallSite } from '../cursorPlace'
import { expectedArgument, fitOf, fitRank } from '../expected'
import { lineAt, type TextLine } from '../textEdit'
import { termOfText, variablesAbove, type Variable } from '../variables'
import { replace, type FixContext, type Proposal } from './quickFix'

const MOST_NAMES = 2

interface Call {
  readonly line: TextLine
  readonly site: CallSite
  readonly variables: readonly Variable[]
}

/** Too few arguments: one that fits where one is missing. Too many: those at the end go. */
export function addArguments({ text, found: { span }, checked }: FixContext): Proposal[] {
  const callee = checked.program.statements.find(({ callee: called, args }) => {
    return called?.span.start === span.start && (args[args.length - 1] ?? called).span.end === span.end
  })?.callee
  const call = callee && callAt(text, text.indexOf('(', callee.span.end) + 1)
  const wanted = call && termOfText(call.site.callee, call.variables).signature?.args.length
  if (!call || !wanted) return []
  const given = call.site.args.filter((arg) => arg !== '').length
  if (given > wanted) return [removeFrom(call, wanted)]
  if (given + 1 !== wanted) return []
  const gaps = Array.from({ length: wanted }, (_, gap) => gap).reverse()
  return gaps.flatMap((gap) => insertAt(text, call, gap)).slice(0, MOST_NAMES)
}

/** An argument of a wrong type: another order of the arguments that fits, or a variable that does. */
export function changeArgument({ text, found: { span } }: FixContext): Proposal[] {
  const call = callAt(text, span.start)
  if (!call) return []
  const swaps = swapsOf(call)
  const expected = expectedArgument(call.site, call.variables)
  const others = rankedNames(text, call.line.number, expected, 'argument')
    .filter(({ kind, fit, isCalled }) => kind === 'variable' && fit === 'sure' && !isCalled)
    .slice(0, MOST_NAMES)
    .map(({ name, term }) => ({ title: `Change to ${name}: ${term.type}`, edits: [replace(span, name)] }))
  return [...(swaps.length === 1 ? swaps : []), ...others]
}

function callAt(text: string, offset: number): Call | null {
  const line = lineAt(text, offset)
  const site = callSiteAt(line.text, offset - line.start)
  return site && { line, site, variables: variablesAbove(text, line.number) }
}

function removeFrom({ line, site }: Call, count: number): Proposal {
  const extra = site.args.slice(count)
  const start = site.places[count - 1]?.end ?? site.places[0]?.start ?? 0
  const end = site.places[site.places.length - 1]?.end ?? start
  const title =
    extra.length === 1 ? `Remove the argument ${extra[0] ?? ''}` : `Remove the last ${extra.length} arguments`
  return { title, edits: [{ start: line.start + start, end: line.start + end, text: '' }] }
}

/** Names for the one missing argument at `gap`, where all others fit as they then stand. */
function insertAt(text: string, { line, site, variables }: Call, gap: number): Proposal[] {
  const args = site.args.filter((arg) => arg !== '')
  const completed = { ...site, args: args.toSpliced(gap, 0, ''), argument: gap }
  if (!completed.args.every((arg, k) => k === gap || fits(completed, variables, arg, k))) return []
  const expected = expectedArgument(completed, variables)
  const [best] = rankedNames(text, line.number, expected, 'argument')
  if (!best || best.fit !== 'sure' || best.isCalled) return []
  const place = site.places[gap]
  const at = line.start + (place?.start ?? site.places[site.places.length - 1]?.end ?? 0)
  const isLast = gap >= args.length
  const written = isLast ? `${args.length > 0 ? ', ' : ''}${best.name}` : `${best.name}, `
  return [{ title: `Add the argument ${best.name}`, edits: [{ start: at, end: at, text: written }] }]
}

/** Two arguments in each other's place, where then none is of a wrong type. */
function swapsOf({ line, site, variables }: Call): Proposal[] {
  const swaps: Proposal[] = []
  for (let a = 0; a < site.args.length; a++) {
    for (let b = a + 1; b < site.args.length; b++) {
      const args = site.args.with(a, site.args[b] ?? '').with(b, site.args[a] ?? '')
      const swapped = { ...site, args }
      if (!args.every((arg, k) => fits(swapped, variables, arg, k))) continue
      const edits = [a, b].map((k) => {
        const { start, end } = site.places[k] ?? { start: 0, end: 0 }
        return { start: line.start + start, end: line.start + end, text: args[k] ?? '' }
      })
      swaps.push({ title: `Swap ${site.args[a] ?? ''} and ${site.args[b] ?? ''}`, edits })
    }
  }
  return swaps
}

function fits(site: CallSite, variables: readonly Variable[], arg: string, k: number): boolean {
  return fitRank(fitOf(termOfText(arg, variables), expectedArgument(site, variables, k))) < fitRank('no')
}
