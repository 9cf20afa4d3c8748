import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySourceText } from '../../../../test/arbitraries/anySourceText'
import { DSL_LITERALS } from '../check/literals'
import { formatText } from './formatText'
import { readSolvers, writeSolversPy, type NamedText } from './solversText'

const SOLVERS = `from dsl import *
turn = compose(hmirror, vmirror)
twice = fork(f, turn, turn)
unused = f(I)


# the first
def solve_a1(I):
    # why
    x1 = twice(I)  # turn

# not its own
\tO = g(x1)
    return O

def solve_b2(I: Grid) -> Grid: return vmirror(I)

def helper(x):
    return x
def solve_c_3(I):  # task c-3
    turn = f(I)
    O = turn

print("end")
    O = too_late(I)
`

describe('readSolvers', () => {
  it('reads functions with their comments, what they share, and where it all stands', () => {
    expect(readSolvers(SOLVERS)).toEqual([
      {
        taskName: 'a1',
        line: 8,
        text: [
          'turn = compose(hmirror, vmirror)',
          'twice = fork(f, turn, turn)',
          '# why',
          'x1 = twice(I)  # turn',
          '',
          'O = g(x1)',
          'return O',
        ].join('\n'),
        places: [
          { line: 2, indent: 0 },
          { line: 3, indent: 0 },
          { line: 9, indent: 4 },
          { line: 10, indent: 4 },
          { line: 11, indent: 0 },
          { line: 13, indent: 1 },
          { line: 14, indent: 4 },
        ],
      },
      { taskName: 'b2', line: 16, text: 'return vmirror(I)', places: [{ line: 16, indent: 31 }] },
      {
        taskName: 'c-3',
        line: 20,
        text: 'turn = f(I)\nO = turn',
        places: [
          { line: 21, indent: 4 },
          { line: 22, indent: 4 },
        ],
      },
    ])
  })

  it.each(['', 'O = I', 'def solve_x(J):\n    O = J'])('finds none in %j', (text) => {
    expect(readSolvers(text)).toEqual([])
  })
})

describe('writeSolversPy', () => {
  it('writes one function each', () => {
    expect(
      writeSolversPy([
        { taskName: '67a3c6ac', text: '# turn\nO = vmirror(I)\n' },
        { taskName: 'moving-down', text: 'x1 = f(I)\n\nO = x1' },
        { taskName: 'moving_down', text: 'in = f(I)  # in\nO = g(in, in_1)' },
      ]),
    ).toBe(`from dsl import *
from constants import *


def solve_67a3c6ac(I):
    # turn
    O = vmirror(I)
    return O


def solve_moving_down(I):  # task moving-down
    x1 = f(I)

    O = x1
    return O


def solve_moving_down_2(I):  # task moving_down
    in_2 = f(I)  # in
    O = g(in_2, in_1)
    return O
`)
  })

  it('gives programs that are read back as they were, comments included', () => {
    const taskName = fc.stringMatching(/^[a-z0-9][a-z0-9_ .#()-]{0,8}[a-z0-9]$/)
    const program = fc
      .tuple(taskName, anySourceText())
      .map(([taskName, text]): NamedText => ({ taskName, text: formatted(text) }))
      .filter(({ text }) => !/\b(?:in|is|if|as|or|not|def|del|for|try)\b/.test(text))
    fc.assert(
      fc.property(fc.array(program, { maxLength: 4 }), (programs) => {
        const again = readSolvers(writeSolversPy(programs))
        expect(again.map(({ taskName, text }) => ({ taskName, text: formatted(text) }))).toEqual(programs)
      }),
    )
  })
})

const formatted = (text: string): string => (formatText(text, DSL_LITERALS) ?? '').trimEnd()
