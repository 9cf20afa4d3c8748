import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildEntries, removeEntries } from '../../node/jobs/buildEntries.testSupport'
import { Output } from '../output'
import { runCommandLine } from '../program'

const RESOURCES = join(import.meta.dirname, '../../../resources')
const STARTER = ['--seeds', join(RESOURCES, 'starter/seeds'), '--tasks', join(RESOURCES, 'starter/training')]

let folder: string
let entries: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-mutate-'))
  entries = await buildEntries('mutateCommand', { mutateWorker: 'node/jobs/mutateWorker.entry.ts' })
})
afterAll(() => Promise.all([rm(folder, { recursive: true }), removeEntries(entries)]))

async function mutate(...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const directories = { entries, renderer: '', preload: '', resources: RESOURCES, version: '1' }
  const code = await runCommandLine(['mutate', ...args, '--json'], { directories, output })
  return { code, err, json: JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown> }
}

interface Line {
  readonly program: string
  readonly parent: string
  readonly operator: string
  readonly after: string
  readonly generation: number
}

let files = 0
async function made(count: number, ...args: string[]) {
  const out = join(folder, `${++files}.jsonl`)
  const { code, json } = await mutate(...STARTER, '--count', String(count), '--out', out, ...args)
  expect(code).toBe(0)
  expect(json).toMatchObject({ accepted: count, seeds: 60, out })
  const text = await readFile(out, 'utf8')
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as Line) // prettier-ignore
  expect(lines).toHaveLength(count)
  return { text, lines }
}

describe('codeit mutate', () => {
  it.each(['d1', 'dInf'])('writes one file for one seed under %s, at any number of workers', async (mode) => {
    const of = async (seed: string, workers: string) => made(200, '--seed', seed, '--mode', mode, '--workers', workers)
    const first = await of('1', '1')
    expect((await of('1', '2')).text === first.text).toBe(true)
    expect((await of('1', '3')).text === first.text).toBe(true)
    expect((await of('2', '2')).text === first.text).toBe(false)
    expect(first.lines.some(({ generation }) => generation > 1)).toBe(mode === 'dInf')
    expect(new Set(first.lines.map(({ program }) => program)).size).toBe(200)
    expect(Object.keys(first.lines[0] as Line)).toEqual([
      'program',
      'parent',
      'operator',
      'task',
      'before',
      'after',
      'generation',
    ])
  })

  it('draws by the weights given', async () => {
    const share = ({ lines }: { lines: readonly Line[] }, is: (line: Line) => boolean): number =>
      lines.filter(is).length / lines.length
    const isReplaced = ({ operator }: Line): boolean => operator === 'replaceFunction'
    const isFresh = ({ operator, after }: Line): boolean => operator === 'replaceArgument' && after.includes('\n')
    const usual = await made(300, '--seed', '4')
    const moved = await made(300, '--seed', '4', '--weights', 'replaceFunction=2, freshVariable=0')
    expect(share(moved, isReplaced)).toBeGreaterThan(share(usual, isReplaced) + 0.15)
    expect([share(usual, isFresh) > 0.1, share(moved, isFresh)]).toEqual([true, 0])
  })

  it.each([
    ['weights that are none', ['--weights', 'swap=1'], "'swap': no such weight (as replaceArgument=0.5,"],
    ['a mode that is none', ['--mode', 'd2'], 'Allowed choices are d1, dInf'],
    ['no workers', ['--workers', '0'], 'A whole number from 1'],
    ['a file that cannot be written', ['--out', '/nowhere/at/all.jsonl'], '/nowhere/at/all.jsonl'],
    ['tasks of other names', ['--tasks', join(RESOURCES, 'starter/evaluation')], 'belongs to a task'],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await mutate(...STARTER, '--count', '3', '--seed', '1', '--out', join(folder, 'x'), ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message) as string])
  })
})
