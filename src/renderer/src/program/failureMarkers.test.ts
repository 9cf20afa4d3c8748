import { expect, it } from 'vitest'
import { failureMarkers } from './failureMarkers'
import type { PairView } from './messages'

const TEXT = 'x1 = first(I)\nO = canvas(x1, UNITY)'
const right: PairView = { output: [[1]], right: true, wrongCells: [], failure: null }
const failing = (line: number, primitive: string | null, message = `${primitive} failed: empty`): PairView => ({
  output: null,
  right: false,
  wrongCells: null,
  failure: { code: 'run/primitive', message, line, primitive },
})

it('marks the primitive on the line that failed and names the pairs', () => {
  expect(failureMarkers(TEXT, [right, failing(2, 'canvas'), right, failing(2, 'canvas')], 3)).toEqual([
    {
      line: 2,
      column: { start: 5, end: 11 },
      message:
        'canvas failed: empty\non train 2, test 1: 2 of 4 pairs\nLook at the values of its arguments in the trace.',
    },
  ])
})

it('keeps different failures apart, and says so when it is all pairs', () => {
  const found = failureMarkers(TEXT, [failing(1, 'first'), failing(2, 'canvas')], 2)
  expect(found.map(({ line }) => line)).toEqual([1, 2])
  expect(failureMarkers(TEXT, [failing(1, 'first'), failing(1, 'first')], 1)[0]?.message).toContain('on all 2 pairs')
})

it('counts the pairs that it does not name', () => {
  const results = Array.from({ length: 7 }, (_, k) => (k === 6 ? right : failing(1, 'first')))
  expect(failureMarkers(TEXT, results, 7)[0]?.message).toContain(
    'on train 1, train 2, train 3, train 4 and 2 more: 6 of 7',
  )
})

it('marks the whole line where the primitive stands there twice or not at all', () => {
  expect(failureMarkers('O = fill(fill(I), ONE)', [failing(1, 'fill')], 1)[0]?.column).toBeNull()
  expect(failureMarkers(TEXT, [failing(2, 'compose')], 1)[0]?.column).toBeNull()
})

it('marks the line of O when it is no grid of a task', () => {
  const invalid: PairView = { output: null, right: false, wrongCells: null, failure: null }
  expect(failureMarkers(`${TEXT}\n# done`, [right, invalid], 2)[0]).toMatchObject({
    line: 2,
    message: expect.stringMatching(/^the result is not a valid grid\non train 2: 1 of 2 pairs/) as string,
  })
})

it('says nothing of pairs that ran or were not run', () => {
  expect(failureMarkers(TEXT, [right, null], 2)).toEqual([])
})
