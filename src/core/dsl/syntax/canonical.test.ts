import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalProgram } from './canonical'
import { removeDeadLines } from './deadLines'
import { parseProgram } from './parser'
import { printProgram } from './printer'
import { anyProgram } from '../../../../test/arbitraries/anyProgram'

const canonical = (text: string): string => printProgram(canonicalProgram(parseProgram(text).program))
const alive = (text: string): string => printProgram(removeDeadLines(parseProgram(text).program))

describe('canonicalProgram', () => {
  it('numbers variables in order of assignment and calls the last one O', () => {
    expect(canonical('a = f(I)\nx1 = a(T)\nresult = g(x1, a, ONE)')).toBe('x1 = f(I)\nx2 = x1(T)\nO = g(x2, x1, ONE)')
  })

  it('makes programs that differ in names only equal', () => {
    expect(canonical('x2 = f(I)\nx1 = g(x2)\nO = h(x1, x2)')).toBe(canonical('x1 = f(I)\nx2 = g(x1)\nO = h(x2, x1)'))
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyProgram(), (program) => {
        const once = canonicalProgram(program)
        expect(canonicalProgram(once)).toEqual(once)
      }),
    )
  })
})

describe('removeDeadLines', () => {
  it('keeps what the last line needs, through callees too', () => {
    expect(alive('x1 = f(I)\nx2 = lbind(g, x1)\nx3 = h(I)\nx4 = k(x3)\nO = x2(I)')).toBe(
      'x1 = f(I)\nx2 = lbind(g, x1)\nO = x2(I)',
    )
  })

  it('leaves a program without dead lines alone', () => {
    const { program } = parseProgram('x1 = f(I)\nO = g(x1)')
    expect(removeDeadLines(program)).toBe(program)
  })
})
