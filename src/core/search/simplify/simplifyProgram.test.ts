import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../../test/arbitraries/anyGrid'
import { checkParsed, isRunnable } from '../../dsl/check/checkProgram'
import { runProgram } from '../../dsl/eval/interpreter'
import type { Outcome } from '../../dsl/eval/outcome'
import { DEFAULT_BUDGET } from '../../dsl/meter'
import type { Program } from '../../dsl/syntax/ast'
import { parseProgram } from '../../dsl/syntax/parser'
import { printProgram } from '../../dsl/syntax/printer'
import { valuesEqual } from '../../dsl/value'
import { Grid } from '../../grid/grid'
import { SIMPLIFY_RULES } from './rules'
import { simplifyProgram, type Simplified } from './simplifyProgram'

const STARTER = join(import.meta.dirname, '../../../../resources/starter')
const BUDGET = { evaluations: 20_000 }

const programOf = (text: string): Program => parseProgram(text).program

const GRIDS = [
  [
    [1, 1, 0, 0],
    [0, 0, 0, 2],
    [0, 3, 0, 2],
  ],
  [
    [0, 1, 0],
    [4, 0, 1],
    [0, 0, 0],
    [2, 2, 1],
  ],
  [[5, 0, 6, 7, 7]],
].map((rows) => Grid.fromRows(rows))

const SEEDS = readdirSync(join(STARTER, 'seeds')).map((file) => {
  const name = file.replace(/\.dsl$/, '')
  const { train, test } = JSON.parse(readFileSync(join(STARTER, 'training', `${name}.json`), 'utf8')) as Record<
    'train' | 'test',
    { input: number[][] }[]
  >
  return {
    name,
    program: programOf(readFileSync(join(STARTER, 'seeds', file), 'utf8')),
    inputs: [...train, ...test].map(({ input }) => Grid.fromRows(input)),
  }
})

const runOn = (program: Program, inputs: readonly Grid[]): Outcome[] =>
  inputs.map((input) => runProgram(program, input, DEFAULT_BUDGET))

function expectSame(simplified: Simplified, program: Program, inputs: readonly Grid[]): void {
  const [found, expected] = [runOn(simplified.program, inputs), runOn(program, inputs)]
  found.forEach((outcome, k) => {
    const wanted = expected[k]
    expect(outcome.kind).toBe(wanted?.kind)
    if (outcome.kind === 'value' && wanted?.kind === 'value') {
      expect(valuesEqual(outcome.value, wanted.value)).toBe(true)
    }
  })
  expect(simplified.program.statements.length).toBeLessThanOrEqual(program.statements.length)
}

const simplifiedText = (text: string, rules?: string[], inputs: readonly Grid[] = GRIDS): string =>
  printProgram(simplifyProgram(programOf(text), inputs, BUDGET, { rules }).program)

describe('simplifyProgram', () => {
  it.each<[rule: string, before: string, after: string]>([
    ['deadLines', 'x1 = rot90(I)\nx2 = first(x1)\nO = hmirror(I)', 'O = hmirror(I)'],
    ['aliases', 'x1 = identity(I)\nx2 = x1\nx3 = hmirror(x2)\nO = x3', 'O = hmirror(I)'],
    ['aliases', 'x1 = I\nO = x1', 'O = I'],
    ['equalCalls', 'x1 = rot90(I)\nx2 = rot90(I)\nO = hconcat(x1, x2)', 'x1 = rot90(I)\nO = hconcat(x1, x1)'],
    ['algebra', 'x1 = hmirror(I)\nx2 = hmirror(x1)\nO = rot90(x2)', 'O = rot90(I)'],
    ['algebra', 'x1 = rot90(I)\nx2 = rot90(x1)\nx3 = rot90(x2)\nO = rot90(x3)', 'O = I'],
    ['algebra', 'x1 = compose(hmirror, identity)\nO = x1(I)', 'O = hmirror(I)'],
    ['algebra', 'x1 = power(hmirror, ONE)\nO = x1(I)', 'O = hmirror(I)'],
    ['algebra', 'x1 = hmirror(I)\nO = branch(T, x1, I)', 'O = hmirror(I)'],
    [
      'algebra',
      'x1 = objects(I, T, F, F)\nx2 = apply(toindices, x1)\nx3 = merge(x2)\nO = fill(I, ONE, x3)',
      'x1 = objects(I, T, F, F)\nx2 = mapply(toindices, x1)\nO = fill(I, ONE, x2)',
    ],
    ['directCalls', 'x1 = rbind(upscale, TWO)\nO = x1(I)', 'O = upscale(I, TWO)'],
    ['directCalls', 'x1 = lbind(hconcat, I)\nx2 = x1(I)\nO = x1(x2)', 'x1 = hconcat(I, I)\nO = hconcat(I, x1)'],
    ['equalValues', 'x1 = height(I)\nx2 = subtract(x1, x1)\nO = replace(I, x2, TWO)', 'O = replace(I, ZERO, TWO)'],
    ['equalValues', 'x1 = vmirror(I)\nx2 = dmirror(x1)\nx3 = rot90(x2)\nO = vconcat(x3, I)', 'O = vconcat(I, I)'],
    ['oneCall', 'x1 = ofcolor(I, ONE)\nO = fill(I, TWO, x1)', 'O = replace(I, ONE, TWO)'],
    [
      'twoCalls',
      'x1 = cmirror(I)\nx2 = hmirror(x1)\nx3 = upscale(x2, TWO)\nO = dmirror(x3)',
      'x1 = upscale(I, TWO)\nO = hmirror(x1)',
    ],
  ])('%s: %j', (rule, before, after) => {
    const text = simplifiedText(before, [rule, 'deadLines'])
    if (rule !== 'twoCalls') expect(text).toBe(after)
    expect(text.split('\n').length).toBe(after.split('\n').length)
    expectSame(simplifyProgram(programOf(before), GRIDS, BUDGET), programOf(before), GRIDS)
  })

  it('leaves alone what is not shorter', () => {
    const text = 'x1 = compose(rot90, first)\nx2 = hsplit(I, ONE)\nO = x1(x2)'
    expect(simplifiedText(text, ['directCalls', 'algebra', 'aliases'])).toBe(text)
  })

  it('tells each step with the lines that went and those that came', () => {
    const { steps, isComplete } = simplifyProgram(programOf('a = hmirror(I)\nb = hmirror(a)\nO = trim(b)'), GRIDS)
    expect(steps).toEqual([
      {
        rule: 'algebra',
        summary: expect.any(String) as string,
        before: ['a = hmirror(I)', 'b = hmirror(a)', 'O = trim(b)'],
        after: ['O = trim(I)'],
      },
    ])
    expect(isComplete).toBe(true)
  })

  it('keeps the names that a person gave, and counts x1, x2 ... anew', () => {
    expect(simplifiedText('a = hmirror(I)\nb = rot90(I)\nc = upscale(b, TWO)\nO = vconcat(b, c)')).toContain(
      'b = rot90',
    )
    expect(simplifiedText('x1 = hmirror(I)\nx2 = trim(I)\nO = vconcat(x2, x2)')).toBe(
      'x1 = trim(I)\nO = vconcat(x1, x1)',
    )
  })

  it('goes by the meaning of names that are assigned twice or hide others', () => {
    for (const text of [
      'x1 = hmirror(I)\nx1 = vmirror(x1)\nO = dmirror(x1)',
      'I = hmirror(I)\nO = hmirror(I)',
      'T = hmirror(I)\nhmirror = identity(vmirror)\nx1 = hmirror(T)\nO = x1',
    ]) {
      expectSame(simplifyProgram(programOf(text), GRIDS, BUDGET), programOf(text), GRIDS)
    }
  })

  it('returns a program that fails on all inputs, or has none, as it is', () => {
    for (const text of ['x1 = hmirror(I)\nO = first(x9)', 'x1 = hmirror(I)', 'x1 = x1(I)\nx2 = x1\nO = x2']) {
      const program = programOf(text)
      expect(simplifyProgram(program, GRIDS)).toEqual({ program, steps: [], isComplete: true })
    }
    const dead = programOf('x1 = hmirror(I)\nO = I')
    expect(simplifyProgram(dead, []).program).toBe(dead)
  })

  it('keeps failing where the program fails', () => {
    const text = 'x1 = ofcolor(I, FOUR)\nx2 = color(x1)\nO = hmirror(I)' // a dead line that fails without colour 4
    const [first, second, third] = GRIDS as [Grid, Grid, Grid]
    expect(simplifiedText(text, undefined, [second])).toBe('O = hmirror(I)')
    const { program } = simplifyProgram(programOf(text), [first, second, third], BUDGET)
    expectSame({ program, steps: [], isComplete: true }, programOf(text), GRIDS)
    expect(runOn(program, [first])[0]?.kind).toBe('failed')
  })

  it('stops when the budget or the time ends, with the best so far', () => {
    const text = 'x1 = rot90(I)\nx2 = first(x1)\nx3 = ofcolor(I, ONE)\nx4 = fill(I, TWO, x3)\nO = upscale(x4, TWO)'
    const program = programOf(text)
    expect(simplifyProgram(program, GRIDS, { evaluations: 3 })).toEqual({ program, steps: [], isComplete: false })
    const some = simplifyProgram(program, GRIDS, { evaluations: 40 })
    expect(some.isComplete).toBe(false)
    expect(some.program.statements.length).toBeLessThan(5)
    expectSame(some, program, GRIDS)
    expect(simplifyProgram(program, GRIDS, BUDGET).program.statements.length).toBe(2)
    let asked = 0
    const timed = simplifyProgram(program, GRIDS, { evaluations: 1_000_000, deadline: () => ++asked > 1 })
    expect(timed.isComplete).toBe(false)
    expectSame(timed, program, GRIDS)
  })

  it('tries its rules in this order', () => {
    expect(SIMPLIFY_RULES.map(({ name }) => name)).toEqual([
      'deadLines',
      'aliases',
      'equalCalls',
      'algebra',
      'directCalls',
      'equalValues',
      'oneCall',
      'twoCalls',
    ])
  })
})

describe('the starter seeds', () => {
  it.each(SEEDS.map((seed): [string, typeof seed] => [seed.name, seed]))('%s', (_name, { program, inputs }) => {
    const simplified = simplifyProgram(program, inputs, { evaluations: 5000 })
    expectSame(simplified, program, inputs)
    expect(isRunnable(checkParsed(simplified.program).diagnostics)).toBe(true)
    expect(simplifyProgram(program, inputs, { evaluations: 5000 })).toEqual(simplified)
  })

  it('written the long way come back to at most their length, without search', () => {
    const rules = SIMPLIFY_RULES.map(({ name }) => name).filter(
      (name) => !/Calls?$/.test(name) || name === 'equalCalls',
    )
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), fc.array(fc.nat(LONG_WAYS.length - 1), { maxLength: 4 }), (seed, ways) => {
        const lines = printProgram(seed.program).split('\n')
        ways.forEach((way, k) => lines.push(...(LONG_WAYS[way]?.(k) ?? [])))
        const named = lines.map((line, k) =>
          ways.length > 0 && k === seed.program.statements.length - 1 ? line.replace(/^O /, 'o0 ') : line,
        )
        const long = programOf([...named, ...(ways.length > 0 ? [`O = o${ways.length}`] : [])].join('\n'))
        const simplified = simplifyProgram(long, seed.inputs, BUDGET, { rules: [...rules, 'directCalls'] })
        expectSame(simplified, seed.program, seed.inputs)
        if (ways.length > 0) expect(simplified.steps.length).toBeGreaterThan(0)
      }),
      { numRuns: 60, seed: 5 },
    )
  })
})

/** Lines that give o(k + 1) the value of o(k). */
const LONG_WAYS: readonly ((k: number) => string[])[] = [
  (k) => [`o${k + 1} = o${k}`],
  (k) => [`o${k + 1} = identity(o${k})`],
  (k) => [`p${k} = hmirror(o${k})`, `o${k + 1} = hmirror(p${k})`],
  (k) => [`p${k} = rot90(o${k})`, `q${k} = rot180(p${k})`, `o${k + 1} = rot90(q${k})`],
  (k) => [`p${k} = compose(identity, dmirror)`, `q${k} = p${k}(o${k})`, `o${k + 1} = dmirror(q${k})`],
  (k) => [`p${k} = rbind(replace, ONE)`, `o${k + 1} = p${k}(o${k}, ONE)`],
  (k) => [
    `p${k} = initset(TWO)`,
    `q${k} = first(p${k})`,
    `r${k} = rot90(o${k})`,
    `o${k + 1} = branch(T, o${k}, r${k})`,
  ],
  (k) => [`p${k} = cmirror(o${k})`, `o${k + 1} = cmirror(p${k})`, `q${k} = cmirror(p${k})`],
]

describe('made-up programs', () => {
  /** each line calls something on lines above; many fail on some grids */
  const calls = ['hmirror', 'rot90', 'trim', 'tophalf', 'identity', 'dmirror', 'switchTwo', 'join', 'mark']
  const anyLines = fc.array(fc.record({ call: fc.constantFrom(...calls), a: fc.nat(), b: fc.nat() }), {
    minLength: 1,
    maxLength: 8,
  })
  const textOf = (lines: readonly { call: string; a: number; b: number }[]): string =>
    lines
      .map(({ call, a, b }, k) => {
        const name = (n: number): string => (n % (k + 1) === 0 ? 'I' : `x${n % (k + 1)}`)
        const target = k === lines.length - 1 ? 'O' : `x${k + 1}`
        if (call === 'switchTwo') return `${target} = switch(${name(a)}, ONE, ZERO)`
        if (call === 'join') return `${target} = vconcat(${name(a)}, ${name(b)})`
        if (call === 'mark') return `${target} = replace(${name(a)}, ZERO, TWO)`
        return `${target} = ${call}(${name(a)})`
      })
      .join('\n')

  it('keep their outcomes on every given input, and are not longer', () => {
    fc.assert(
      fc.property(anyLines, fc.array(anyGrid(4), { minLength: 1, maxLength: 3 }), (lines, inputs) => {
        const program = programOf(textOf(lines))
        const simplified = simplifyProgram(program, inputs, { evaluations: 3000 })
        expectSame(simplified, program, inputs)
        if (runOn(program, inputs).some(({ kind }) => kind === 'value')) {
          const dead = programOf(
            `${textOf(lines).replace(/^O = /m, 'y0 = ')}\ny1 = rot270(y0)\ny2 = rot270(y0)\nO = y0`,
          )
          const again = simplifyProgram(dead, inputs, { evaluations: 3000 })
          expect(again.program.statements.length).toBeLessThanOrEqual(program.statements.length)
        }
      }),
      { numRuns: 100, seed: 11 },
    )
  })
})
