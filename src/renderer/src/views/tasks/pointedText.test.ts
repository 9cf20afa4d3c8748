import { expect, it } from 'vitest'
import { pointedText } from './pointedText'

const same = { name: 'train 1', input: [[1, 2]], output: [[1, 3]] }

it('tells place and colour of a cell', () => {
  expect(pointedText(same, 'input', [0, 0])).toBe('train 1, input: i 0, j 0: blue (1)')
})

it('tells what stands there on the other side where it differs', () => {
  expect(pointedText(same, 'output', [0, 1])).toBe('train 1, output: i 0, j 1: green (3), red (2) on the other side')
})

it('compares grids of one size only', () => {
  expect(pointedText({ ...same, output: [[5], [5]] }, 'input', [0, 0])).toBe('train 1, input: i 0, j 0: blue (1)')
})

it('says nothing of a cell that is not there', () => {
  expect(pointedText(same, 'input', [4, 0])).toBe('')
})
