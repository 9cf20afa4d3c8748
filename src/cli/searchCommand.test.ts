import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildEntries, removeEntries } from '../node/jobs/buildEntries.testSupport'
import { Output } from './output'
import { runCommandLine } from './program'

const RESOURCES = join(import.meta.dirname, '../../resources')
const SEEDS = join(RESOURCES, 'starter/seeds')
const TASKS = join(RESOURCES, 'starter/training')

let [folder, entries] = ['', '']
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-search-'))
  entries = await buildEntries('searchCommand', {
    searchWorker: 'node/jobs/searchWorker.entry.ts',
    mutateWorker: 'node/jobs/mutateWorker.entry.ts',
  })
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await removeEntries(entries)
})

interface SearchJson {
  readonly pairs: number
  readonly passAt3: number
  readonly solved: readonly { task: string; program: string }[]
  readonly tags: readonly { tag: string; tasks: number; solved: number; bySource: Record<string, number> }[]
  readonly curve: readonly { samples: number; solved: number }[]
}

async function search(...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const directories = { entries, renderer: '', preload: '', resources: RESOURCES, version: '1' }
  const code = await runCommandLine(['search', ...args, '--json'], { directories, output })
  const lines = out.trimEnd().split('\n')
  return { code, err, lines, json: JSON.parse(lines.at(-1) ?? '') as SearchJson }
}

describe('codeit search', () => {
  it('evaluates every program on every task, the same at any number of workers', async () => {
    const { code, json } = await search('--tasks', TASKS, '--programs', SEEDS, '--workers', '1')
    expect(code).toBe(0)
    expect(json.pairs).toBe(60 * 60)
    expect(json.passAt3).toBe(60)
    expect(json.curve.at(-1)).toMatchObject({ samples: 60, solved: 60 })
    const again = await search('--tasks', TASKS, '--programs', SEEDS, '--workers', '3')
    expect(again.json.solved).toEqual(json.solved)
  })

  it('reads what mutate writes, and says which lines it leaves out', async () => {
    const file = join(folder, 'programs.jsonl')
    const line = JSON.stringify({ program: 'O = hmirror(I)' })
    await writeFile(file, `${line}\n{"text": 1}\nnot json\n${line}\n`)
    const { code, json, lines } = await search('--tasks', TASKS, '--programs', file)
    expect([code, json.pairs]).toEqual([0, 2 * 60])
    expect(lines.filter((text) => text.includes('programs.jsonl:2') || text.includes('programs.jsonl:3'))).toHaveLength(
      2,
    )
  })

  it('tells what is solved of each concept, where tasks lie in such folders', async () => {
    const corpus = join(folder, 'corpus')
    for (const [concept, prefix] of [
      ['Mirror', 'mirroring'],
      ['Move', 'moving'],
    ] as const) {
      await mkdir(join(corpus, concept), { recursive: true })
      for (const name of (await readdir(TASKS)).filter((file) => file.startsWith(prefix))) {
        await cp(join(TASKS, name), join(corpus, concept, name))
      }
    }
    const program = join(folder, 'mirror.dsl')
    await writeFile(program, 'O = hmirror(I)\n')
    const out = join(folder, 'concepts.json')
    const { json, lines } = await search('--tasks', corpus, '--programs', program, '--out', out)
    const [mirror, move] = json.tags
    expect([mirror?.tag, mirror?.solved, mirror?.bySource]).toEqual(['Mirror', 1, { program: 1 }])
    expect([move?.tag, move?.solved, move?.bySource]).toEqual(['Move', 0, {}])
    expect(json.passAt3).toBe(1)
    expect(lines.some((line) => new RegExp(`^Mirror +${mirror?.tasks} +1 +1$`).test(line))).toBe(true)
    const report = JSON.parse(await readFile(out, 'utf8')) as { tasks: { task: string; tags: string[] }[] }
    expect(report.tasks.find(({ task }) => task.startsWith('mirroring'))?.tags).toEqual(['Mirror'])
    expect((await search('--tasks', TASKS, '--programs', program)).json.tags).toEqual([])
  })

  it('searches with mutants and enumeration where no programs are given', async () => {
    const few = join(folder, 'few')
    await mkdir(few)
    for (const name of (await readdir(TASKS)).filter((file) => file.startsWith('mirroring'))) {
      await cp(join(TASKS, name), join(few, name))
    }
    const out = join(folder, 'report.json')
    const { code, json } = await search('--tasks', few, '--budget', '1', '--mutants', '200', '--out', out)
    expect(code).toBe(0)
    expect(json.passAt3).toBeGreaterThan(0)
    const { tasks } = JSON.parse(await readFile(out, 'utf8')) as {
      tasks: { task: string; enumeration: object | null }[]
    }
    expect(tasks.every(({ enumeration }) => enumeration !== null)).toBe(true)
  })

  it.each([
    [['--tasks', '/nowhere'], '/nowhere'],
    [['--tasks', TASKS, '--programs', '/nowhere.jsonl'], '/nowhere.jsonl'],
    [['--tasks', TASKS, '--seeds', SEEDS], '--seed-tasks'],
    [[], '--tasks'],
  ])('refuses %j', async (args, named) => {
    const { code, err } = await search(...args)
    expect(code).toBe(2)
    expect(err).toContain(named)
  })
})
