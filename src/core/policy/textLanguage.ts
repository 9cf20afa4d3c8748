import { CONSTANT_NAMES, PRIMITIVE_NAMES } from '../dsl/primitives'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { parseProgram } from '../dsl/syntax/parser'
import { printProgram } from '../dsl/syntax/printer'
import { encodeSparse } from '../task/encodeSparse'
import type { PolicyLanguage } from './policyLanguage'
import type { PolicyShape } from './policyPort'
import type { PolicyTokenizer } from './policyTokenizer'

/** Of the inputs, and of the outputs: tokens that a pretrained policy reads at most, as in the paper. */
export const MAX_TOKENS_A_SIDE = 512

/** Variables whose tokens belong to the DSL's vocabulary: more lines than fit the paper's 512 tokens. */
const VARIABLES = 200

/** Words whose tokens are kept at most. */
const MOST_WORDS = 50_000

export interface TextPolicy {
  readonly shape: PolicyShape
  readonly endToken: number
  readonly tokenizer: PolicyTokenizer
}

/**
 * A pretrained policy's: the sparse text of the demonstrations in, all inputs before all outputs and each side cut; the
 * program's canonical text out. Both are framed as the tokenizer frames a text (CodeT5's <s> ... </s>).
 */
export function textLanguage({ shape, endToken, tokenizer }: TextPolicy): PolicyLanguage {
  const plain = (text: string): Int32Array => tokenizer.encode(text, { special: false })
  const [before, after] = frameOf(tokenizer)
  const newline = plain('\n')
  const encodeSide = sideEncoder(plain)
  const programVocabulary = vocabularyOfPrograms(shape.vocabulary, [...before, endToken], plain)

  return {
    kind: 'text',
    shape,
    endToken,
    programVocabulary,
    encodeTask: (pairs) => {
      const [inputs = [], outputs = []] = encodeSparse(pairs).split('\n').map(encodeSide)
      const features = Int32Array.from([...before, ...inputs, ...newline, ...outputs, ...after])
      return { features, length: features.length, width: 1 }
    },
    encodeProgram: (text) => {
      const { program, diagnostics } = parseProgram(text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return null
      return Int32Array.from([...before, ...plain(printProgram(canonicalProgram(program))), endToken])
    },
    decodeProgram: (ids) => {
      const isFramed = before.length > 0 && before.every((id, k) => ids[k] === id)
      const own = isFramed ? ids.subarray(before.length) : ids
      const foreign = own.findIndex((id) => programVocabulary[id] !== 1)
      if (foreign < 0) return tokenizer.decode(own).trimStart()
      // marked, so that it is no program whatever the token stands for: one that is only white space would be read over
      return `${tokenizer.decode(own.subarray(0, foreign))}<${tokenizer.decode(own.subarray(foreign))}>`.trimStart()
    },
  }
}

/** What the tokenizer sets before and after a text. */
function frameOf(tokenizer: PolicyTokenizer): readonly [readonly number[], readonly number[]] {
  const framed = Array.from(tokenizer.encode('O', { special: true }))
  const text = tokenizer.encode('O', { special: false })
  const start = framed.findIndex((id) => id === text[0])
  return [framed.slice(0, start), framed.slice(start + text.length)]
}

/**
 * The first tokens of one side of a sparse text. Byte-level tokenizers cut before every space, so words can be encoded one
 * by one; there are few different ones, and most tasks are made of words that were seen before.
 */
function sideEncoder(plain: (text: string) => Int32Array): (text: string) => readonly number[] {
  const known = new Map<string, Int32Array>()
  const encodeWord = (word: string): Int32Array => {
    const before = known.get(word)
    if (before) return before
    if (known.size >= MOST_WORDS) known.clear()
    const ids = plain(word)
    known.set(word, ids)
    return ids
  }
  return (text) => {
    const ids: number[] = []
    for (const [k, word] of text.split(' ', MAX_TOKENS_A_SIDE).entries()) {
      ids.push(...encodeWord(k === 0 ? word : ` ${word}`))
      if (ids.length >= MAX_TOKENS_A_SIDE) break
    }
    return ids.slice(0, MAX_TOKENS_A_SIDE)
  }
}

/** The tokens of every name at every place that a canonical program may have it, and of what stands between names. */
function vocabularyOfPrograms(
  vocabulary: number,
  framing: readonly number[],
  plain: (text: string) => Int32Array,
): Uint8Array {
  const mask = new Uint8Array(vocabulary)
  const variables = Array.from({ length: VARIABLES }, (_, k) => `x${k + 1}`)
  for (const id of framing) mask[id] = 1
  for (const name of ['I', 'O', ...variables, ...CONSTANT_NAMES, ...PRIMITIVE_NAMES]) {
    const lines = `${name} = ${name}\n${name} = ${name}(${name}, ${name})\n${name}`
    for (const id of plain(lines)) mask[id] = 1
  }
  return mask
}
