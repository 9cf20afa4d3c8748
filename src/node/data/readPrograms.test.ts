import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { programsOf, readPrograms } from './readPrograms'
import { writePrograms } from './writePrograms'

const SOLVERS = `from dsl import *
from constants import *


def solve_67a3c6ac(I):
    O = vmirror(I)
    return O


def solve_3c9b0459(I):
    # turn it
    x1 = rot90(I)   # once

    O = rot90(x1)
    return O

print("end")
    not_a_line = 1
`

describe('programsOf', () => {
  it("reads arc-dsl's solvers with the line each one starts at, comments included", () => {
    expect(programsOf(SOLVERS, 'solvers.py')).toEqual([
      { taskName: '67a3c6ac', where: 'solvers.py:5', text: 'O = vmirror(I)' },
      { taskName: '3c9b0459', where: 'solvers.py:10', text: '# turn it\nx1 = rot90(I)  # once\n\nO = rot90(x1)' },
    ])
  })

  it('takes any other text as one program for the task of the file name', () => {
    expect(programsOf('\ufeffO = I\n', '/a/67a3c6ac.dsl')).toEqual([
      { taskName: '67a3c6ac', where: '/a/67a3c6ac.dsl', text: 'O = I' },
    ])
    expect(programsOf(' \n', '/a/67a3c6ac.dsl')).toEqual([])
  })

  it('writes out what the strict form does not have', () => {
    const text = 'turn = compose(hmirror, vmirror)\ndef solve_a(I):\n    return upscale(turn(I), 3)\n'
    expect(programsOf(text, 's.py').map((program) => program.text)).toEqual([
      'turn = compose(hmirror, vmirror)\nx1 = turn(I)\nO = upscale(x1, THREE)',
    ])
    expect(programsOf('def mine(I):\n  return hmirror(vmirror(I))', 'a.dsl').map((program) => program.text)).toEqual([
      'x1 = vmirror(I)\nO = hmirror(x1)',
    ])
  })

  it.each([
    ['def solve_a(I):\n    # a\n    x1 = hmirror(I\n    O = x1', 's.py', 's.py:3:19', 'syntax/expected'],
    ['def solve_a(I):\n    O = hmirror(vmiror(I))\n', 's.py', 's.py:2:17', 'name/unknown'],
    ['turn = compos(hmirror, vmirror)\n\ndef solve_a(I): return turn(I)', 's.py', 's.py:1:8', 'name/unknown'],
    ['def solve_a(I): return upscale(I, 3.5)', 's.py', 's.py:1:35', 'syntax/number'],
    ['\n O = f(I)\n', 'a.dsl', 'a.dsl:2:6', 'name/unknown'],
    ['def solve_a(I):\n    x1 = hmirror(I)\n', 's.py', 's.py:2:5', 'name/missing-output'],
  ])('%j in %s: the place of the fault', (text, file, where, code) => {
    expect(programsOf(text, file).map((program) => program.problem)).toMatchObject([{ code, where }])
  })
})

it('says where nothing is', async () => {
  expect(await readPrograms('/no/such/file.py')).toMatchObject({ ok: false, error: { code: 'file/missing' } })
})

describe('writePrograms', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codeit-programs-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const programs = [
    { taskName: '3c9b0459', text: '# turn it\nx1 = rot90(I)  # once\n\nO = rot90(x1)' },
    { taskName: 'moving-down', text: 'O = move(I, I, DOWN)' },
  ]

  it.each(['solvers', 'files'] as const)('%s are read back as they were', async (format) => {
    const path = join(folder, 'new', format === 'solvers' ? 'solvers.py' : 'programs')
    expect(await writePrograms(path, programs, format)).toEqual({ ok: true, value: { written: 2, refused: [] } })
    const again = await readPrograms(path)
    expect(again.ok && again.value.map(({ taskName, text }) => ({ taskName, text }))).toEqual(programs)
  })

  it.each([['a/b'], ['..\\up'], ['..'], ['']])('writes no file named %j', async (taskName) => {
    expect(await writePrograms(join(folder, 'new'), [{ taskName, text: 'O = I' }], 'files')).toMatchObject({
      ok: true,
      value: { written: 0, refused: [{ code: 'seed/name' }] },
    })
  })

  it('says what it cannot write over', async () => {
    const solvers = join(folder, 'solvers.py')
    await writePrograms(solvers, programs, 'solvers')
    expect(await writePrograms(solvers, programs, 'files')).toMatchObject({
      ok: false,
      error: { code: 'file/unwritable', where: solvers },
    })
    expect(await writePrograms(folder, programs, 'solvers')).toMatchObject({
      ok: false,
      error: { code: 'file/unwritable', where: folder },
    })
  })
})
