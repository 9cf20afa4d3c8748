import { describe, expect, it } from 'vitest'
import { CODES } from '../errors/codes'
import { parseTask, parseTaskText } from './parseTask'
import { taskToJson } from './taskToJson'

const pair = { input: [[1]], output: [[2]] }
const withInput = (input: unknown) => ({ train: [pair, { input, output: [[1]] }], test: [pair] })
const wide = Array.from({ length: 31 }, () => 0)

describe('parseTask', () => {
  it('reads a task and writes it back', () => {
    const json = { train: [{ input: [[0, 1, 2]], output: [[9], [8]] }], test: [pair] }
    const result = parseTask('abc', { ...json, name: 'more fields do no harm' })
    if (!result.ok) throw new Error(result.error.message)
    expect(result.value.id).toBe('abc')
    expect(taskToJson(result.value)).toEqual(json)
  })

  it.each([
    ['null', null, 'task/shape', undefined],
    ['a list', [], 'task/shape', undefined],
    ['no train', { test: [pair] }, 'task/shape', 'train'],
    ['no test', { train: [pair] }, 'task/shape', 'test'],
    ['empty train', { train: [], test: [pair] }, 'task/shape', 'train'],
    ['train no list', { train: pair, test: [pair] }, 'task/shape', 'train'],
    ['a pair that is a grid', { train: [[[1]]], test: [pair] }, 'task/shape', 'train[0]'],
    ['no output', { train: [pair], test: [pair, { input: [[1]] }] }, 'task/shape', 'test[1].output'],
    ['ragged', withInput([[1, 2], [1, 2], [1, 2], [1]]), 'task/ragged', 'train[1].input row 3'],
    ['no rows', withInput([]), 'task/size', 'train[1].input'],
    ['an empty row', withInput([[]]), 'task/size', 'train[1].input row 0'],
    ['31 rows', withInput(wide.map(() => [0])), 'task/size', 'train[1].input'],
    ['31 columns', withInput([wide]), 'task/size', 'train[1].input row 0'],
    ['a row that is a number', withInput([[1], 1]), 'task/shape', 'train[1].input row 1'],
    ['a grid that is a text', withInput('11'), 'task/shape', 'train[1].input'],
    ['colour 10', withInput([[0, 10]]), 'task/colour', 'train[1].input row 0 column 1'],
    ['colour -1', withInput([[-1]]), 'task/colour', 'train[1].input row 0 column 0'],
    ['colour 1.5', withInput([[1.5]]), 'task/colour', 'train[1].input row 0 column 0'],
    ['colour "1"', withInput([['1']]), 'task/colour', 'train[1].input row 0 column 0'],
    ['colour null', withInput([[null]]), 'task/colour', 'train[1].input row 0 column 0'],
  ])('refuses %s with its place and a mend', (_, json, code, where) => {
    const result = parseTask('abc', json)
    if (result.ok) throw new Error('was read')
    expect(result.error.code).toBe(code)
    expect(result.error.where).toBe(where)
    expect(result.error.message).not.toMatch(/[{}].*\w+\}/)
    expect(result.error.mend).toBe(CODES[code as keyof typeof CODES].help)
  })
})

describe('parseTaskText', () => {
  it('reads text with a byte order mark', () => {
    expect(parseTaskText('abc', `\ufeff${JSON.stringify({ train: [pair], test: [pair] })}`).ok).toBe(true)
  })

  it.each(['', '{"train": [', 'not json'])('refuses %j', (text) => {
    const result = parseTaskText('abc', text)
    expect(!result.ok && result.error.code).toBe('task/json')
  })
})
