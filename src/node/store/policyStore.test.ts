import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPolicyFolder } from '../huggingface/policyFolder'
import { FIXTURES, hasFixtures, MODELS } from '../huggingface/testing/fixtures'
import { smallVocabulary, writeCheckpoint } from '../huggingface/testing/writeCheckpoint'
import { PolicyStore } from './policyStore'

let folder: string
let store: PolicyStore
const source = () => join(folder, 'codet5')
const home = () => join(folder, 'workspace/policies')
const importedAt = '2026-01-02T03:04:05.000Z'
const aHash = expect.stringMatching(/^[0-9a-f]{64}$/) as string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-policies-'))
  store = await PolicyStore.open(join(folder, 'workspace'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('import', () => {
  it('keeps weights, config, tokenizer files and where it came from', async () => {
    const { parameters, weights } = await writeCheckpoint(source())
    const record = {
      format: 1,
      name: 'codet5',
      source: source(),
      importedAt,
      parameters,
      vocabularySha256: aHash,
      weightsSha256: aHash,
    }
    expect(await store.import(source(), { importedAt })).toMatchObject({ ok: true, value: { record } })
    expect(await store.names()).toEqual(['codet5'])
    const files = ['config.json', 'merges.txt', 'model.safetensors', 'policy.json', 'vocab.json']
    expect((await readdir(join(home(), 'codet5'))).sort()).toEqual(files)
    const loaded = await store.load('codet5')
    if (!loaded.ok) throw new Error(loaded.error.message)
    for (const [name, values] of weights) {
      expect(loaded.value.policy.weights.weights.get(name)?.data, name).toEqual(values)
    }
    expect(loaded.value.policy.config).toMatchObject({ torch_dtype: 'float32', d_model: 8 })
  })

  it('replaces a policy by its own source only', async () => {
    await writeCheckpoint(source())
    const first = await store.import(source(), { name: 'mine', importedAt })
    await writeCheckpoint(source(), { seed: 2 })
    const second = await store.import(source(), { name: 'mine', importedAt })
    if (!first.ok || !second.ok) throw new Error('not imported')
    expect(second.value.record.weightsSha256).not.toBe(first.value.record.weightsSha256)
    await cp(source(), join(folder, 'other'), { recursive: true })
    const third = await store.import(join(folder, 'other'), { name: 'mine', importedAt })
    expect(third).toMatchObject({ ok: false, error: { code: 'policy/exists' } })
    expect(await store.load('mine')).toMatchObject({ ok: true, value: { record: second.value.record } })
    expect(await readdir(home())).toEqual(['mine'])
  })

  it('takes no name that stands for our own', async () => {
    await writeCheckpoint(source())
    const named = await store.import(source(), { name: 'small', importedAt })
    expect(named).toMatchObject({ ok: false, error: { code: 'policy/exists' } })
    expect(await store.names()).toEqual([])
  })

  it('a vocabulary has one hash, another vocabulary another', async () => {
    const hashes = new Set<string | null>()
    for (const [k, change] of [{}, {}, { ab: 299 }].entries()) {
      const from = join(folder, `from-${k}`)
      await writeCheckpoint(from, { seed: k })
      await writeFile(join(from, 'vocab.json'), JSON.stringify({ ...smallVocabulary(), ...change }))
      const imported = await store.import(from, { importedAt })
      if (!imported.ok) throw new Error(imported.error.message)
      hashes.add(imported.value.record.vocabularySha256)
    }
    expect(hashes.size).toBe(2)
  })

  it.each<[string, (place: string) => Promise<unknown>, string, string]>([
    ['no folder', (at) => rm(at, { recursive: true }), 'file/missing', ''],
    ['no config.json', (at) => rm(join(at, 'config.json')), 'policy/no-config', ''],
    ['a config that is no JSON', (at) => writeFile(join(at, 'config.json'), '{'), 'policy/config', 'config.json'],
    ['no weights', (at) => rm(join(at, 'model.safetensors')), 'policy/no-weights', ''],
    ['weights cut short', (at) => writeFile(join(at, 'model.safetensors'), 'x'), 'weights/broken', 'model.safetensors'],
    ['a config of another model', (at) => writeConfig(at, { d_ff: 32 }), 'policy/weight', 'model.safetensors'],
    ['half a tokenizer', (at) => rm(join(at, 'merges.txt')), 'policy/tokenizer', 'merges.txt'],
    ['more tokens than rows', (at) => writeVocabulary(at, { zz: 300 }), 'policy/tokenizer', ''],
    ['a folder for a file', (at) => mkdir(join(at, 'tokenizer.json')), 'file/unreadable', 'tokenizer.json'],
  ])('refuses %s and leaves nothing behind', async (_, spoil, code, file) => {
    await writeCheckpoint(source())
    await spoil(source())
    const imported = await store.import(source(), { importedAt })
    expect(imported).toMatchObject({ ok: false, error: { code, mend: expect.stringMatching(/./) as string } })
    expect(!imported.ok && imported.error.where).toContain(source())
    expect(!imported.ok && imported.error.where).toContain(file)
    expect(await readdir(home())).toEqual([])
  })

  it('says which checkpoints in several parts it does not read', async () => {
    await writeCheckpoint(source())
    await rm(join(source(), 'model.safetensors'))
    await writeFile(join(source(), 'model-00001-of-00002.safetensors'), '')
    const imported = await store.import(source(), { importedAt })
    expect(!imported.ok && imported.error.message).toContain('in several parts')
  })

  it('refuses a name that no folder can have', async () => {
    await writeCheckpoint(source())
    expect(await store.import(source(), { name: '../..', importedAt })).toMatchObject({
      error: { code: 'policy/name' },
    })
  })

  it('what an interrupted import left is cleared away, and an old policy put back', async () => {
    await writeCheckpoint(source())
    await store.import(source(), { importedAt })
    await cp(join(home(), 'codet5'), join(home(), '.other.old'), { recursive: true })
    await mkdir(join(home(), '.codet5.new'))
    const again = await PolicyStore.open(join(folder, 'workspace'))
    expect(await again.names()).toEqual(['codet5', 'other'])
    expect((await readdir(home())).sort()).toEqual(['codet5', 'other'])
  })
})

describe('load', () => {
  it('names the policies there are', async () => {
    expect(await store.load('x')).toMatchObject({ error: { message: "no policy 'x' (there is none)" } })
    await writeCheckpoint(source())
    await store.import(source(), { importedAt })
    expect(await store.load('x')).toMatchObject({ error: { message: "no policy 'x' (there are codet5)" } })
    expect(await store.load('../policies/codet5')).toMatchObject({ error: { code: 'policy/unknown' } })
  })

  it('refuses weights that changed since, and a record that does not read', async () => {
    await writeCheckpoint(source())
    await store.import(source(), { importedAt })
    const weights = join(home(), 'codet5/model.safetensors')
    const bytes = await readFile(weights)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(weights, bytes)
    expect(await store.load('codet5')).toMatchObject({ error: { code: 'policy/broken', where: weights } })
    await writeFile(join(home(), 'codet5/policy.json'), '{"format": 2}')
    expect(await store.load('codet5')).toMatchObject({ error: { code: 'policy/broken' } })
  })
})

describe('export', () => {
  beforeEach(async () => {
    await writeCheckpoint(source())
    await store.import(source(), { importedAt })
  })

  it.each([['a new folder'], ['an empty folder']])(
    'into %s; it can be imported again and is the same',
    async (kind) => {
      const target = join(folder, 'out')
      if (kind === 'an empty folder') await mkdir(target)
      const exported = await store.export('codet5', target)
      const files = ['config.json', 'merges.txt', 'model.safetensors', 'vocab.json']
      expect(exported).toMatchObject({ ok: true, value: { files } })
      expect((await readdir(folder)).sort()).toEqual(['codet5', 'out', 'workspace'])
      const again = await store.import(target, { name: 'again', importedAt })
      if (!exported.ok || !again.ok) throw new Error('not imported')
      const { weightsSha256, vocabularySha256 } = exported.value.record
      expect(again.value.record).toMatchObject({ weightsSha256, vocabularySha256 })
    },
  )

  it('refuses a folder with something in it, a file, and an unknown name', async () => {
    expect(await store.export('codet5', source())).toMatchObject({ error: { code: 'file/not-empty' } })
    await writeFile(join(folder, 'file'), '')
    expect(await store.export('codet5', join(folder, 'file'))).toMatchObject({ error: { code: 'file/unwritable' } })
    expect(await store.export('nobody', join(folder, 'out'))).toMatchObject({ error: { code: 'policy/unknown' } })
    expect((await readdir(folder)).sort()).toEqual(['codet5', 'file', 'workspace'])
  })
})

describe.skipIf(!hasFixtures)('checkpoints that PyTorch wrote', () => {
  it.each(MODELS)('%s: every format gives the same policy', async (name) => {
    const read = async (file: string) => {
      const place = join(folder, file)
      await mkdir(place)
      await cp(join(FIXTURES, name, 'config.json'), join(place, 'config.json'))
      await cp(join(FIXTURES, name, file), join(place, file))
      const policy = await readPolicyFolder(place)
      if (!policy.ok) throw new Error(policy.error.message)
      return policy.value
    }
    const safe = await read('model.safetensors')
    const torch = await read('pytorch_model.bin')
    expect(torch.weights.weights).toEqual(safe.weights.weights)
    expect(torch.weights.aliases).toHaveLength(name === 'relu-tied' ? 3 : 2)
    expect(safe.tokenizer).toBeNull()
  })
})

async function writeConfig(at: string, change: object): Promise<void> {
  const path = join(at, 'config.json')
  await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }))
}

const writeVocabulary = (at: string, change: object): Promise<void> =>
  writeFile(join(at, 'vocab.json'), JSON.stringify({ ...smallVocabulary(), ...change }))
