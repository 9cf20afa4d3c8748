import { CODES, type Code } from '../../../../core/errors/codes'
import type { PolicySample } from '../../../../ipc/contract'

interface Verdict {
  readonly text: string
  readonly kind: 'ok' | 'accent' | 'warn' | 'bad' | ''
}

/** How far a sampled program came. */
export function verdictOf({ parsed, executed, valid, demosRight, demos }: PolicySample): Verdict {
  if (!parsed) return { text: 'not a program', kind: 'bad' }
  if (demosRight === demos) return { text: demos === 1 ? 'right' : `right on all ${demos}`, kind: 'ok' }
  if (demosRight > 0) return { text: `right on ${demosRight} of ${demos}`, kind: 'accent' }
  if (valid) return { text: 'wrong grids', kind: '' }
  return executed ? { text: 'gives no grid', kind: 'warn' } : { text: 'fails when run', kind: 'warn' }
}

/** Codes whose text in the catalogue names things that are not known here. */
const PLAIN: Partial<Record<Code, string>> = {
  'syntax/expected': 'A line is not of the form name = primitive(arguments).',
  'syntax/unexpected-character': 'A line has a character that no program has.',
  'name/unknown': 'It uses a name that nothing defines.',
  'name/use-before-definition': 'It uses a variable before the line that assigns it.',
  'name/duplicate-definition': 'It assigns a variable twice.',
  'name/not-assignable': 'It assigns something that is no variable.',
  'type/arity': 'It calls a primitive with the wrong number of arguments.',
  'type/argument': 'It passes a primitive a value of the wrong type.',
  'type/not-callable': 'It calls something that is not a function.',
  'run/primitive': 'A primitive cannot work with the values that it got.',
  'run/type': 'A primitive got a value of the wrong type.',
  'run/not-callable': 'It calls something that is not a function.',
  'run/steps': 'It was stopped after too many steps.',
  'run/size': 'It was stopped: a value grew too large.',
  'run/time': 'It was stopped: it took too long.',
}

/** Why it failed first, as a sentence; '' when nothing failed. */
export function failureWords(failure: string | null): string {
  if (failure === null) return ''
  if (!Object.hasOwn(CODES, failure)) return failure
  const code = failure as Code
  const text = PLAIN[code] ?? CODES[code].text.replace(/'?\{\w+\}'?/g, '…')
  return text.endsWith('.') ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** ln p as a probability: 12 %, 0.4 %, 3e-7 */
export function probabilityText(logProbability: number): string {
  const p = Math.exp(logProbability)
  if (p >= 0.1) return `${Math.round(p * 100)} %`
  if (p >= 0.001) return `${(p * 100).toFixed(1)} %`
  return p.toExponential(0)
}

/** Tokens as the lines of the program they write. */
export function tokenLines(
  sample: PolicySample,
): { readonly name: string; readonly logProbability: number | null }[][] {
  const lines: { name: string; logProbability: number | null }[][] = [[]]
  const names = sample.ended ? [...sample.tokens, '<end>'] : sample.tokens
  names.forEach((name, k) => {
    lines.at(-1)?.push({ name, logProbability: sample.tokenLogProbabilities?.[k] ?? null })
    if (name === '<line>') lines.push([])
  })
  return lines
}
