import { expect, it } from 'vitest'
import { programsOf, readPrograms } from './readPrograms'

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

it("reads arc-dsl's solvers with the line each one starts at", () => {
  expect(programsOf(SOLVERS, 'solvers.py')).toEqual([
    { taskName: '67a3c6ac', where: 'solvers.py:5', text: 'O = vmirror(I)' },
    { taskName: '3c9b0459', where: 'solvers.py:10', text: 'x1 = rot90(I)\nO = rot90(x1)' },
  ])
})

it('takes any other text as one program for the task of the file name', () => {
  expect(programsOf('O = I\n', '/a/67a3c6ac.dsl')).toEqual([
    { taskName: '67a3c6ac', where: '/a/67a3c6ac.dsl', text: 'O = I' },
  ])
})

it('says where nothing is', async () => {
  expect(await readPrograms('/no/such/file.py')).toMatchObject({ ok: false, error: { code: 'file/missing' } })
})
