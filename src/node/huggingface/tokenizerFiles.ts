import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import type { PolicyTokenizer } from '../../core/policy/policyTokenizer'
import { ok, type Result } from '../../core/util/result'
import { refuse, refuseFile } from '../data/problems'
import { Refusal, refusable } from './refusal'

/** Files that describe a tokenizer; all that are there are kept with a policy. */
export const TOKENIZER_FILES: readonly string[] = [
  'tokenizer.json',
  'vocab.json',
  'merges.txt',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
]

const MAX_FILE_BYTES = 64 << 20
const MAX_ID = 2_000_000

const idSchema = z.number().int().min(0).max(MAX_ID)
const vocabularySchema = z.record(z.string(), idSchema)
const tokenSchema = z.object({
  content: z.string().min(1),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(false),
  special: z.boolean().default(true),
})
type AddedToken = z.infer<typeof tokenSchema>
/** Parts are those of a byte-level BPE: none of them takes a regular expression from the file. */
const part = (...types: string[]) => z.looseObject({ type: z.enum(types) })
const byteLevelSchema = part('ByteLevel').extend({
  add_prefix_space: z.boolean().default(true),
  use_regex: z.literal(true).default(true),
})

const tokenizerSchema = z.object({
  added_tokens: z.array(tokenSchema.extend({ id: idSchema })).default([]),
  normalizer: part('NFC', 'NFD', 'NFKC', 'NFKD').nullish().default(null),
  pre_tokenizer: byteLevelSchema,
  post_processor: part('RobertaProcessing', 'TemplateProcessing', 'BertProcessing', 'ByteLevel')
    .nullish()
    .default(null),
  decoder: part('ByteLevel'),
  model: z.looseObject({
    type: z.literal('BPE').default('BPE'),
    vocab: vocabularySchema,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    byte_fallback: z.literal(false).default(false),
    continuing_subword_prefix: z.enum(['']).nullish(),
    end_of_word_suffix: z.enum(['']).nullish(),
  }),
})
type TokenizerJson = z.infer<typeof tokenizerSchema>

/** The roles that RobertaTokenizer, CodeT5's, gives tokens, and the text of each unless the files say otherwise. */
const ROLES = {
  bos_token: '<s>',
  eos_token: '</s>',
  unk_token: '<unk>',
  sep_token: '</s>',
  pad_token: '<pad>',
  cls_token: '<s>',
  mask_token: '<mask>',
} as const
type Role = keyof typeof ROLES

const namedToken = z.union([z.string().min(1), tokenSchema])
const specialsSchema = z.object({
  tokenizer_class: z.string().nullish(),
  add_prefix_space: z.boolean().optional(),
  additional_special_tokens: z.array(namedToken).nullish(),
  added_tokens_decoder: z.record(z.string().regex(/^\d{1,7}$/), tokenSchema).optional(),
  ...(Object.fromEntries(Object.keys(ROLES).map((role) => [role, namedToken.nullish()])) as Record<
    Role,
    z.ZodOptional<z.ZodNullable<typeof namedToken>>
  >),
})

/** The tokenizer of a folder with these files: tokenizer.json, else vocab.json with merges.txt; null where it has none. */
export async function readTokenizer(folder: string, names: readonly string[]): Promise<Result<PolicyTokenizer | null>> {
  const present = TOKENIZER_FILES.filter((name) => names.includes(name))
  const texts = new Map<string, string>()
  for (const name of present) {
    const path = join(folder, name)
    try {
      const { size } = await stat(path)
      if (size > MAX_FILE_BYTES) return refuse('policy/tokenizer', path, { reason: `a file of ${size >> 20} MiB` })
      texts.set(name, await readFile(path, 'utf8'))
    } catch (error) {
      return refuseFile(error, path)
    }
  }
  if (texts.has('tokenizer.json')) {
    return refusable(join(folder, 'tokenizer.json'), () =>
      createTokenizer(parse('', texts.get('tokenizer.json') ?? '', tokenizerSchema)),
    )
  }
  if (!texts.has('vocab.json') && !texts.has('merges.txt')) return ok(null)
  return refusable(folder, () => createTokenizer(robertaTokenizer(texts)))
}

/** What transformers makes of RobertaTokenizer's files. */
function robertaTokenizer(texts: ReadonlyMap<string, string>): TokenizerJson {
  const read = <T>(name: string, schema: z.ZodType<T>): T => parse(name, texts.get(name) ?? '{}', schema)
  for (const name of ['vocab.json', 'merges.txt']) {
    if (!texts.has(name)) throw wrong('the file is missing, and there is no tokenizer.json', name)
  }
  const vocab = read('vocab.json', vocabularySchema)
  const added = read('added_tokens.json', vocabularySchema)
  const map = read('special_tokens_map.json', specialsSchema)
  const config = read('tokenizer_config.json', specialsSchema)
  const kind = config.tokenizer_class ?? 'RobertaTokenizer'
  if (!kind.startsWith('Roberta'))
    throw wrong(`${kind} without tokenizer.json; RobertaTokenizer is read so`, 'vocab.json')

  const ids = new Map([...Object.entries(vocab), ...Object.entries(added)])
  const tokens = new Map<string, AddedToken & { id: number }>()
  const add = (token: AddedToken, id = ids.get(token.content)): void => {
    if (id === undefined) throw wrong(`the special token ${token.content} has no id`, 'vocab.json')
    ids.set(token.content, id)
    tokens.set(token.content, { ...token, id })
  }
  for (const [id, token] of Object.entries(config.added_tokens_decoder ?? {})) add(token, Number(id))
  for (const content of Object.keys(added)) add(tokenOf(content))
  for (const named of config.additional_special_tokens ?? map.additional_special_tokens ?? []) {
    const token = tokenOf(named)
    add(token, ids.get(token.content) ?? 1 + Math.max(-1, ...ids.values())) // a new one comes last, as in transformers
  }
  const contents = new Map<Role, string>()
  for (const [role, usual] of Object.entries(ROLES) as [Role, string][]) {
    const named = config[role] ?? map[role]
    const token = tokenOf(named ?? usual)
    contents.set(role, token.content)
    // text before <mask> loses its space, as a mask stands for a word with its space
    const shaped = role === 'mask_token' && typeof (named ?? usual) === 'string' ? { ...token, lstrip: true } : token
    const isNeeded = (named !== undefined && named !== null) || role === 'sep_token' || role === 'cls_token'
    if (isNeeded || ids.has(token.content)) add(shaped)
  }
  const framed = (role: Role): [string, number] => {
    const content = contents.get(role) ?? ''
    return [content, ids.get(content) ?? 0]
  }
  const addPrefixSpace = config.add_prefix_space ?? false
  const lines = (texts.get('merges.txt') ?? '').split(/\r?\n/).filter((line) => line !== '' && !/^#version/.test(line))
  return {
    added_tokens: [...tokens.values()].sort((a, b) => a.id - b.id),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: addPrefixSpace, use_regex: true, trim_offsets: true },
    post_processor: {
      type: 'RobertaProcessing',
      sep: framed('sep_token'),
      cls: framed('cls_token'),
      trim_offsets: true,
      add_prefix_space: addPrefixSpace,
    },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges: lines, byte_fallback: false, unk_token: null, fuse_unk: false },
  }
}

const tokenOf = (token: string | AddedToken): AddedToken =>
  typeof token === 'string' ? tokenSchema.parse({ content: token }) : token

function createTokenizer(json: TokenizerJson): PolicyTokenizer {
  const vocabulary = checkVocabulary(json)
  const ids = new Set(vocabulary.map(([, id]) => id))
  let tokenizer: Tokenizer
  let probe: number[]
  try {
    tokenizer = new Tokenizer(json, {})
    probe = tokenizer.encode(' a', { add_special_tokens: true }).ids
  } catch (error) {
    // the library's own, on parts that do not fit each other
    throw wrong(`its parts do not fit: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!probe.every((id) => ids.has(id))) throw wrong('the tokens that frame a text are not in the vocabulary')
  return {
    vocabulary,
    encode: (text, { special }) => Int32Array.from(tokenizer.encode(text, { add_special_tokens: special }).ids),
    decode: (ids) => {
      const list = [...ids]
      if (list.length === 0) return '' // the library wants at least one
      return tokenizer.decode(list, { skip_special_tokens: false, clean_up_tokenization_spaces: false })
    },
  }
}

/** Every byte has a token, every merge makes one, no two tokens share an id: so each text has ids. */
function checkVocabulary({ model, added_tokens: added }: TokenizerJson): (readonly [string, number])[] {
  const ids = new Map(Object.entries(model.vocab))
  for (const { content, id } of added) {
    const before = ids.get(content)
    if (before !== undefined && before !== id) throw wrong(`the token ${content} has the ids ${before} and ${id}`)
    ids.set(content, id)
  }
  for (const letter of byteLetters()) {
    if (!ids.has(letter)) throw wrong(`no token ${JSON.stringify(letter)}: a byte-level vocabulary has all 256 bytes`)
  }
  for (const [k, merge] of model.merges.entries()) {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : merge
    const isPair = left !== undefined && right !== undefined && more.length === 0
    if (isPair && ids.has(left) && ids.has(right) && ids.has(left + right)) continue
    throw wrong(`merge ${k + 1}, ${JSON.stringify(merge)}, is not two tokens that make a third`)
  }
  const sorted = [...ids].sort(([, a], [, b]) => a - b)
  const twin = sorted.find(([, id], k) => id === sorted[k + 1]?.[1])
  if (twin) throw wrong(`two tokens have the id ${twin[1]}`)
  return sorted
}

/** GPT-2's visible letters for the 256 bytes: printable ones stand for themselves, others follow from U+0100 on. */
function byteLetters(): string[] {
  const isPrintable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad)
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++))
}

function parse<T>(place: string, text: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw wrong(`no JSON: ${error.message}`, place)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path.join('.') || 'the file'
  throw wrong(`${path}: ${issue?.message ?? 'malformed'}; byte-level BPE as CodeT5's is read`, place)
}

const wrong = (reason: string, place = ''): Refusal => new Refusal('policy/tokenizer', { reason }, place)
