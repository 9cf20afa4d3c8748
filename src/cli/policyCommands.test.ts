import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FIXTURES, hasFixtures } from '../node/huggingface/testing/fixtures'
import { writeCheckpoint } from '../node/huggingface/testing/writeCheckpoint'
import { buildEntries, removeEntries } from '../node/jobs/buildEntries.testSupport'
import { Output } from './output'
import { runCommandLine } from './program'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-policy-'))
})
afterEach(() => rm(folder, { recursive: true }))

const resources = join(import.meta.dirname, '../../resources')

async function codeit(entries: string, ...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const directories = { entries, renderer: '', preload: '', resources, version: '1.2.3' }
  const code = await runCommandLine(args, { directories, output })
  const lines = out.trimEnd().split('\n')
  const read = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>
  return { code, out, err, lines, json: args.includes('--json') ? read() : {} }
}

describe('codeit import policy and export policy', () => {
  const run = (...args: string[]) => codeit('', ...args, '--workspace', join(folder, 'workspace'), '--json')

  it('imports a folder, says what it is, and gives it back', async () => {
    const { parameters } = await writeCheckpoint(join(folder, 'codet5'))
    const imported = await run('import', 'policy', join(folder, 'codet5'))
    expect([imported.code, imported.err]).toEqual([0, ''])
    expect(imported.lines.slice(0, 2)).toEqual([
      'codet5: T5, 1 + 2 layers, width 8, 2 heads of 4, feed-forward 16 (relu), vocabulary 300, output tied to the embeddings',
      `${parameters} parameters from model.safetensors`,
    ])
    expect(imported.json).toMatchObject({
      name: 'codet5',
      source: join(folder, 'codet5'),
      path: join(folder, 'workspace/policies/codet5'),
      parameters,
      weightsFile: 'model.safetensors',
      aliases: [],
      tokens: 263,
      architecture: { dModel: 8, encoderLayers: 1, decoderLayers: 2, tiedOutput: true, gatedGelu: false },
      endToken: 2,
    })
    const exported = await run('export', 'policy', 'codet5', join(folder, 'out'))
    expect([exported.code, exported.err]).toEqual([0, ''])
    const { weightsSha256 } = imported.json
    expect(exported.json).toMatchObject({ name: 'codet5', path: join(folder, 'out'), parameters, weightsSha256 })
    const files = ['model.safetensors', 'vocab.json', 'merges.txt']
    for (const file of files) {
      expect(await readFile(join(folder, 'out', file)), file).toEqual(await readFile(join(folder, 'codet5', file)))
    }
  })

  it('--name names it', async () => {
    await writeCheckpoint(join(folder, 'codet5'))
    expect(await run('import', 'policy', join(folder, 'codet5'), '--name', 'my own')).toMatchObject({
      code: 0,
      json: { name: 'my-own' },
    })
  })

  it('refuses in one line: what, where, how to mend it', async () => {
    await writeCheckpoint(join(folder, 'codet5'))
    await writeFile(join(folder, 'codet5/model.safetensors'), 'nothing')
    const { code, err, lines, json } = await run('import', 'policy', join(folder, 'codet5'))
    expect([code, lines.length]).toEqual([2, 1])
    expect(err).toMatch(/^codeit: .*codet5.model\.safetensors: not readable weights: .+ \(Download .+\)\n$/)
    expect(json).toMatchObject({ error: { code: 'weights/broken' } })
    expect(await run('export', 'policy', 'codet5', join(folder, 'out'))).toMatchObject({ code: 2 })
  })
})

describe('codeit parity', () => {
  let entries: string
  beforeAll(async () => {
    entries = await buildEntries('policyCommands', { policy: 'node/ort/policy.entry.ts' })
  })
  afterAll(() => removeEntries(entries))

  it.skipIf(!hasFixtures)('one line for each check, the last one counts', async () => {
    const { code, err, lines, json } = await codeit(entries, 'parity', FIXTURES, '--json')
    expect([code, err]).toEqual([0, ''])
    expect(lines.at(-2)).toBe('38 passed, 0 failed')
    expect(lines).toHaveLength(40)
    for (const line of lines.slice(0, 38)) expect(line).toMatch(/^passed .+: error [-\d.e]+ \(.+; .+\)$/)
    expect(json).toMatchObject({ passed: 38, failed: 0 })
    expect(json.checks).toHaveLength(38)
  })

  it.skipIf(!hasFixtures)('a number that is not ours fails', async () => {
    const recorded = JSON.parse(await readFile(join(FIXTURES, 'relu-tied/case.json'), 'utf8')) as { loss: number }
    const copy = await copyRecord({ loss: recorded.loss * 1.001 })
    const { code, lines } = await codeit(entries, 'parity', copy)
    expect(code).toBe(1)
    expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
      expect.stringMatching(/^FAILED relu-tied: loss: error 1e-3 \(at most 1e-5; 4\.84\d+\)$/) as string,
    ])
    expect(lines.at(-1)).toBe('13 passed, 1 failed')
  })

  it.each<[string, (at: string) => Promise<unknown>, string]>([
    ['no folder', () => Promise.resolve(), 'file/missing'],
    ['a folder without records', (at) => mkdir(at), 'parity/record'],
    ['a record that does not read', (at) => writeRecord(at, '{"loss": 1'), 'parity/record'],
    ['a record without its numbers', (at) => writeRecord(at, '{}'), 'parity/record'],
  ])('refuses %s', async (_, make, code) => {
    await make(join(folder, 'record'))
    const refused = await codeit(entries, 'parity', join(folder, 'record'), '--json')
    expect(refused).toMatchObject({ code: 2, json: { error: { code } } })
    expect(refused.err).toMatch(/^codeit: .+record.* \(.+\)\n$/)
  })

  it.skipIf(!hasFixtures).each([
    ['input_ids', [[999]]],
    ['attention_mask', [[1]]],
    ['labels', [[-100], [-100], [-100]]],
  ])('refuses a record whose %s cannot be fed', async (field, value) => {
    const copy = await copyRecord({ [field]: value })
    const refused = await codeit(entries, 'parity', copy, '--json')
    expect(refused).toMatchObject({ code: 2, json: { error: { code: 'parity/record' } } })
  })

  it('a process that dies is one line', async () => {
    await writeFile(join(folder, 'policy.js'), 'process.exit(3)')
    const { code, err } = await codeit(folder, 'parity', folder)
    expect([code, err]).toEqual([1, expect.stringContaining('the comparison ended: ') as string])
  })
})

async function writeRecord(at: string, text: string): Promise<void> {
  await writeCheckpoint(join(at, 'model'))
  await writeFile(join(at, 'model/case.json'), text)
}

/** A record of one model whose case.json is changed. */
async function copyRecord(change: object): Promise<string> {
  const copy = join(folder, 'record')
  await cp(join(FIXTURES, 'relu-tied'), join(copy, 'relu-tied'), { recursive: true })
  const path = join(copy, 'relu-tied/case.json')
  const recorded = JSON.parse(await readFile(path, 'utf8')) as object
  await rm(path)
  await writeFile(path, JSON.stringify({ ...recorded, ...change }))
  return copy
}
