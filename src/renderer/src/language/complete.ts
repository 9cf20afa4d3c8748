import { valueText } from '../../../core/dsl/eval/valueView'
import { CONSTANTS, findPrimitive } from '../../../core/dsl/primitives'
import { rankedNames, type Candidate } from './candidates'
import { cursorPlace } from './cursorPlace'
import { expectedAt } from './expected'
import { signatureText } from './signature'
import { freshName, lineAt } from './textEdit'

export interface Completion {
  readonly label: string
  readonly kind: Candidate['kind']
  /** of its value, or of what it gives when it is called */
  readonly type: string
  /** type, value or signature */
  readonly detail: string
  /** `$0` is where the cursor goes */
  readonly insert: string
}

export interface Completions {
  /** what is replaced */
  readonly start: number
  readonly end: number
  /** best first */
  readonly items: readonly Completion[]
}

const DETAIL_CHARACTERS = 40

/** What may be written at the cursor. */
export function completionsAt(text: string, offset: number): Completions {
  const line = lineAt(text, offset)
  const column = offset - line.start
  const place = cursorPlace(line.text, column)
  const start = offset - (/[A-Za-z_]\w*$/.exec(line.text.slice(0, column))?.[0].length ?? 0)
  const rest = /^\w*/.exec(line.text.slice(column))?.[0].length ?? 0
  const span = { start, end: offset + rest }
  if (place.kind === 'none') return { ...span, items: [] }
  if (place.kind === 'target') return { ...span, items: targets(text, /^\s*=/.test(text.slice(span.end))) }
  const isCalledAlready = /^[ \t]*\(/.test(text.slice(span.end))
  const expected = expectedAt(text, line.number, place)
  const others = text.slice(0, span.start) + text.slice(span.end) // what is being typed is no use of it
  const names = rankedNames(others, line.number, expected, place.kind === 'value' ? 'line' : 'argument')
  return { ...span, items: names.map((candidate) => completionOf(candidate, isCalledAlready)) }
}

function completionOf({ name, kind, term, isCalled }: Candidate, isCalledAlready: boolean): Completion {
  const spec = kind === 'primitive' ? findPrimitive(name) : null
  const constant = kind === 'constant' ? CONSTANTS.get(name) : undefined
  const value = constant === undefined ? term.type : valueText(constant, DETAIL_CHARACTERS)
  const detail = spec ? signatureText(spec).slice(name.length) : value
  return {
    label: name,
    kind,
    type: spec?.returns ?? term.type,
    detail,
    insert: isCalled && !isCalledAlready ? `${name}($0)` : name,
  }
}

/** The next free variable, and O where nothing assigns it. */
function targets(text: string, hasEquals: boolean): Completion[] {
  const names = [freshName(text), ...(/^[ \t]*O[ \t]*=/m.test(text) ? [] : ['O'])]
  return names.map((label) => ({
    label,
    kind: 'variable',
    type: '',
    detail: '',
    insert: hasEquals ? label : `${label} = `,
  }))
}
