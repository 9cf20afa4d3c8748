import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram } from '../../../../test/arbitraries/anyProgram'
import { printProgram } from '../syntax/printer'
import { checkProgram, isRunnable } from './checkProgram'

const said = (text: string): string[] =>
  checkProgram(text).diagnostics.map(
    ({ code, span }) => `${span.line}:${span.column} ${code} ${text.slice(span.start, span.end)}`,
  )

describe('checkProgram', () => {
  it.each([
    'O = I',
    'O = hmirror(I)',
    'x1 = objects(I, T, F, T)\nx2 = argmax(x1, size)\nO = subgrid(x2, I)',
    'x1 = lbind(shift, ORIGIN)\nx2 = compose(x1, normalize)\nx3 = asobject(I)\nx4 = x2(x3)\nO = paint(I, x4)',
    'x1 = hsplit(I, TWO)\nx2 = first(x1)\nO = vmirror(x2)',
  ])('finds nothing wrong with %j', (text) => {
    expect(said(text)).toEqual([])
  })

  it.each([
    ['O = hmiror(I)', ['1:5 name/unknown hmiror']],
    ['O = hmirror(J)', ['1:13 name/unknown J']],
    ['O = constructor(I)', ['1:5 name/unknown constructor']],
    ['x1 = __proto__(I)\nO = toString(x1)', ['1:6 name/unknown __proto__', '2:5 name/unknown toString']],
    ['O = hmirror(x1)\nx1 = vmirror(I)', ['1:13 name/use-before-definition x1', '2:1 name/missing-output x1']],
    ['O = hmirror(O)', ['1:13 name/use-before-definition O']],
    ['x1 = hmirror(I)\nx1 = vmirror(x1)\nO = x1', ['2:1 name/duplicate-definition x1']],
    ['I = hmirror(I)\nO = I', ['1:1 name/not-assignable I']],
    ['hmirror = vmirror(I)\nO = hmirror', ['1:1 name/not-assignable hmirror']],
    ['ONE = height(I)\nO = canvas(ONE, UNITY)', ['1:1 name/not-assignable ONE']],
    ['O = hmirror(I, I)', ['1:5 type/arity hmirror(I, I']],
    ['O = hmirror()', ['1:5 type/arity hmirror']],
    ['O = fill(I, I, ONE)', ['1:13 type/argument I', '1:16 type/argument ONE']],
    ['x1 = height(I)\nO = x1(I)', ['2:5 type/not-callable x1']],
    ['O = I(I)', ['1:5 type/not-callable I']],
    ['O = THREE(I)', ['1:5 type/not-callable THREE']],
    ['x1 = lbind(fill, I)\nO = x1(ONE)', ['2:5 type/arity x1(ONE']],
    ['x1 = rbind(fill, ONE)\nx2 = ofcolor(I, ONE)\nO = x1(I, x2)', ['3:11 type/argument x2']],
    ['x1 = height(I)\nO = hmirror(I)', ['1:1 lint/unused x1']],
    ['x1 = hmirror(I)', ['1:1 name/missing-output x1']],
    ['O = height(I)', ['1:1 type/not-a-grid O = height(I)']],
    ['O = hmirror', ['1:1 type/not-a-grid O = hmirror']],
    ['', ['1:1 syntax/empty-program ']],
  ])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  it('does not blame a good line for a bad one', () => {
    expect(said('x1 = height(3)\nx2 = canvas(x1, UNITY)\nO = hmirror(x2)')).toEqual(['1:13 syntax/integer-literal 3'])
    expect(said('x1 = height(I)\nx2 = canvas(x1, 3)\nO = I')).toEqual(['2:17 syntax/integer-literal 3'])
    expect(said('x1 = hmirror(I)\nO = vmirror(x1')).toEqual(['2:15 syntax/expected '])
  })

  it('suggests the nearest name, or says which names there are', () => {
    const help = (text: string): string | undefined =>
      checkProgram(text).diagnostics.find((d) => d.code === 'name/unknown')?.help
    expect(help('O = hmiror(I)')).toContain('hmirror')
    expect(help('O = hmirror(i)')).toContain('I')
    expect(help('O = upscale(I, three)')).toContain('THREE')
    expect(help('x1 = height(I)\nO = canvas(x2, UNITY)')).toContain('x1')
    expect(help('O = qqqqqqqq(I)')).toMatch(/^Names are/)
  })

  it('says nothing twice about the types of what follows from an unknown name', () => {
    expect(said('x1 = foooo(I)\nx2 = x1(I)\nO = fill(x2, x1, I)')).toEqual([
      '1:6 name/unknown foooo',
      '3:18 type/argument I',
    ])
  })

  it('never throws and always has a word for a program that cannot run', () => {
    fc.assert(
      fc.property(anyProgram(), (program) => {
        const { diagnostics, types } = checkProgram(printProgram(program))
        expect(types).toHaveLength(program.statements.length)
        if (program.statements.at(-1)?.target.text !== 'O') expect(isRunnable(diagnostics)).toBe(false)
      }),
    )
  })
})
