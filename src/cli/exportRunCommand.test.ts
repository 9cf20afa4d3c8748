import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildEntries, removeEntries } from '../node/jobs/buildEntries.testSupport'
import { DuckdbReplayStore } from '../node/store/duckdbReplayStore'
import { manyExperiences } from '../node/store/testing/manyExperiences'
import { Output, type OutputStream } from './output'
import { runCommandLine } from './program'

const resources = join(import.meta.dirname, '../../resources')
let [folder, entries, id] = ['', '', '']
let run: Awaited<ReturnType<typeof codeit>>

async function codeitOn(terminal: OutputStream, ...args: string[]) {
  let err = ''
  const output = new Output(terminal, { write: (text: string) => ((err += text), true) })
  const directories = { entries, renderer: '', preload: '', resources, version: '1' }
  const code = await runCommandLine([...args, '--workspace', join(folder, 'workspace')], { directories, output })
  return { code, err }
}

async function codeit(...args: string[]) {
  let out = ''
  const ended = await codeitOn({ write: (text: string) => ((out += text), true) }, ...args, '--json')
  const lines = out.trimEnd().split('\n')
  return { ...ended, out, json: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
}

const SMALL = {
  metaIterations: 1,
  mutants: 200,
  maxEvaluationTasks: 63,
  dModel: 16,
  heads: 2,
  dFf: 32,
  encoderLayers: 1,
  decoderLayers: 1,
  firstDraw: 64,
  samplesPerTask: 3,
  maxTokens: 16,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-export-'))
  entries = await buildEntries('exportRunCommand', {
    experiment: 'node/jobs/experiment.entry.ts',
    evalWorker: 'node/jobs/evalWorker.entry.ts',
    policy: 'node/ort/policy.entry.ts',
    searchWorker: 'node/jobs/searchWorker.entry.ts',
  })
  const settings = Object.entries(SMALL).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  run = await codeit('run', '--preset', 'quick-start', ...settings)
  id = run.json['experiment'] as string
}, 120_000)
afterAll(async () => {
  await rm(folder, { recursive: true })
  await removeEntries(entries)
})

it('codeit run tells what is solved of each tag', () => {
  const tags = run.json['tags'] as { tag: string; tasks: number; solved: number; bySource: Record<string, number> }[]
  const best = tags.toSorted((a, b) => b.solved - a.solved)[0]
  expect(best?.solved).toBeGreaterThan(0)
  expect(Object.values(best?.bySource ?? {}).reduce((sum, count) => sum + count, 0)).toBe(best?.solved)
  expect(run.out).toMatch(new RegExp(`^${best?.tag} +${best?.tasks} +${best?.solved} `, 'm'))
  const { total } = run.json['solved'] as { total: number }
  const near = tags.find(({ tag }) => tag === 'near')?.solved ?? 0
  expect(near).toBeGreaterThan(0)
  expect(near).toBeLessThanOrEqual(total)
})

describe('codeit export run', () => {
  it('writes series, replay buffer, programs and submission', async () => {
    const target = join(folder, 'out')
    const { code, err, json } = await codeit('export', 'run', id, target)
    expect([code, err]).toEqual([0, ''])
    const names = await readdir(target)
    expect(names.sort()).toEqual([
      ...['edits.csv', 'experiences.parquet', 'iterations.csv', 'loss.csv'],
      ...['programs', 'settings.json', 'solved.csv', 'submission.json'],
    ])
    expect(json).toMatchObject({ experiment: id, path: target, files: expect.arrayContaining([]) as unknown })

    const iterations = (await readFile(join(target, 'iterations.csv'), 'utf8')).split('\n')
    expect(iterations[1]).toMatch(/^1,\d/)
    expect(JSON.parse(await readFile(join(target, 'settings.json'), 'utf8'))).toMatchObject(SMALL)

    const store = await DuckdbReplayStore.open(join(folder, 'workspace/experiments', id, 'replay.duckdb'))
    const count = await store.count()
    const candidates = await store.candidates()
    await store.close()
    expect(json['experiences']).toBe(count)
    const fitted = new Set(candidates.filter((one) => one.demosRight === one.demos).map(({ taskId }) => taskId))
    const programs = await readdir(join(target, 'programs'))
    expect(programs).toHaveLength(fitted.size)
    expect(fitted.size).toBeGreaterThan(0)
    expect(json['programs']).toBe(fitted.size)

    const submission = JSON.parse(await readFile(join(target, 'submission.json'), 'utf8')) as Record<string, object[]>
    expect(Object.keys(submission)).toHaveLength(SMALL.maxEvaluationTasks)
    for (const attempts of Object.values(submission).flat()) {
      expect(Object.keys(attempts)).toEqual(['attempt_1', 'attempt_2'])
    }
    // what counts as solved is right in the submission
    const solved = candidates.find((one) => one.demosRight === one.demos && one.testRight.every(Boolean))
    const name = solved?.taskId.split('/').at(-1) ?? ''
    const task = JSON.parse(await readFile(join(resources, `starter/evaluation/${name}.json`), 'utf8')) as {
      test: { output: number[][] }[]
    }
    expect(Object.values(submission[name]?.[0] ?? {})).toContainEqual(task.test[0]?.output)
  })

  it('takes three attempts, and refuses a folder that holds something and a run that is not there', async () => {
    const target = join(folder, 'three')
    expect(await codeit('export', 'run', id, target, '--attempts', '3')).toMatchObject({ code: 0 })
    const text = await readFile(join(target, 'submission.json'), 'utf8')
    expect(text).toContain('"attempt_3"')
    expect(await codeit('export', 'run', id, target)).toMatchObject({
      code: 2,
      json: { error: { code: 'file/not-empty', where: target } },
    })
    expect(await codeit('export', 'run', 'nobody', join(folder, 'x'))).toMatchObject({
      code: 2,
      json: { error: { code: 'experiment/unknown' } },
    })
  })

  it('shows how far it is; Ctrl+C cancels it, says so, and leaves nothing', async () => {
    const store = await DuckdbReplayStore.open(join(folder, 'workspace/experiments', id, 'replay.duckdb'))
    await store.addExperiences(manyExperiences())
    await store.close()
    const target = join(folder, 'cancelled')
    let isPressed = false
    const shown: string[] = []
    const signalListeners = process.listenerCount('SIGINT')
    const terminal = {
      isTTY: true,
      write: (text: string) => {
        shown.push(text)
        if (!isPressed && /[1-9]\d % written/.test(text)) isPressed = process.emit('SIGINT')
        return true
      },
    }
    expect(await codeitOn(terminal, 'export', 'run', id, target)).toEqual({
      code: 1,
      err: 'codeit: cancelled (Nothing of it is left; start it again at any time.)\n',
    })
    expect(shown.filter((text) => text.startsWith('cancelling'))).toHaveLength(1)
    expect(process.listenerCount('SIGINT')).toBe(signalListeners)
    expect(await readdir(folder)).not.toContain('cancelled')
  })
})
