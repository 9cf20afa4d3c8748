import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Grid } from '../../grid/grid'
import { runProgram } from '../eval/interpreter'
import { DEFAULT_BUDGET } from '../meter'
import type { Program } from '../syntax/ast'
import { parseProgram } from '../syntax/parser'
import { valuesEqual, type Value } from '../value'
import { isRunnable } from './checkProgram'
import { checkSource, formatSource } from './checkSource'
import { DSL_LITERALS } from './literals'

const STARTER = join(import.meta.dirname, '../../../../resources/starter')

const said = (text: string): string[] =>
  checkSource(text).diagnostics.map(
    ({ code, span, message }) =>
      `${span.line}:${span.column} ${code} ${text.slice(span.start, span.end)} | ${code.startsWith('syntax/') ? '' : message}`,
  )

function run(program: Program, input: Grid): Value {
  const outcome = runProgram(program, input, DEFAULT_BUDGET)
  if (outcome.kind === 'failed') throw new Error(`line ${outcome.line}: ${outcome.message}`)
  return outcome.value
}

describe('checkSource', () => {
  it.each([
    ['O = hmirror(vmirror(I))', ['1:13 syntax/written-out vmirror(I) | ']],
    [
      'x1 = hmirror(I)\nO = fill(x1, height(vmiror(I)), I)',
      [
        '2:14 syntax/written-out height(vmiror(I)) | ',
        "2:21 name/unknown vmiror | unknown name 'vmiror'",
        '2:33 type/argument I | fill wants Patch for patch, not Grid',
      ],
    ],
    [
      'O = fill(I, hmirror(I), 3)',
      [
        '1:13 syntax/written-out hmirror(I) | ',
        '1:13 type/argument hmirror(I) | fill wants Integer for value, not Grid',
        '1:25 syntax/written-out 3 | ',
        '1:25 type/argument 3 | fill wants Patch for patch, not Integer',
      ],
    ],
    [
      'O = height(I)(I)',
      ['1:5 syntax/written-out height(I) | ', "1:5 type/not-callable height(I) | 'height(I)' is not a function"],
    ],
    [
      'def solve_1(I):\n    x1 = objects(I, T)\n\n    x2 = size(x1)\n    O = hmirror(x3)\n    return O\n',
      [
        '1:1 syntax/left-out def solve_1(I): | ',
        '2:10 type/arity objects(I, T | objects takes 4 arguments, not 2',
        "4:5 lint/unused x2 | 'x2' is never used",
        "5:17 name/unknown x3 | unknown name 'x3'",
        '6:5 syntax/left-out return O | ',
      ],
    ],
    [
      'def solve_1(I):\n    return height(I)\n',
      [
        '1:1 syntax/left-out def solve_1(I): | ',
        '2:5 syntax/written-out return height(I) | ',
        '2:5 type/not-a-grid return height(I) | O is Integer, not a Grid',
      ],
    ],
    ['x1 = height(3.5)\nO = canvas(x1, UNITY)', ['1:13 syntax/number 3.5 | ']],
  ])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  it('runs what needs writing out', () => {
    expect(isRunnable(checkSource('def solve_1(I):\n    return hmirror(vmirror(I))').diagnostics)).toBe(true)
    expect(isRunnable(checkSource('O = hmirror(vmirror(I)').diagnostics)).toBe(false)
  })

  it('writes numbers that have the value they say', () => {
    const grid = Grid.fromRows([[1]])
    for (const value of [-1000, -999, -11, -7, -2, -1, 0, 5, 10, 11, 20, 21, 37, 81, 97, 100, 110, 999, 1000]) {
      const { program } = checkSource(`O = ${value}`)
      expect(run(program, grid)).toBe(value)
    }
    const { program } = checkSource('O = (-7, 23)')
    expect(run(program, grid)).toMatchObject({ items: [-7, 23] })
  })
})

describe('programs of the starter pack written with calls inside calls', () => {
  it.each(readdirSync(join(STARTER, 'seeds')))('%s', (file) => {
    const flat = parseProgram(readFileSync(join(STARTER, 'seeds', file), 'utf8')).program
    const { train } = JSON.parse(readFileSync(join(STARTER, 'training', file.replace('.dsl', '.json')), 'utf8')) as {
      train: { input: number[][] }[]
    }
    const nested = nest(flat)
    expect(nested.split('\n').length).toBeLessThanOrEqual(flat.statements.length)
    const formatted = parseProgram(formatSource(nested) ?? '')
    expect(formatted.diagnostics).toEqual([])
    for (const { input } of train) {
      const wanted = run(flat, Grid.fromRows(input))
      expect(valuesEqual(run(checkSource(nested).program, Grid.fromRows(input)), wanted)).toBe(true)
      expect(valuesEqual(run(formatted.program, Grid.fromRows(input)), wanted)).toBe(true)
    }
  })
})

/** The program with every variable that is used once put where it is used, and its numbers as digits. */
function nest({ statements }: Program): string {
  const uses = new Map<string, number>()
  for (const { callee, args } of statements) {
    for (const { text } of [...(callee ? [callee] : []), ...args]) uses.set(text, (uses.get(text) ?? 0) + 1)
  }
  const digits = new Map(Array.from({ length: 13 }, (_, k) => [DSL_LITERALS.integer(k - 2), String(k - 2)]))
  const inlined = new Map<string, string>()
  const written = ({ text }: { text: string }): string => inlined.get(text) ?? digits.get(text) ?? text
  const lines: string[] = []
  for (const { target, callee, args } of statements) {
    const list = args.map(written).join(', ')
    const value = callee ? `${written(callee)}(${list})` : list
    if (uses.get(target.text) === 1) inlined.set(target.text, value)
    else lines.push(`${target.text} = ${value}`)
  }
  return lines.join('\n')
}
