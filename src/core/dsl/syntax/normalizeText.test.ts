import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram } from '../../../../test/arbitraries/anyProgram'
import { anySourceText } from '../../../../test/arbitraries/anySourceText'
import { DSL_LITERALS } from '../check/literals'
import { normalizeText } from './normalizeText'
import { parseProgram } from './parser'
import { printProgram, printStatement } from './printer'

const strict = (text: string): string => printProgram(normalizeText(text, DSL_LITERALS).program)
const errorsOf = (text: string): string[] =>
  normalizeText(text, DSL_LITERALS)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, span }) => `${span.line}:${span.column} ${code} ${text.slice(span.start, span.end)}`)

describe('normalizeText', () => {
  it.each([
    ['O = hmirror(vmirror(I))', 'x1 = vmirror(I)\nO = hmirror(x1)'],
    ['O = f(g(I), h(k(I), x1))', 'x2 = g(I)\nx3 = k(I)\nx4 = h(x3, x1)\nO = f(x2, x4)'],
    ['x2 = f(I)\nO = h(g(x2))', 'x2 = f(I)\nx1 = g(x2)\nO = h(x1)'],
    ['O = compose(hmirror, vmirror)(I)', 'x1 = compose(hmirror, vmirror)\nO = x1(I)'],
    ['O = replace(I, 3, -2)', 'O = replace(I, THREE, NEG_TWO)'],
    [
      'O = f(12, -7, 23)',
      'x1 = add(TEN, TWO)\nx2 = invert(SEVEN)\nx3 = add(TEN, TEN)\nx4 = add(x3, THREE)\nO = f(x1, x2, x4)',
    ],
    ['O = 12', 'O = add(TEN, TWO)'],
    ['O = crop(I, (0, 0), (2, x1))', 'x2 = astuple(TWO, x1)\nO = crop(I, ORIGIN, x2)'],
    ['O = shift(I, (-1, +1))', 'O = shift(I, UP_RIGHT)'],
    ['O = (1, 1)', 'O = UNITY'],
    ['O = (hmirror((I)))', 'O = hmirror(I)'],
    ['def solve_1(I: Grid) -> Grid:\n    x1 = hmirror(I) # once\n\n    return x1', 'x1 = hmirror(I)\nO = x1'],
    ['from dsl import *\nimport os\ndef solve(I): O = I\nreturn O', 'O = I'],
    ['return = f(I)\nO = return', 'return = f(I)\nO = return'],
    ['import = f(I)\nO = g(import)', 'import = f(I)\nO = g(import)'],
    // a fresh name is no word of the text, whatever it is there
    ['# x1\nO = f(g(x3), x2(I))', 'x4 = g(x3)\nx5 = x2(I)\nO = f(x4, x5)'],
  ])('%j', (text, expected) => {
    expect(errorsOf(text)).toEqual([])
    expect(strict(text)).toBe(expected)
    expect(strict(expected)).toBe(expected)
  })

  it.each([
    ['O = f(3.5)', ['1:7 syntax/number 3.5']],
    ['x1 = 1001\nO = g(I, 1_0, 1e3)', ['1:6 syntax/number 1001', '2:10 syntax/number 1_0', '2:15 syntax/number 1e3']],
    ['O = f((1, 2, 3), ())', ['1:7 syntax/tuple (1, 2, 3)', '1:18 syntax/tuple ()']],
    ['O = 3(I)', ['1:6 syntax/expected (']],
    ['O = f(g(I)', ['1:11 syntax/expected ']],
    ['return', ['1:7 syntax/expected ']],
    ['# nothing\nreturn O', ['1:1 syntax/empty-program ']],
    ['def solve_a(I):\n  O = I\n  return O\ndef solve_b(I):\n  O = = 3', ['4:1 syntax/second-program def solve_b(I):']],
    ['def solve_a(I):\n    x1 = hmirror(I\n    O = g(x1)\n    return O', ['2:19 syntax/expected \n']],
  ])('%j', (text, expected) => {
    expect(errorsOf(text)).toEqual(expected)
  })

  it('stops at a depth that any stack holds', () => {
    expect(errorsOf(`O = ${'f('.repeat(100_000)}`)).toEqual(['1:126 syntax/too-deep ('])
    expect(errorsOf(`O = ${'('.repeat(100_000)}`)).toEqual(['1:65 syntax/too-deep ('])
    expect(errorsOf(`O = f${'(I)'.repeat(10_000)}`)).toEqual(['1:30 syntax/too-deep ('])
  })

  it('leaves the strict parser as strict as it was, at any depth', () => {
    expect(parseProgram(`O = ${'f('.repeat(100_000)}`).diagnostics.map(({ code }) => code)).toEqual([
      'syntax/nested-call',
    ])
    expect(parseProgram('O = f((1, 1))').diagnostics.map(({ code }) => code)).toEqual([
      'syntax/expected',
      'syntax/integer-literal',
    ])
    expect(parseProgram('O = f(I)(I)').diagnostics.map(({ code }) => code)).toEqual(['syntax/expected'])
    expect(parseProgram('O = I\nreturn O').diagnostics.map(({ code }) => code)).toEqual(['syntax/expected'])
  })

  it('says how each outermost part is written out, at its place', () => {
    const text = 'x1 = hmirror(I)\nO = f(g(3, x1), (1, 1), x1)\n'
    const { diagnostics } = normalizeText(text, DSL_LITERALS)
    expect(diagnostics.map(({ message, span }) => [text.slice(span.start, span.end), message])).toEqual([
      ['g(3, x1)', 'written out as x2 = g(THREE, x1) when saved or formatted'],
      ['(1, 1)', 'written out as UNITY when saved or formatted'],
    ])
    expect(diagnostics.every(({ severity }) => severity === 'info')).toBe(true)
  })

  it('gives every name and line the place of what was written', () => {
    const text = 'def solve_1(I):\n    O = f(g(h(I)), -7)\n'
    const { program } = normalizeText(text, DSL_LITERALS)
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end)
    expect(
      program.statements.map(({ target, span, args }) => [target.text, at(span), args.map((arg) => at(arg.span))]),
    ).toEqual([
      ['x1', 'h(I)', ['I']],
      ['x2', 'g(h(I))', ['h(I)']],
      ['x3', '-7', ['-7']],
      ['O', 'O = f(g(h(I)), -7)', ['g(h(I))', '-7']],
    ])
    expect(program.statements.map(({ span }) => [span.line, span.column])).toEqual([
      [2, 13],
      [2, 11],
      [2, 20],
      [2, 5],
    ])
  })

  it('reads every strict program as the strict parser does', () => {
    fc.assert(
      fc.property(anyProgram(), (program) => {
        const text = printProgram(program)
        fc.pre(!/^(?:from|import|def)\s/m.test(text))
        expect(normalizeText(text, DSL_LITERALS).program).toEqual(program)
      }),
    )
  })

  it('gives a strict program that is its own strict form', () => {
    fc.assert(
      fc.property(anySourceText(), (text) => {
        const { program, lines, written } = normalizeText(text, DSL_LITERALS)
        expect(errorsOf(text)).toEqual([])
        const printed = printProgram(program)
        expect(parseProgram(printed).diagnostics).toEqual([])
        expect(strict(printed)).toBe(printed)
        expect(lines.map(({ statements }) => statements.at(-1)?.target.text)).toEqual(
          lines.map(({ source }) => source.target.text),
        )
        const words = new Set(text.match(/\w+/g))
        for (const fresh of written.keys()) expect(words.has(fresh)).toBe(false)
        expect(new Set(written.keys()).size).toBe(printed.split('\n').length - lines.length)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws and keeps every span inside the text, whatever the text', () => {
    const piece = fc.constantFrom(
      'x1',
      'O',
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
      'def solve_x(I):',
      'return ',
      'from a import b',
      '\r',
      '"',
    )
    const scribble = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(scribble, (text) => {
        const { program, diagnostics } = normalizeText(text, DSL_LITERALS)
        const lines = text.split(/\r\n|\r|\n/)
        const spans = [...diagnostics.map(({ span }) => span), ...program.statements.map(({ span }) => span)]
        expect(spans.length).toBeGreaterThan(0)
        for (const { start, end, line, column } of spans) {
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect((lines[line - 1] ?? '').slice(column - 1)).toBe(text.slice(start).split(/\r\n|\r|\n/)[0])
        }
        expect(parseProgram(program.statements.map(printStatement).join('\n') || 'O = I').diagnostics).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
