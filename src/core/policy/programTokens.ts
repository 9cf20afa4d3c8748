import { CONSTANT_NAMES, PRIMITIVE_NAMES } from '../dsl/primitives'
import type { Program } from '../dsl/syntax/ast'
import { parseProgram } from '../dsl/syntax/parser'

/**
 * Programs as token ids: one id per DSL name. In canonical programs the assigned variables are x1, x2 ... and at last
 * O, so targets, brackets and commas carry nothing and are left out: `x1 = f(a, b)` is `f a b`, lines are joined by a
 * separator.
 */
export const PAD_TOKEN = 0
export const END_TOKEN = 1
/** between two lines */
export const LINE_TOKEN = 2
/** the first token that stands for a name */
export const FIRST_NAME_TOKEN = 3
/** Variables the vocabulary can name: programs with more lines cannot be encoded. */
export const MAX_VARIABLES = 40

const NAMES: readonly string[] = [
  '<pad>',
  '<end>',
  '<line>',
  'I',
  ...Array.from({ length: MAX_VARIABLES }, (_, k) => `x${k + 1}`),
  ...CONSTANT_NAMES,
  ...PRIMITIVE_NAMES,
]
const ID_OF: ReadonlyMap<string, number> = new Map(NAMES.map((name, id) => [name, id]))

export const VOCABULARY_SIZE = NAMES.length

/** The token of the variable that line `k` (from 0) assigns. */
export const variableToken = (k: number): number => FIRST_NAME_TOKEN + 1 + k

export const tokenName = (id: number): string => NAMES[id] ?? '<unknown>'

/** Ids of a canonical program, end token included; null when it names something outside the vocabulary. */
export function encodeProgram(program: Program): Int32Array | null {
  const ids: number[] = []
  for (const [k, statement] of program.statements.entries()) {
    if (k > 0) ids.push(LINE_TOKEN)
    for (const name of statement.callee ? [statement.callee, ...statement.args] : statement.args) {
      const id = ID_OF.get(name.text)
      if (id === undefined) return null
      ids.push(id)
    }
  }
  ids.push(END_TOKEN)
  return Int32Array.from(ids)
}

/** The program text of sampled ids (end token left out). Any sequence gives a text; whether it parses is the parser's to say. */
export function decodeProgram(ids: Int32Array): string {
  const lines: string[][] = [[]]
  for (const id of ids) {
    if (id === LINE_TOKEN) lines.push([])
    else lines[lines.length - 1]?.push(tokenName(id))
  }
  return lines
    .map((names, k) => {
      const target = k === lines.length - 1 ? 'O' : `x${k + 1}`
      const [callee = '', ...args] = names
      return names.length === 1 ? `${target} = ${callee}` : `${target} = ${callee}(${args.join(', ')})`
    })
    .join('\n')
}

/** Ids of a canonical program text; null when it does not parse or names something outside the vocabulary. */
export function encodeProgramText(text: string): Int32Array | null {
  const { program, diagnostics } = parseProgram(text)
  return diagnostics.some((d) => d.severity === 'error') ? null : encodeProgram(program)
}

/** The ids of a program's first lines, each with its end. */
export function firstLines(ids: Int32Array, lines: number): Int32Array {
  let at = 0
  for (let k = 0; k < lines; k++) at = ids.indexOf(LINE_TOKEN, at) + 1
  return ids.slice(0, at)
}
