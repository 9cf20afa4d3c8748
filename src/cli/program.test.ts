import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Output } from './output'
import { runCommandLine } from './program'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-cli-'))
})
afterEach(() => rm(folder, { recursive: true }))

const resources = join(import.meta.dirname, '../../resources')
const directories = { entries: '', renderer: '', preload: '', resources, version: '1.2.3' }

async function codeit(...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const code = await runCommandLine(args, { directories, output })
  return { code, out, err, last: out.trimEnd().split('\n').at(-1) ?? '' }
}

async function file(name: string, contents: string | object): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof contents === 'string' ? contents : JSON.stringify(contents))
  return path
}

const anyTime = expect.any(Number) as number
const pair = (input: number[][], output: number[][]) => ({ input, output })
const mirrored = {
  train: [
    pair([[1, 2]], [[2, 1]]),
    pair(
      [
        [3, 4],
        [5, 6],
      ],
      [
        [4, 3],
        [6, 5],
      ],
    ),
  ],
  test: [pair([[7, 8]], [[8, 7]])],
}

describe('wrong usage', () => {
  it.each([
    ['no command', [], 'a command is missing'],
    ['an unknown command', ['fly'], "unknown command 'fly' (see codeit --help)"],
    ['an unknown option', ['demo', '--fast'], "unknown option '--fast'"],
    ['a missing argument', ['exec', 'p.dsl'], "missing required argument 'task'"],
    ['one argument too many', ['check', 'a', 'b'], 'too many arguments'],
    ['a wrong number', ['demo', '--seed', '-3'], 'A whole number from 0'],
    ['a wrong choice', ['run', '--preset', 'fast'], 'there are quick-start, cpu-laptop'],
    ['a setting without value', ['run', '--set', 'seed'], 'key=value is needed'],
    ['new settings for an old run', ['run', '--resume', 'x', '--set', 'seed=1'], "cannot be used with option '--set"],
    ['an import of nothing', ['import'], 'a command is missing'],
  ])('%s is one line and exit code 2', async (_, args, message) => {
    const { code, err, out } = await codeit(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^codeit: .*see codeit.* --help\)\n$/)
    expect(err).toContain(message)
  })

  it('--help and --version are no mistakes', async () => {
    expect(await codeit('--help')).toMatchObject({ code: 0, err: '' })
    expect(await codeit('run', '--help')).toMatchObject({ code: 0, err: '' })
    expect(await codeit('--version')).toMatchObject({ code: 0, out: '1.2.3\n' })
  })
})

describe('codeit exec', () => {
  it('says right for every pair', async () => {
    const program = await file('p.dsl', 'O = vmirror(I)\n')
    const { code, out, last } = await codeit('exec', program, await file('t.json', mirrored), '--json')
    expect(code).toBe(0)
    expect(out).toContain('train 2: right, 2x2\ntest 1: right, 1x2\n3 of 3 pairs right\n')
    expect(JSON.parse(last)).toMatchObject({ task: 't', right: 3, pairs: 3 })
  })

  it('shows wrong cells and the trace', async () => {
    const program = await file('p.dsl', 'x1 = hmirror(I)\nO = hmirror(x1)\n')
    const { code, out } = await codeit('exec', program, await file('t.json', mirrored), '--trace')
    expect(code).toBe(1)
    expect(out).toContain('train 1: wrong, 2 of 2 cells of 1x2, the first in row 0 column 0')
    expect(out).toContain('     2  O = hmirror(x1)   Grid, 1x2')
    expect(out).toContain(' 2  1   [1][2]')
  })

  it('traces value, size and time in columns, and as JSON', async () => {
    const program = await file('p.dsl', 'x1 = height(I)\nx2 = first(x1)\nx3 = upscale(x2, x1)\nO = vmirror(I)\n')
    const { out, last } = await codeit('exec', program, await file('t.json', mirrored), '--trace', '--json')
    const rows = out.split('\n').slice(0, 5)
    expect(rows[1]).toMatch(/^ {5}1 {2}x1 = height\(I\) {9}Integer, 1 +1 element {4}\d+\.\d\d ms$/)
    expect(rows[2]).toMatch(/^ {5}2 {2}x2 = first\(x1\) {9}run\/type .+ \d+\.\d\d ms$/)
    expect(rows[3]).toMatch(/^ {5}3 {2}x3 = upscale\(x2, x1\) {3}not run$/)
    expect(rows[4]).toMatch(/^ {5}4 {2}O = vmirror\(I\) {9}Grid, 1x2 +2 elements {3}\d+\.\d\d ms$/)
    expect(new Set([1, 2, 4].map((k) => rows[k]?.length)).size).toBe(1)
    const { results } = JSON.parse(last) as { results: { trace: object[] }[] }
    expect(results[1]?.trace).toMatchObject([
      { line: 1, column: 1, text: 'x1 = height(I)', status: 'value', value: 'Integer, 2', size: 1, timeMs: anyTime },
      { line: 2, status: 'failed', value: null, code: expect.stringMatching(/^run\//) as string, size: null },
      { line: 3, status: 'not run', value: null, size: null, timeMs: null, steps: 0 },
      { line: 4, status: 'value', value: 'Grid, 2x2', size: 4, timeMs: anyTime },
    ])
  })

  it('says where a program fails, and goes on with the next pair', async () => {
    const program = await file('p.dsl', 'x1 = first(ZERO)\nO = canvas(x1, UNITY)\n')
    const { code, out } = await codeit('exec', program, await file('t.json', mirrored))
    expect(code).toBe(1)
    expect(out.match(/failed in line 1: run\//g)).toHaveLength(3)
  })

  it('stops an endless program', async () => {
    const lines = Array.from({ length: 12 }, (_, k) => `x${k + 2} = power(x${k + 1}, TEN)`)
    const text = ['x1 = power(vmirror, TEN)', ...lines, 'O = x13(I)'].join('\n')
    const { code, out } = await codeit('exec', await file('p.dsl', text), await file('t.json', mirrored))
    expect(code).toBe(1)
    expect(out).toMatch(/run\/(steps|depth|time)/)
  })

  it.each([
    ['a wrong syntax', 'O = hmirror(I', /p\.dsl:1:\d+: syntax\/expected .* \(.+\)/],
    [
      'an unknown primitive',
      'O = hmiror(I)',
      /p\.dsl:1:5: name\/unknown unknown name 'hmiror' \(Did you mean hmirror\?\)/,
    ],
  ])('refuses %s with its place and a mend', async (_, text, message) => {
    const { code, err, out } = await codeit('exec', await file('p.dsl', text), await file('t.json', mirrored))
    expect([code, out, err.split('\n')]).toEqual([2, '', [expect.stringMatching(message) as string, '']])
  })

  it.each([
    ['broken JSON', '{"train": [', 'not valid JSON'],
    [
      'a ragged grid',
      { ...mirrored, train: [pair([[1, 2], [3]], [[1]])] },
      't.json: train[0].input row 1: row 1 has 1 cells',
    ],
    [
      'a colour that is none',
      { ...mirrored, test: [pair([[11]], [[1]])] },
      't.json: test[0].input row 0 column 0: colour 11',
    ],
  ])('refuses %s with its place', async (_, task, message) => {
    const { code, err } = await codeit('exec', await file('p.dsl', 'O = I'), await file('t.json', task))
    expect([code, err]).toEqual([2, expect.stringContaining(message) as string])
  })

  it('refuses a missing file', async () => {
    const { code, err } = await codeit('exec', join(folder, 'no.dsl'), join(folder, 'no.json'))
    expect([code, err]).toEqual([2, expect.stringMatching(/^codeit: .*no\.dsl: no such file.*\n$/) as string])
  })
})

describe('codeit check', () => {
  it('prints diagnostics with their places', async () => {
    const path = await file('p.dsl', 'x1 = hmiror(I)\nx2 = crop(I)\nO = hmirror(x1)\n')
    const { code, out, last } = await codeit('check', path, '--json')
    expect(code).toBe(1)
    expect(out).toContain(`${path}:1:6 name/unknown unknown name 'hmiror'`)
    expect(out).toContain(`${path}:2:6 type/arity crop takes 3 arguments, not 1`)
    expect(JSON.parse(last)).toMatchObject({ errors: 2, warnings: 1 })
  })

  it('lets warnings pass', async () => {
    expect((await codeit('check', await file('p.dsl', 'x1 = hmirror(I)\nO = vmirror(I)\n'))).code).toBe(0)
  })
})

describe('codeit conformance', () => {
  it('counts, and names what differs', async () => {
    const lines = [
      { f: 'add', a: [1, 2], out: 3 },
      { f: 'add', a: [1, 2], out: 4 },
      {
        f: 'compose',
        a: [{ f: 'hmirror' }, { f: 'vmirror' }],
        then: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        out: [
          [4, 3],
          [2, 1],
        ],
      },
      { f: 'first', a: [[]], err: 'StopIteration' },
      { f: 'add', a: [1, 2], err: 'TypeError' },
      { f: 'no_such', a: [], out: 1 },
    ]
    const path = await file('r.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'))
    const { code, last, out } = await codeit('conformance', path)
    expect([code, last]).toEqual([1, '3 passed, 3 failed'])
    expect(out).toContain(`${path}:2 add gives 3, the reference 4`)
    expect(out).toContain(`${path}:6 no_such gives `)
  })

  it.each([
    ['broken lines', '{"f": 1', ':1: not a recorded call'],
    ['an empty file', '\n', 'no recorded call'],
  ])('refuses %s', async (_, text, message) => {
    const { code, err } = await codeit('conformance', await file('r.jsonl', text))
    expect([code, err]).toEqual([2, expect.stringContaining(message) as string])
  })
})

describe('codeit import, export and run', () => {
  const workspace = () => ['--workspace', join(folder, 'workspace')]

  it.each([
    ['mine.py', [], 'solvers'],
    ['mine', [], 'files'],
    ['mine.py', ['--format', 'files'], 'files'],
  ])('exports seeds to %s %j; they are imported again as they were', async (name, args, format) => {
    const from = join(folder, 'from')
    await mkdir(from)
    const solvers =
      'def solve_a(I):\n    # turn\n    return vmirror(I)\n\ndef solve_b_c(I):  # task b-c\n    O = vmirror(I)\n'
    await writeFile(join(from, 'seeds.py'), solvers)
    await mkdir(join(from, 'tasks'))
    for (const task of ['a.json', 'b-c.json']) await writeFile(join(from, 'tasks', task), JSON.stringify(mirrored))
    await codeit('import', 'arc', join(from, 'tasks'), '--name', 'own', ...workspace())
    const imported = await codeit('import', 'seeds', join(from, 'seeds.py'), ...workspace())
    expect(imported).toMatchObject({ code: 0, last: '2 seeds imported, 0 refused' })

    const path = join(folder, name)
    const exported = await codeit('export', 'seeds', path, '--from', 'own', ...args, ...workspace(), '--json')
    expect(JSON.parse(exported.last)).toEqual({ written: 2, format, path, refused: [] })
    const again = await codeit('import', 'seeds', path, ...workspace())
    expect(again).toMatchObject({ code: 0, last: '2 seeds imported, 0 refused' })
    const text = await readFile(format === 'files' ? join(path, 'a.dsl') : path, 'utf8')
    expect(text).toContain(
      format === 'files' ? '# turn\nO = vmirror(I)\n' : '    # turn\n    O = vmirror(I)\n    return O\n',
    )
  })

  it('exports all that the starter pack has, and refuses where nothing is', async () => {
    const { code, last } = await codeit('export', 'seeds', join(folder, 'all.py'), ...workspace(), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(last)).toMatchObject({ format: 'solvers', refused: [] })
    expect(await codeit('export', 'seeds', join(folder, 'x.py'), '--from', 'nothing', ...workspace())).toMatchObject({
      code: 2,
      err: expect.stringContaining("no program in 'nothing'") as string,
    })
  })

  it('imports a folder, says what it refused, and exits with 1 for those', async () => {
    await file('good.json', mirrored)
    await file('bad.json', '{')
    const { code, out, last } = await codeit('import', 'arc', folder, '--name', 'mine', ...workspace(), '--json')
    expect(code).toBe(1)
    expect(out).toMatch(/refused .*bad\.json: not valid JSON/)
    expect(JSON.parse(last)).toMatchObject({ dataset: 'mine', tasks: 1, added: { training: 1 } })
  })

  it('refuses an empty folder', async () => {
    await mkdir(join(folder, 'empty'))
    const { code, err } = await codeit('import', 'arc', join(folder, 'empty'), ...workspace())
    expect([code, err]).toEqual([2, expect.stringContaining('no task found') as string])
  })

  it.each([
    [['--set', 'nothing=1'], 'nothing: no such setting'],
    [['--set', 'metaIterations=0'], 'metaIterations: 0 is outside 1 to 1000'],
    [['--set', 'trainingSet=no/such'], 'no/such'],
    [['--resume', 'nobody'], "no experiment 'nobody'"],
  ])('refuses to run with %j', async (args, message) => {
    const { code, err } = await codeit('run', ...args, ...workspace())
    expect([code, err]).toEqual([2, expect.stringContaining(message) as string])
  })

  it('refuses a workspace that is a file', async () => {
    const { code, err } = await codeit('run', '--workspace', await file('plain', 'x'))
    expect([code, err]).toEqual([2, expect.stringMatching(/^codeit: .*plain.*\n$/) as string])
  })
})
