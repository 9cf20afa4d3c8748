import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Output } from './output'
import { runCommandLine } from './program'

const RESOURCES = join(import.meta.dirname, '../../resources')
const SEEDS = join(RESOURCES, 'starter/seeds')
const TASKS = join(RESOURCES, 'starter/training')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-seeds-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function codeit(...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const directories = {
    entries: join(folder, 'out/main'),
    renderer: '',
    preload: '',
    resources: RESOURCES,
    version: '1',
  }
  const code = await runCommandLine([...args, '--json'], { directories, output })
  const lines = out.trimEnd().split('\n')
  return { code, err, lines: lines.slice(0, -1), json: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
}

describe('codeit replay-seeds', () => {
  it('finds every seed of the starter pack right on every pair', async () => {
    const { code, lines, json } = await codeit('replay-seeds', SEEDS, TASKS)
    expect(code).toBe(0)
    expect(lines.at(-1)).toBe('60 passed, 0 failed')
    expect(json).toMatchObject({ passed: 60, failed: 0, failures: [] })
    expect(json['pairs']).toBeGreaterThan(180)
    expect(json['executeSeconds']).toBeGreaterThan(0)
  })

  it('names each task that fails, with its cause', async () => {
    const functions = {
      'moving-down-one': 'O = identity(I)',
      'cropping-frame': 'x1 = interval(ZERO, ZERO, ONE)\nx2 = first(x1)\nO = canvas(x2, UNITY)',
      'counting-twice': 'O = height(I)',
      'mirroring-beside': 'O = hmiror(I)',
      'no-such-task': 'O = I',
    }
    const programs = join(folder, 'programs')
    await mkdir(programs)
    for (const [task, body] of Object.entries(functions)) {
      await writeFile(join(programs, `${task}.dsl`), body)
    }
    const { code, lines, json } = await codeit('replay-seeds', programs, TASKS)
    expect(code).toBe(1)
    expect(lines.at(-1)).toBe('0 passed, 5 failed')
    const failures = json['failures'] as { task: string; code: string; message: string }[]
    expect(Object.fromEntries(failures.map(({ task, code }) => [task, code]))).toEqual({
      'moving-down-one': 'seed/wrong',
      'cropping-frame': 'run/primitive',
      'counting-twice': 'type/not-a-grid',
      'mirroring-beside': 'name/unknown',
      'no-such-task': 'seed/no-task',
    })
    expect(failures.find(({ task }) => task === 'cropping-frame')?.message).toMatch(/^train 1: line 2: first failed/)
  })
})

describe('codeit bench interpreter', () => {
  it('prints programs a second, primitives and slowest programs', async () => {
    const { code, lines, json } = await codeit('bench', 'interpreter', '--seconds', '1')
    expect(code).toBe(0)
    expect(lines.join('\n')).toMatch(
      /60 programs, \d+ executions[^]*executions a second[^]*µs\/call[^]*slowest programs/,
    )
    expect(json).toMatchObject({ programs: 60 })
    expect(json).not.toHaveProperty('ratios') // no baseline beside these entries
  })

  it('compares with a baseline that it wrote', async () => {
    const baseline = join(folder, 'bench/baselines/interpreter.json')
    await codeit('bench', 'interpreter', '--seconds', '1', '--write-baseline', baseline)
    const { json } = await codeit('bench', 'interpreter', '--seconds', '1')
    expect(json['ratios']).toMatchObject({
      warm: expect.any(Number) as number,
      primitives: { fill: expect.any(Number) as number },
    })
  })

  it('wants programs and tasks together', async () => {
    expect(await codeit('bench', 'interpreter', '--seeds', SEEDS)).toMatchObject({ code: 2 })
  })
})
