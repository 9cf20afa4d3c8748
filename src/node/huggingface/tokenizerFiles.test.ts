import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PolicyTokenizer } from '../../core/policy/policyTokenizer'
import { fixtureBytes, fixtureJson, hasFixtures } from './testing/fixtures'
import { SMALL_MERGES, smallVocabulary } from './testing/writeCheckpoint'
import { readTokenizer } from './tokenizerFiles'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-tokenizer-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function read(files: Readonly<Record<string, string | object | Uint8Array>>) {
  for (const [name, contents] of Object.entries(files)) {
    const isRaw = typeof contents === 'string' || contents instanceof Uint8Array
    await writeFile(join(folder, name), isRaw ? contents : JSON.stringify(contents))
  }
  return await readTokenizer(folder, Object.keys(files))
}

const own = () => ({
  added_tokens: ['<s>', '</s>'].map((content, id) => ({ id, content, special: true })),
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
  post_processor: { type: 'RobertaProcessing', cls: ['<s>', 0], sep: ['</s>', 1] },
  decoder: { type: 'ByteLevel' },
  model: { type: 'BPE', vocab: smallVocabulary(), merges: SMALL_MERGES },
})

function value(result: Awaited<ReturnType<typeof read>>): PolicyTokenizer {
  if (!result.ok || !result.value) throw new Error(result.ok ? 'no tokenizer' : result.error.message)
  return result.value
}

it('reads tokenizer.json', async () => {
  const tokenizer = value(await read({ 'tokenizer.json': own() }))
  const ids = smallVocabulary()
  expect([...tokenizer.encode('abc ab', { special: true })]).toEqual([0, ids.abc, ids['Ġab'], 1])
  expect([...tokenizer.encode('abc ab', { special: false })]).toEqual([ids.abc, ids['Ġab']])
  expect(tokenizer.decode([0, ids.abc ?? 0, ids['Ġab'] ?? 0, 1])).toBe('<s>abc ab</s>')
  expect(tokenizer.decode([])).toBe('')
  expect(tokenizer.decode([9999])).toBe('')
  expect(tokenizer.decode([9999, ids.ab ?? 0])).toBe('ab') // ids beyond the vocabulary are left out
  expect(tokenizer.vocabulary.map(([, id]) => id)).toEqual(Array.from({ length: 263 }, (_, id) => id))
})

it('reads vocab.json with merges.txt; a mask takes the space before it', async () => {
  const files = { 'vocab.json': smallVocabulary(), 'merges.txt': `#version: 0.2\n${SMALL_MERGES.join('\n')}\n` }
  const tokenizer = value(await read(files))
  const ids = smallVocabulary()
  expect([...tokenizer.encode('abc  <mask>', { special: true })]).toEqual([0, ids.abc, 3, 1])
})

it('special tokens from each file that may name them', async () => {
  const tokenizer = value(
    await read({
      'vocab.json': smallVocabulary(),
      'merges.txt': SMALL_MERGES.join('\n'),
      'added_tokens.json': { '<one>': 300 },
      'special_tokens_map.json': { additional_special_tokens: [{ content: '<pad>' }, '<three>'] },
      'tokenizer_config.json': {
        tokenizer_class: 'RobertaTokenizer',
        added_tokens_decoder: { '301': { content: '<two>', lstrip: true } },
      },
    }),
  )
  expect([...tokenizer.encode('<one> <two><pad><three>', { special: false })]).toEqual([300, 301, 2, 302])
  expect(tokenizer.vocabulary.at(-1)).toEqual(['<three>', 302])
})

it('a folder without tokenizer has none', async () => {
  expect(await read({ 'tokenizer_config.json': '{' })).toEqual({ ok: true, value: null })
})

describe('refuses', () => {
  const change = (part: object) => ({ 'tokenizer.json': { ...own(), ...part } })
  const model = (part: object) => change({ model: { ...own().model, ...part } })
  it.each<[string, Parameters<typeof read>[0], string]>([
    ['no JSON', { 'tokenizer.json': '{"model"' }, 'no JSON'],
    ['another model', model({ type: 'Unigram', vocab: [['a', 0]] }), 'model.type'],
    [
      'an expression of its own',
      change({ pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' } } }),
      'pre_tokenizer.type',
    ],
    ['a normalizer with an expression', change({ normalizer: { type: 'Replace' } }), 'normalizer.type'],
    ['an id that is a text', model({ vocab: { ...smallVocabulary(), a: '7' } }), 'model.vocab.a'],
    ['an id beyond sense', model({ vocab: { ...smallVocabulary(), zz: 4e9 } }), 'model.vocab.zz'],
    ['two tokens of one id', model({ vocab: { ...smallVocabulary(), zz: 7 } }), 'two tokens have the id 7'],
    ['a byte without token', model({ vocab: { ab: 0 } }), 'no token'],
    ['a merge of three', model({ merges: ['a b c'] }), 'merge 1'],
    [
      'a merge that gives no token',
      model({
        merges: [
          ['a', 'b'],
          ['b', 'a'],
        ],
      }),
      'merge 2',
    ],
    ['an added token with two ids', change({ added_tokens: [{ id: 9, content: '<s>' }] }), 'has the ids 0 and 9'],
    [
      'a frame that is no token',
      change({ post_processor: { type: 'RobertaProcessing', cls: ['<x>', 0], sep: ['</s>', 1] } }),
      'frame a text',
    ],
    ['a frame without its parts', change({ post_processor: { type: 'TemplateProcessing' } }), 'its parts do not fit'],
    ['vocab.json alone', { 'vocab.json': smallVocabulary() }, 'merges.txt: the file is missing'],
    ['no separator', { 'vocab.json': { a: 0 }, 'merges.txt': '' }, 'the special token </s> has no id'],
    [
      'a class of other frames',
      { 'vocab.json': {}, 'merges.txt': '', 'tokenizer_config.json': { tokenizer_class: 'GPT2Tokenizer' } },
      'GPT2Tokenizer without',
    ],
  ])('%s', async (_, files, message) => {
    const tokenizer = await read(files)
    expect(tokenizer).toMatchObject({ ok: false, error: { code: 'policy/tokenizer' } })
    expect(!tokenizer.ok && `${tokenizer.error.where}: ${tokenizer.error.message}`).toContain(message)
  })
})

describe('damaged files are refused or read, never worse', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<s>', ' <mask>', 'abc ab', '\ud800'),
  )
  const damage = fc.record({
    flips: fc.array(fc.tuple(fc.nat(6000), fc.constantFrom(...'"{}[],:0a\\ \0')), { maxLength: 4 }),
    cutAt: fc.oneof({ weight: 4, arbitrary: fc.constant(1e6) }, { weight: 1, arbitrary: fc.nat(6000) }),
  })
  const spoil = (text: string, { flips, cutAt }: { flips: [number, string][]; cutAt: number }): string =>
    flips
      .reduce((t, [at, letter]) => (at < t.length ? t.slice(0, at) + letter + t.slice(at + 1) : t), text)
      .slice(0, cutAt)

  it.each<[string, (spoilt: (text: string) => string) => Parameters<typeof read>[0]]>([
    ['tokenizer.json', (spoilt) => ({ 'tokenizer.json': spoilt(JSON.stringify(own())) })],
    [
      'vocab.json',
      (spoilt) => ({ 'vocab.json': spoilt(JSON.stringify(smallVocabulary())), 'merges.txt': SMALL_MERGES.join('\n') }),
    ],
    ['merges.txt', (spoilt) => ({ 'vocab.json': smallVocabulary(), 'merges.txt': spoilt(SMALL_MERGES.join('\n')) })],
  ])('%s', async (_, files) => {
    let [refused, readable] = [0, 0]
    await fc.assert(
      fc.asyncProperty(damage, anyText, async (how, text) => {
        const tokenizer = await read(files((whole) => spoil(whole, how)))
        if (!tokenizer.ok) {
          refused++
          expect(tokenizer.error.code).toBe('policy/tokenizer')
          return
        }
        readable++
        const ids = value(tokenizer).encode(text, { special: true })
        const known = new Set(value(tokenizer).vocabulary.map(([, id]) => id))
        expect(ids.every((id) => known.has(id))).toBe(true)
        value(tokenizer).decode(ids)
      }),
      { seed: 17, numRuns: 200 },
    )
    expect(refused).toBeGreaterThan(0)
    expect(readable).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasFixtures)('as the reference', () => {
  interface Recorded {
    text: string
    ids: number[]
    ids_no_special: number[]
    decoded: string
  }
  const parts = (): Record<string, Uint8Array> =>
    Object.fromEntries(['vocab.json', 'merges.txt', 'tokenizer_config.json'].map((name) => [name, fixtureBytes(name)]))
  const extra = Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`<extra_id_${k}>`, 900 + k]))

  it.each<[string, () => Parameters<typeof read>[0]]>([
    ['tokenizer.json', () => ({ 'tokenizer.json': fixtureBytes('tokenizer.json') })],
    ['vocab.json, merges.txt and added_tokens.json', () => ({ ...parts(), 'added_tokens.json': extra })],
  ])('on all 200 texts: %s', async (_, files) => {
    const tokenizer = value(await read(files()))
    const recorded = fixtureJson('tokenizer_cases.json') as Recorded[]
    expect(recorded).toHaveLength(200)
    for (const { text, ids, ids_no_special: bare, decoded } of recorded) {
      expect([...tokenizer.encode(text, { special: true })], text).toEqual(ids)
      expect([...tokenizer.encode(text, { special: false })], text).toEqual(bare)
      expect(tokenizer.decode(bare), text).toBe(decoded)
    }
  })
})
