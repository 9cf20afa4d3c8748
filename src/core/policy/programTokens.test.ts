import { describe, expect, it } from 'vitest'
import { Rng } from '../util/rng'
import { decodeProgram, encodeProgramText, END_TOKEN, firstLines, VOCABULARY_SIZE } from './programTokens'

describe('program tokens', () => {
  const programs = [
    'O = I',
    'O = hmirror(I)',
    'x1 = objects(I, T, F, T)\nx2 = argmax(x1, size)\nO = subgrid(x2, I)',
    'x1 = rbind(equality, THREE)\nx2 = x1(TWO)\nO = branch(x2, I, I)',
  ]

  it.each(programs)('encodes and decodes %j', (text) => {
    const ids = encodeProgramText(text)
    expect(ids?.at(-1)).toBe(END_TOKEN)
    expect(decodeProgram((ids as Int32Array).slice(0, -1))).toBe(text)
  })

  it('gives the beginning of a program, each line with its end', () => {
    const ids = encodeProgramText('x1 = hmirror(I)\nx2 = vmirror(x1)\nO = tophalf(x2)') as Int32Array
    const beginnings = [0, 1, 2].map((lines) => decodeProgram(firstLines(ids, lines)).split('\n').slice(0, lines))
    expect(beginnings).toEqual([[], ['x1 = hmirror(I)'], ['x1 = hmirror(I)', 'x2 = vmirror(x1)']])
    expect([0, 1, 2].map((lines) => firstLines(ids, lines).length)).toEqual([0, 3, 6])
  })

  it('refuses what does not parse or is outside the vocabulary', () => {
    expect(encodeProgramText('O = hmirror(I')).toBeNull()
    expect(encodeProgramText('O = constructor(I)')).toBeNull()
  })

  it('makes a text of any ids', () => {
    const rng = Rng.fromSeed(5)
    for (let k = 0; k < 500; k++) {
      const ids = Int32Array.from({ length: rng.int(20) }, () => 2 + rng.int(VOCABULARY_SIZE - 2))
      expect(typeof decodeProgram(ids)).toBe('string')
    }
  })
})
