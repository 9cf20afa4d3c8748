import { cp, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_CONFIG } from '../../core/loop/config'
import { parameterTable } from '../../core/onnx/t5/parameters'
import { policyShape } from '../../core/policy/policyShape'
import { DEFAULT_POLICY, readDefaultPolicy } from './defaultPolicy'

const RESOURCES = join(import.meta.dirname, '../../../resources')
const SHAPE = policyShape(DEFAULT_CONFIG)
const MEND = 'Install the workbench again, or set initialWeights to random.'

describe('the policy that ships', () => {
  it('has every weight of the default shape, all finite, in at most 16 MB', async () => {
    const read = await readDefaultPolicy(RESOURCES, SHAPE)
    if (!read.ok) throw new Error(JSON.stringify(read.error))
    const { entries } = parameterTable(SHAPE)
    expect([...read.value.keys()]).toEqual(entries.map(({ name }) => name))
    for (const { name, size } of entries) expect(read.value.get(name)).toHaveLength(size)
    const { size } = await stat(join(RESOURCES, DEFAULT_POLICY.folder, DEFAULT_POLICY.weights))
    expect(size).toBeLessThan(16e6)
  })

  it.each([
    [{ dModel: 128 }, 'dModel', '64, not 128'],
    [{ heads: 8 }, 'heads', '4, not 8'],
    [{ dFf: 256 }, 'dFf', '128, not 256'],
    [{ encoderLayers: 3 }, 'encoderLayers', '2, not 3'],
    [{ decoderLayers: 1 }, 'decoderLayers', '2, not 1'],
  ])('is refused for %j, naming the setting', async (changes, setting, reason) => {
    const read = await readDefaultPolicy(RESOURCES, policyShape({ ...DEFAULT_CONFIG, ...changes }))
    expect(read).toMatchObject({ ok: false, error: { code: 'config/invalid', where: setting } })
    expect(read.ok ? '' : read.error.message).toContain(reason)
    expect(read.ok ? '' : read.error.mend).toContain(`Set ${setting} to`)
  })
})

describe('a changed or damaged copy is refused, with its place', () => {
  let resources: string
  let manifest: string
  let weights: string
  beforeEach(async () => {
    resources = await mkdtemp(join(tmpdir(), 'codeit-policy-'))
    const folder = join(resources, DEFAULT_POLICY.folder)
    await cp(join(RESOURCES, DEFAULT_POLICY.folder), folder, { recursive: true })
    manifest = join(folder, DEFAULT_POLICY.manifest)
    weights = join(folder, DEFAULT_POLICY.weights)
  })
  afterEach(() => rm(resources, { recursive: true }))
  const refusal = async (where: string, reason: string): Promise<void> => {
    const message = expect.stringContaining(reason) as string
    expect(await readDefaultPolicy(resources, SHAPE)).toEqual({
      ok: false,
      error: { code: 'policy/default', message, where, mend: MEND },
    })
  }
  const change = async (changes: object): Promise<void> => {
    const made = JSON.parse(await readFile(manifest, 'utf8')) as object
    await writeFile(manifest, JSON.stringify({ ...made, ...changes }))
  }

  it('other vocabularies', async () => {
    await change({ tokensSha256: '0'.repeat(64) })
    await refusal(manifest, 'other tokens than')
    await change({ featuresSha256: '0'.repeat(64) })
    await refusal(manifest, 'other tokens and features than')
  })

  it('another shape behind the same settings', async () => {
    await change({ shape: { ...SHAPE, relativeBuckets: 16 } })
    await refusal(manifest, 'its relativeBuckets is not')
  })

  it('weights with one bit changed, cut short, or gone', async () => {
    const bytes = await readFile(weights)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(weights, bytes)
    await refusal(weights, 'its checksum does not match')
    await truncate(weights, 1000)
    await refusal(weights, 'its checksum does not match')
    await rm(weights)
    expect(await readDefaultPolicy(resources, SHAPE)).toMatchObject({
      ok: false,
      error: { code: 'file/missing', where: weights },
    })
  })

  it('a manifest that is none', async () => {
    await change({ weightsSha256: 'x' })
    await refusal(`${manifest}: weightsSha256`, '')
    await writeFile(manifest, '{')
    await refusal(manifest, 'no JSON')
  })
})
