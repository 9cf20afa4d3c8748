import { describe, expect, it } from 'vitest'
import { simplifyText } from './simplifyText'

const INPUTS = [
  [
    [1, 2],
    [3, 4],
  ],
  [[3, 3, 4]],
]
let ms = 0
const simplify = (text: string, msPerLook = 0) =>
  simplifyText({ kind: 'simplify', text, inputs: INPUTS }, () => (ms += msPerLook))

describe('simplifyText', () => {
  it('gives the shorter text below the comments at its top', () => {
    expect(simplify('# turns it\n\n  # and back\nx1 = rot90(I) # a turn\nx2 = rot270(x1)\nO = hmirror(x2)\n')).toEqual({
      text: '# turns it\n\n  # and back\nO = hmirror(I)\n',
      linesSaved: 2,
      found: ['calls that together are one or none', 'one call that gives the same as several'],
      isComplete: true,
    })
  })

  it('reads calls inside calls', () => {
    expect(simplify('O = upscale(hmirror(hmirror(I)), 2)').text).toBe('O = upscale(I, TWO)\n')
  })

  it('gives no text where nothing shorter is found or the program cannot run', () => {
    for (const text of ['O = hmirror(I)', 'O = = I', 'O = first(x9)', '', '# only this']) {
      expect(simplify(text)).toMatchObject({ text: null, linesSaved: 0, found: [] })
    }
  })

  it('ends with what it has when the time is up', () => {
    expect(simplify('x1 = rot90(I)\nx2 = rot270(x1)\nO = hmirror(x2)', 10_000)).toMatchObject({ isComplete: false })
  })
})
