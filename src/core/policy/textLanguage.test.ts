import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FIXTURES, hasFixtures } from '../../node/huggingface/testing/fixtures'
import { writeTextTokenizer } from '../../node/huggingface/testing/writeTextPolicy'
import { readTokenizer } from '../../node/huggingface/tokenizerFiles'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { parseProgram } from '../dsl/syntax/parser'
import { printProgram } from '../dsl/syntax/printer'
import { Grid } from '../grid/grid'
import { mutateSeeds } from '../mutate/mutateSeeds'
import { encodeSparse } from '../task/encodeSparse'
import { parseTask } from '../task/parseTask'
import type { Task } from '../task/task'
import { Rng } from '../util/rng'
import { compactLanguage, type PolicyLanguage } from './policyLanguage'
import { policyShape } from './policyShape'
import type { PolicyTokenizer } from './policyTokenizer'
import { MAX_TOKENS_A_SIDE, textLanguage } from './textLanguage'

const STARTER = resolve(import.meta.dirname, '../../../resources/starter')
const END = 2
const shapeOf = (vocabulary: number) => ({
  ...policyShape({ dModel: 16, heads: 2, dFf: 16, encoderLayers: 1, decoderLayers: 1 }),
  features: null,
  vocabulary,
})

let folder: string
let tokenizer: PolicyTokenizer
let language: PolicyLanguage

const tokenizerIn = async (directory: string): Promise<PolicyTokenizer> => {
  const read = await readTokenizer(directory, await readdir(directory))
  if (!read.ok || !read.value) throw new Error('no tokenizer')
  return read.value
}
const canonical = (text: string): string => printProgram(canonicalProgram(parseProgram(text).program))

async function starterSeeds(): Promise<{ task: Task; text: string }[]> {
  const names = (await readdir(join(STARTER, 'seeds'))).map((name) => name.replace('.dsl', ''))
  return Promise.all(
    names.map(async (name) => {
      const task = parseTask(name, JSON.parse(await readFile(join(STARTER, `training/${name}.json`), 'utf8')))
      if (!task.ok) throw new Error(task.error.message)
      return { task: task.value, text: canonical(await readFile(join(STARTER, `seeds/${name}.dsl`), 'utf8')) }
    }),
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-language-'))
  await writeTextTokenizer(folder)
  tokenizer = await tokenizerIn(folder)
  language = textLanguage({ shape: shapeOf(300), endToken: END, tokenizer })
})
afterAll(() => rm(folder, { recursive: true }))

/** Every starter seed and mutants of them come back as they were, and no token of theirs ends a sample. */
async function checkRoundTrips(spoken: PolicyLanguage): Promise<void> {
  const { encodeProgram, decodeProgram, programVocabulary, endToken } = spoken
  const seeds = await starterSeeds()
  const { mutants } = mutateSeeds({
    seeds: seeds.map(({ task, text }) => ({ task, program: parseProgram(text).program })),
    count: 200,
    mode: 'd1',
    rng: Rng.fromSeed(3),
    budget: DEFAULT_BUDGET,
  })
  expect(mutants).toHaveLength(200)
  for (const text of [...seeds, ...mutants].map((one) => one.text)) {
    const ids = encodeProgram(text) ?? new Int32Array()
    expect(ids.at(-1)).toBe(endToken)
    expect(decodeProgram(ids.slice(0, -1))).toBe(text)
    expect([...ids].filter((id) => programVocabulary && programVocabulary[id] !== 1)).toEqual([])
  }
}

describe('programs as text', () => {
  it('come back as they were: the starter seeds and 200 mutants', async () => {
    await checkRoundTrips(language)
    await checkRoundTrips(compactLanguage(shapeOf(300)))
  })

  it.skipIf(!hasFixtures)("come back as they were from CodeT5's kind of tokenizer", async () => {
    const recorded = await tokenizerIn(FIXTURES)
    await checkRoundTrips(textLanguage({ shape: shapeOf(1000), endToken: END, tokenizer: recorded }))
  })

  it('are framed and canonical; what does not parse is none', () => {
    const { encodeProgram } = language
    const ids = [...(encodeProgram('x7 = hmirror(I)\nO = vmirror(x7)') ?? [])]
    expect(tokenizer.decode(ids)).toBe('<s>x1 = hmirror(I)\nO = vmirror(x1)</s>')
    expect(encodeProgram('O = hmirror(I')).toBeNull()
    expect(encodeProgram('O = nothing(I)')).not.toBeNull()
  })

  it('that left the vocabulary are no programs, whatever the last token stands for', () => {
    const { decodeProgram, encodeProgram, programVocabulary } = language
    const ids = [...(encodeProgram('O = hmirror(I)') ?? [])].slice(0, -1)
    expect(decodeProgram(Int32Array.from(ids))).toBe('O = hmirror(I)')
    for (const foreign of ['\t', '"', '<pad>', '<mask>'].map((text) => [
      ...tokenizer.encode(text, { special: false }),
    ])) {
      expect(foreign.map((id) => programVocabulary?.[id])).toEqual([0])
      const text = decodeProgram(Int32Array.from([...ids, ...foreign]))
      expect(text).toMatch(/^O = hmirror\(I\)</)
      expect(parseProgram(text).diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
    }
    expect(decodeProgram(new Int32Array())).toBe('')
  })
})

describe('tasks as text', () => {
  const grid = (side: number): Grid => {
    const rng = Rng.fromSeed(side)
    return new Grid(
      side,
      side,
      Int8Array.from({ length: side * side }, () => rng.int(10)),
    )
  }
  const pair = (side: number) => ({ input: grid(side), output: grid(side + 1) })

  it('are the framed sparse text, inputs then outputs', () => {
    const pairs = [pair(2), pair(3)]
    const { features, length, width } = language.encodeTask(pairs)
    expect([features.length, width]).toEqual([length, 1])
    expect(features).toEqual(tokenizer.encode(encodeSparse(pairs), { special: true }))
    expect(tokenizer.decode(features)).toBe(`<s>${encodeSparse(pairs)}</s>`)
  })

  it.skipIf(!hasFixtures)("are, of CodeT5's kind of tokenizer, the tokens of the whole text", async () => {
    const recorded = await tokenizerIn(FIXTURES)
    const { encodeTask } = textLanguage({ shape: shapeOf(1000), endToken: END, tokenizer: recorded })
    for (const pairs of [[pair(1)], [pair(4), pair(2)], [pair(6)]]) {
      expect(encodeTask(pairs).features).toEqual(recorded.encode(encodeSparse(pairs), { special: true }))
    }
  })

  it.each([
    [[20], 2],
    [[30, 30, 30], 2],
    [[3, 30], 2],
  ])('of sides %j keep 512 tokens of the inputs and 512 of the outputs', (sides, framing) => {
    const pairs = sides.map(pair).map(({ input, output }) => ({ input, output: output.rows > 30 ? input : output }))
    const { features, length } = language.encodeTask(pairs)
    expect(length).toBe(2 * MAX_TOKENS_A_SIDE + 1 + framing)
    const [inputs = '', outputs = ''] = encodeSparse(pairs).split('\n')
    const cut = (text: string): number[] => [...tokenizer.encode(text, { special: false })].slice(0, MAX_TOKENS_A_SIDE)
    const newline = [...tokenizer.encode('\n', { special: false })]
    expect([...features]).toEqual([1, ...cut(inputs), ...newline, ...cut(outputs), END])
  })
})
