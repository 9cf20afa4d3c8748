import { describe, expect, it } from 'vitest'
import { refinedTasks, refinementOf } from './refinement'

const found = [
  { taskId: 'a', lines: 6, program: 'first' },
  { taskId: 'b', lines: 2, program: 'only' },
  { taskId: 'a', lines: 4, program: 'shorter' },
  { taskId: 'c', lines: 3, program: 'first' },
  { taskId: 'c', lines: 3, program: 'equal' },
  { taskId: 'a', lines: 5, program: 'longer' },
]

describe('refinement', () => {
  it('keeps the first and the shortest program of each task; equal length changes nothing', () => {
    expect(refinedTasks(found).map(({ taskId, first, shortest }) => [taskId, first.program, shortest.program])).toEqual(
      [
        ['a', 'first', 'shorter'],
        ['b', 'only', 'only'],
        ['c', 'first', 'first'],
      ],
    )
  })

  it('counts the tasks that got a shorter program later', () => {
    expect(refinementOf(found)).toEqual({ solved: 3, shortened: 1, share: 1 / 3, firstLines: 11 / 3, shortestLines: 3 })
    expect(refinementOf([])).toEqual({ solved: 0, shortened: 0, share: 0, firstLines: 0, shortestLines: 0 })
  })
})
