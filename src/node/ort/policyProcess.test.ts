import { spawn as spawnChild } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { PolicyModel, SampleRequest } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'
import { OrtPolicy } from './ortPolicy'
import { probeProviders, spawnPolicy } from './policyProcess'
import { buildPolicyEntry } from './testing/buildPolicyEntry'
import { LEARN, randomExamples, randomTask, SMALL_SHAPE } from './testing/smallPolicy'

describe('the policy in a process of its own', () => {
  let entry: Awaited<ReturnType<typeof buildPolicyEntry>>
  const opened: PolicyModel[] = []
  beforeAll(async () => {
    entry = await buildPolicyEntry()
  })
  afterAll(() => entry.remove())
  afterEach(async () => {
    for (const policy of opened.splice(0)) await policy.close()
  })
  const spawn = async (threads: number): Promise<PolicyModel> => {
    const policy = await spawnPolicy(entry.path, SMALL_SHAPE, { seed: 1, threads, maxTokens: 100, maxRows: 8 })
    opened.push(policy)
    return policy
  }
  const rng = Rng.fromSeed(11)
  const requests: SampleRequest[] = Array.from({ length: 6 }, (_, seed) => ({
    input: randomTask(rng, rng.between(3, 30)),
    count: 4,
    seed,
  }))

  it('learns and samples the same with no worker, two and three workers', async () => {
    const run = async (policy: PolicyModel) => {
      const losses = []
      for (let i = 0; i < 3; i++) losses.push((await policy.learn(randomExamples(12, i), LEARN)).loss)
      const evaluated = await policy.evaluate(randomExamples(9, 7))
      const samples = await policy.sample(requests, { temperature: 1, maxTokens: 10 })
      const cut = await policy.sample(requests, { temperature: 1, maxTokens: 10, topK: 5, topP: 0.8, perToken: true })
      const beam = { width: 4, lengthPenalty: 1 }
      const best = await policy.sample(requests, { temperature: 1, maxTokens: 10, beam })
      return {
        parameters: policy.parameters,
        losses,
        evaluated,
        samples,
        cut,
        best,
        saved: Buffer.from(await policy.save()).toString('hex'),
      }
    }
    const here = await OrtPolicy.create(SMALL_SHAPE, { seed: 1, threads: 1, maxTokens: 100, maxRows: 8 })
    opened.push(here)
    const expected = await run(here)
    expect(await run(await spawn(2))).toEqual(expected)
    expect(await run(await spawn(3))).toEqual(expected)
  })

  it('passes on errors and lives on', async () => {
    const policy = await spawn(2)
    await expect(policy.load(new Uint8Array(200))).rejects.toThrow('not a policy checkpoint')
    const [example] = randomExamples(1)
    if (!example) throw new Error('one example')
    const wrong = { ...example, target: Int32Array.of(99) }
    await expect(policy.learn([wrong], LEARN)).rejects.toThrow('target token 99 is outside 0..19')
    await policy.load(await policy.save())
    expect((await policy.learn([example], LEARN)).loss).toBeGreaterThan(0)
  })

  it('ends soon when closed in the middle of a call, which is refused', async () => {
    const policy = await spawn(2)
    const many = Array.from({ length: 200 }, (_, i) => ({ ...requests[i % 6], seed: i, count: 8 }) as SampleRequest)
    const refused = expect(policy.sample(many, { temperature: 1, maxTokens: 500 })).rejects.toThrow(/was closed/)
    await policy.close()
    await refused
    await expect(policy.learn(randomExamples(2), LEARN)).rejects.toThrow("the policy's process ended (code 0)")
  })

  it('ends by itself when its parent is killed', async () => {
    const script = `
      const child = require('node:child_process').fork(process.argv[1], [], { serialization: 'advanced' })
      const options = { seed: 1, threads: 2 }
      child.on('message', () => console.log(child.pid))
      child.send({ id: 1, call: 'create', args: [JSON.parse(process.argv[2]), options] })`
    const parent = spawnChild(process.execPath, ['-e', script, entry.path, JSON.stringify(SMALL_SHAPE)])
    const pid = await new Promise<number>((resolve) => parent.stdout.on('data', (data) => resolve(Number(data))))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000, interval: 50 })
  })

  it('says what happened when the process cannot start', async () => {
    const missing = spawnPolicy(`${entry.path}.missing`, SMALL_SHAPE, { seed: 1, threads: 1, isQuiet: true })
    await expect(missing).rejects.toThrow("the policy's process ended (code 1)")
  })

  it('tries the execution providers one by one', async () => {
    const reports = await probeProviders(entry.path)
    expect(reports.map(({ provider }) => provider)).toEqual(['cpu', 'cuda', 'webgpu', 'dml', 'coreml'])
    expect(reports[0]).toEqual({ provider: 'cpu', works: true, reason: '' })
    for (const { works, reason } of reports) expect(reason === '').toBe(works)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
