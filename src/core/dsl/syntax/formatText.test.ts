import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram } from '../../../../test/arbitraries/anyProgram'
import { anySourceText } from '../../../../test/arbitraries/anySourceText'
import { DSL_LITERALS } from '../check/literals'
import { partsOf } from './build'
import { formatText } from './formatText'
import { normalizeText } from './normalizeText'
import { parseProgram } from './parser'
import { printProgram } from './printer'

const format = (text: string): string | null => formatText(text, DSL_LITERALS)
const commentsOf = (text: string): string[] =>
  normalizeText(text, DSL_LITERALS).comments.map((comment) => comment.text.trimEnd())

describe('formatText', () => {
  it.each([
    ['x1=f( I,T )#why\nO  =  g(x1)', 'x1 = f(I, T)  #why\nO = g(x1)'],
    ['\n\n# first\n\n\n\tx1 = f(I)\n\n# second \nO = g(x1)\n\n', '# first\n\nx1 = f(I)\n\n# second\nO = g(x1)\n'],
    ['O = f(g(I)) # both\r\n# end', 'x1 = g(I)\nO = f(x1)  # both\n# end'],
    [
      'from dsl import *\n\n\ndef solve_1(I):  # task 1\n    x1 = f(I)\n\n    return g(x1)  # done\n',
      '# task 1\nx1 = f(I)\n\nO = g(x1)  # done\n',
    ],
    ['def solve_1(I):\n    # kept\n    O = f(I, 3)\n    return O # and this', '# kept\nO = f(I, THREE)\n# and this'],
  ])('%j', (text, expected) => {
    expect(format(text)).toBe(expected)
  })

  it('leaves a text with a fault alone', () => {
    expect(format('x1 = f(I\nO = g(x1)')).toBeNull()
    expect(format('# only a comment')).toBeNull()
  })

  it('changes nothing the second time, loses no comment, and writes the strict form', () => {
    fc.assert(
      fc.property(anySourceText(), (text) => {
        const once = format(text) ?? 'null'
        expect(format(once)).toBe(once)
        expect(commentsOf(once)).toEqual(commentsOf(text))
        const { program, diagnostics } = parseProgram(once)
        expect(diagnostics).toEqual([])
        expect(program.statements.map(partsOf)).toEqual(
          normalizeText(text, DSL_LITERALS).program.statements.map(partsOf),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('leaves what the printer writes as it is', () => {
    fc.assert(
      fc.property(anyProgram(), (program) => {
        const text = printProgram(program)
        expect(format(text)).toBe(text)
      }),
    )
  })
})
