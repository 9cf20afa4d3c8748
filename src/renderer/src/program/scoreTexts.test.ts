import { expect, it } from 'vitest'
import { scoreTexts } from './scoreTexts'

const PAIRS = [
  { input: [[1, 2]], output: [[2, 1]] },
  { input: [[3, 3]], output: [[3, 3]] },
]

it('counts the pairs on which each text is right; a text with a fault has no count', () => {
  const texts = [
    'O = vmirror(I)',
    'O = I',
    'O = vmiror(I)',
    'O = vmirror(hmirror(I))',
    'x1 = ofcolor(I, NINE)\nx2 = first(x1)\nO = canvas(ONE, x2)',
  ]
  expect(scoreTexts({ kind: 'score', texts, pairs: PAIRS }, () => 0)).toEqual({ right: [2, 1, null, 2, 0] })
})

it('leaves out what there is no time for', () => {
  let ms = 0
  const { right } = scoreTexts({ kind: 'score', texts: ['O = I', 'O = I', 'O = I'], pairs: PAIRS }, () => (ms += 4000))
  expect(right.at(-1)).toBeNull()
})
