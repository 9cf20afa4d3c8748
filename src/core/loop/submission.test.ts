import { describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { Grid } from '../grid/grid'
import type { Candidate } from '../replay/experience'
import type { Task } from '../task/task'
import { attemptsFor, rankedCandidates } from './submission'

const pair = (input: number[][], output: number[][]) => ({ input: Grid.fromRows(input), output: Grid.fromRows(output) })
const task: Task = {
  id: 't',
  train: [pair([[1, 2]], [[2, 1]])],
  test: [pair([[3, 4]], [[4, 3]]), pair([[5, 5]], [[5, 5]])],
}
const candidate = (program: string, demosRight = 1, lines = 1): Candidate => ({
  taskId: 't',
  source: 'policy',
  iteration: 1,
  program,
  lines,
  demosRight,
  demos: 2,
  testRight: [false],
})
const NOTHING = [
  [0, 0],
  [0, 0],
]

describe('attemptsFor', () => {
  it('hands in what the best candidates give, each grid once', () => {
    const candidates = [
      candidate('O = hmirror(I)', 1, 1), // as I on one row
      candidate('x1 = vmirror(I)\nO = vmirror(x1)', 1, 2), // the same again
      candidate('O = vmirror(I)', 2, 1), // best
      candidate('O = rot90(I)', 1, 3),
    ]
    expect(rankedCandidates(candidates).map(({ program }) => program.split('\n')[0])).toEqual([
      'O = vmirror(I)',
      'O = hmirror(I)',
      'x1 = vmirror(I)',
      'O = rot90(I)',
    ])
    expect(attemptsFor(task, candidates, 2, DEFAULT_BUDGET)).toEqual([
      { attempt_1: [[4, 3]], attempt_2: [[3, 4]] },
      { attempt_1: [[5, 5]], attempt_2: [[5], [5]] },
    ])
  })

  it('has every attempt for every test input, also where there is no candidate or it fails', () => {
    const failing = candidate('x1 = first(ZERO)\nO = canvas(x1, UNITY)')
    const nothing = { attempt_1: NOTHING, attempt_2: NOTHING, attempt_3: NOTHING }
    for (const candidates of [[], [failing]]) {
      expect(attemptsFor(task, candidates, 3, DEFAULT_BUDGET)).toEqual([nothing, nothing])
    }
  })

  it('pays no attention to test outputs', () => {
    const [right, wrong] = [
      candidate('O = hmirror(I)'),
      { ...candidate('x1 = vmirror(I)\nO = rot90(x1)', 1, 2), testRight: [true, true] },
    ]
    expect(rankedCandidates([wrong, right])[0]).toBe(right)
  })
})
