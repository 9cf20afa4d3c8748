import { describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { parseProgram } from '../dsl/syntax/parser'
import { parseTask } from './parseTask'
import { scoreProgram, solves } from './solves'

const mirrored = (row: number[]) => ({ input: [row], output: [row.toReversed()] })

function scored(text: string, testRow: number[]) {
  const task = parseTask('mirror', { train: [mirrored([1, 2]), mirrored([3, 3])], test: [mirrored(testRow)] })
  if (!task.ok) throw new Error(task.error.message)
  const { program } = parseProgram(text)
  expect(solves(program, task.value, DEFAULT_BUDGET)).toBe(scoreProgram(program, task.value, DEFAULT_BUDGET).isSolution)
  return scoreProgram(program, task.value, DEFAULT_BUDGET)
}

describe('scoreProgram', () => {
  it('tells demonstrations from tests', () => {
    expect(scored('O = vmirror(I)', [1, 0])).toMatchObject({ demosRight: 2, testRight: true, isSolution: true })
    expect(scored('O = I', [1, 0])).toMatchObject({
      demosRight: 1,
      performance: 0.5,
      testRight: false,
      isSolution: false,
    })
    expect(scored('O = I', [1, 1])).toMatchObject({ demosRight: 1, testRight: true, isSolution: false })
  })
})
