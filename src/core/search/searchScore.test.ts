import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import type { Task } from '../task/task'
import { SearchScores, type ScoredFit } from './searchScore'

const grid = (colour: number): Grid => Grid.fromRows([[colour]])
const task: Task = {
  id: 'a',
  train: [{ input: grid(1), output: grid(2) }],
  test: [{ input: grid(3), output: grid(9) }],
}
const other: Task = { ...task, id: 'b' }
const fit = (lines: number, order: number, prediction: number | null): ScoredFit => {
  const predictions = [prediction === null ? null : grid(prediction)]
  return { program: `p${order}`, source: 'program', lines, order, predictions }
}
function scoresOf(fits: readonly ScoredFit[]): SearchScores {
  const scores = new SearchScores([task, other])
  scores.add(task, fits)
  return scores
}

describe('SearchScores', () => {
  it('ranks the shortest first, then the first found, and counts what predicts the same once', () => {
    const scores = scoresOf([fit(4, 0, 9), fit(2, 3, 5), fit(2, 1, 5), fit(2, 2, 5), fit(3, 9, null)])
    expect(scores.score()).toEqual({ passAt1: 0, passAt3: 1, passAt3Programs: 0, tasksWithFit: 1 })
    const { attempts, solvedBy, fits } = scores.resultOf(task)
    expect([attempts.map(({ order }) => order), solvedBy?.order, fits]).toEqual([[1, 9, 0], 0, 5])
  })

  it('takes three attempts only', () => {
    const fits = [fit(1, 0, 4), fit(2, 1, 5), fit(3, 2, 6), fit(4, 3, 9)]
    expect(scoresOf(fits).score()).toMatchObject({ passAt3: 0, tasksWithFit: 1 })
    expect(scoresOf(fits.slice(1)).score()).toMatchObject({ passAt3: 1, passAt3Programs: 1, passAt1: 0 })
    expect(scoresOf(fits.slice(3)).score()).toMatchObject({ passAt1: 1 })
  })

  it('draws solved over samples by the order in which programs were made', () => {
    const scores = scoresOf([fit(5, 120, 9), fit(9, 10, 7), fit(1, 800, 3), fit(1, 801, 4), fit(1, 802, 5)])
    expect(scores.curve(1000)).toEqual([
      { samples: 100, solved: 0, tasksWithFit: 1 },
      { samples: 200, solved: 1, tasksWithFit: 1 },
      { samples: 500, solved: 1, tasksWithFit: 1 },
      { samples: 1000, solved: 0, tasksWithFit: 1 },
    ])
    expect(scores.curve(0)).toEqual([])
  })
})
