import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { drawWeight, priorityOf } from './priority'

const target = Grid.fromRows([
  [1, 2],
  [3, 4],
])
const near = Grid.fromRows([
  [1, 2],
  [3, 0],
])
const small = Grid.fromRows([[1]])

describe('priorityOf', () => {
  const paper = { priority: 'demonstrations', priorityFloor: 0.1, nearCredit: 0 } as const
  it('is the share of demonstrations reproduced, above a floor', () => {
    expect(priorityOf(paper, [target, near], [target, target])).toBeCloseTo(0.1 + 0.9 / 2, 12)
    expect(priorityOf(paper, [null, near], [target, target])).toBe(0.1)
    expect(priorityOf(paper, [target, target], [target, target])).toBe(1)
    expect(priorityOf({ ...paper, priority: 'uniform' }, [null], [target])).toBe(1)
  })

  it('credits right cells of an output of the right size where asked to, never as much as a right output', () => {
    const rule = { ...paper, nearCredit: 0.5 }
    expect(priorityOf(rule, [near], [target])).toBeCloseTo(0.1 + 0.9 * 0.5 * 0.75, 12)
    expect(priorityOf(rule, [small], [target])).toBe(0.1)
    expect(priorityOf(rule, [target], [target])).toBe(1)
  })
})

describe('drawWeight', () => {
  const key = { id: 1, taskId: 't', part: 'own', priority: 0.8, lines: 3, iteration: 2, drawn: 2 } as const
  const none = { lengthDiscount: 0, ageDiscount: 0, noveltyDiscount: 0 }
  it('is the priority without discounts', () => {
    expect(drawWeight(none, 9)(key)).toBe(0.8)
  })

  it('loses a share for each line, meta-iteration and draw', () => {
    expect(drawWeight({ ...none, lengthDiscount: 0.1 }, 2)(key)).toBeCloseTo(0.8 * 0.9 ** 3, 12)
    expect(drawWeight({ ...none, ageDiscount: 0.5 }, 4)(key)).toBeCloseTo(0.8 * 0.25, 12)
    expect(drawWeight({ ...none, noveltyDiscount: 0.5 }, 4)(key)).toBeCloseTo(0.8 * 0.25, 12)
    expect(drawWeight({ ...none, noveltyDiscount: 0.99 }, 4)({ ...key, drawn: 5000 })).toBeGreaterThan(0)
    expect(drawWeight({ ...none, ageDiscount: 0.5 }, 4)({ ...key, priority: 0 })).toBe(0)
  })
})
