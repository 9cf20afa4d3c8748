import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseProgram } from './parser'
import { printProgram } from './printer'
import { anyProgram } from '../../../../test/arbitraries/anyProgram'

const codesAt = (text: string): string[] =>
  parseProgram(text).diagnostics.map(
    (d) => `${d.span.line}:${d.span.column} ${d.code} ${text.slice(d.span.start, d.span.end)}`,
  )

describe('parseProgram', () => {
  it('reads lines, comments, blank lines and O = I', () => {
    const { program, diagnostics } = parseProgram('# crop\n\n x1 = objects ( I, T,F ,T ) # all\r\nO = I')
    expect(diagnostics).toEqual([])
    expect(printProgram(program)).toBe('x1 = objects(I, T, F, T)\nO = I')
    expect(program.statements[1]?.callee).toBeNull()
  })

  it('gives every name its exact span', () => {
    const text = 'x1 = f()\r\n\tO =  g( x1,I)'
    const { program } = parseProgram(text)
    for (const { target, callee, args } of program.statements) {
      for (const name of [target, ...(callee ? [callee] : []), ...args]) {
        expect(text.slice(name.span.start, name.span.end)).toBe(name.text)
      }
    }
    const last = program.statements[1]
    expect(last?.span).toEqual({ start: 11, end: text.length, line: 2, column: 2 })
    expect(last?.args[1]?.span).toMatchObject({ line: 2, column: 13 })
  })

  it.each([
    ['', ['1:1 syntax/empty-program ']],
    ['# nothing', ['1:1 syntax/empty-program ']],
    ['O = f(g(I), h(k(I)))', ['1:7 syntax/nested-call g(I)', '1:13 syntax/nested-call h(k(I))']],
    ['O = f(I, 3, -1)', ['1:10 syntax/integer-literal 3', '1:13 syntax/integer-literal -1']],
    ['O = 5', ['1:5 syntax/integer-literal 5']],
    ['O = f(g(1))', ['1:7 syntax/nested-call g(1)', '1:9 syntax/integer-literal 1']],
    ['O = f(I', ['1:8 syntax/expected ']],
    ['O = f(I,)', ['1:9 syntax/expected )']],
    ['O = f(I J)', ['1:9 syntax/expected J']],
    ['O f(I)', ['1:3 syntax/expected f']],
    ['O = f(I) I', ['1:10 syntax/expected I']],
    ['= f(I)', ['1:1 syntax/expected =']],
    ['O =', ['1:4 syntax/expected ']],
    ['O = f(I);', ['1:9 syntax/unexpected-character ;']],
    ['O = "né😀"', ['1:5 syntax/unexpected-character "', '1:7 syntax/unexpected-character é😀"']],
    ['x1 = f(\nO = g(I', ['1:8 syntax/expected \n', '2:8 syntax/expected ']],
  ])('%j', (text, expected) => {
    expect(codesAt(text)).toEqual(expected)
  })

  it('goes on after a fault and names the broken targets', () => {
    const { program, diagnostics, broken } = parseProgram('x1 = f(1)\nx2 = g(x1)\nx3 = = h\nO = k(x2)')
    expect(printProgram(program)).toBe('x2 = g(x1)\nO = k(x2)')
    expect(diagnostics.map((d) => d.code)).toEqual(['syntax/integer-literal', 'syntax/expected'])
    expect(broken.map((name) => name.text)).toEqual(['x1', 'x3'])
  })

  it('never throws, keeps spans inside the text and in order', () => {
    const piece = fc.constantFrom(
      'x1',
      'I',
      '=',
      '(',
      ')',
      ',',
      '\n',
      ' ',
      '3',
      '-',
      '#',
      '%',
      'é',
      '\ud800',
      '\r',
      '"',
    )
    const scribble = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(scribble, (text) => {
        const { program, diagnostics } = parseProgram(text)
        expect(program.statements.length + diagnostics.length).toBeGreaterThan(0)
        let before = 0
        for (const { span } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(before)
          expect(span.end).toBeGreaterThanOrEqual(span.start)
          expect(span.end).toBeLessThanOrEqual(text.length)
          before = span.start
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('reads back what the printer writes, spans included', () => {
    fc.assert(
      fc.property(anyProgram(), (program) => {
        const { program: again, diagnostics } = parseProgram(printProgram(program))
        expect(diagnostics).toEqual([])
        expect(again).toEqual(program)
      }),
    )
  })
})
