import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../../test/arbitraries/anyGrid'
import { record, redo, startHistory, undo } from '../../util/history'
import { parseTask } from '../parseTask'
import { taskToJson } from '../taskToJson'
import { fillFrom, turnGrid } from './gridEdits'
import { addPair, duplicatePair, emptyTask, movePair, removePair, setGrid, type TaskPairs } from './taskEdits'

const anyPair = fc.record({ input: anyGrid(4), output: anyGrid(4) })
const anyTask: fc.Arbitrary<TaskPairs> = fc.record({
  train: fc.array(anyPair, { minLength: 1, maxLength: 4 }),
  test: fc.array(anyPair, { minLength: 1, maxLength: 3 }),
})
const place = fc.record({ list: fc.constantFrom('train' as const, 'test' as const), index: fc.nat({ max: 4 }) })
const side = fc.constantFrom('input' as const, 'output' as const)

type Edit = (task: TaskPairs) => TaskPairs
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, side, fc.nat({ max: 9 })).map(([at, which, colour]): Edit => (task) => {
    const grid = task[at.list][at.index]?.[which]
    return grid ? setGrid(task, at, which, fillFrom(grid, [0, 0], colour)) : task
  }),
  fc.tuple(place, side).map(([at, which]): Edit => (task) => {
    const grid = task[at.list][at.index]?.[which]
    return grid ? setGrid(task, at, which, turnGrid(grid, 'rot90')) : task
  }),
  place.map(
    ({ list }): Edit =>
      (task) =>
        addPair(task, list),
  ),
  place.map(
    (at): Edit =>
      (task) =>
        duplicatePair(task, at),
  ),
  place.map(
    (at): Edit =>
      (task) =>
        removePair(task, at),
  ),
  fc.tuple(place, fc.nat({ max: 4 })).map(
    ([at, to]): Edit =>
      (task) =>
        movePair(task, at, to),
  ),
)

const json = (task: TaskPairs): string => JSON.stringify(taskToJson({ id: '', ...task }))

describe('edits of a task', () => {
  it('undone one after the other give back every task on the way, redone the last one', () => {
    fc.assert(
      fc.property(anyTask, fc.array(anyEdit, { maxLength: 12 }), (task, edits) => {
        let history = startHistory(task)
        const seen = [json(task)]
        for (const edit of edits) {
          const next = record(history, edit(history.present))
          if (next !== history) seen.push(json(next.present))
          history = next
        }
        const last = seen.at(-1)
        for (const text of seen.toReversed()) {
          expect(json(history.present)).toBe(text)
          history = undo(history)
        }
        for (let k = 1; k < seen.length; k++) history = redo(history)
        expect(json(history.present)).toBe(last)
      }),
    )
  })

  it('always leave a task that can be saved and read', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 12 }), (edits) => {
        const task = edits.reduce((before, edit) => edit(before), emptyTask())
        expect(parseTask('x', JSON.parse(json(task)))).toMatchObject({ ok: true })
      }),
    )
  })

  it('moving a pair keeps all pairs, and back again is as before', () => {
    fc.assert(
      fc.property(anyTask, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (task, from, to) => {
        fc.pre(from < task.train.length && to < task.train.length)
        const moved = movePair(task, { list: 'train', index: from }, to)
        expect(moved.train[to]).toBe(task.train[from])
        expect(json(movePair(moved, { list: 'train', index: to }, from))).toBe(json(task))
      }),
    )
  })

  it('keeps the last pair of a list', () => {
    const task = emptyTask()
    expect(removePair(task, { list: 'test', index: 0 })).toBe(task)
    expect(removePair(task, { list: 'train', index: 0 }).train).toHaveLength(1)
  })
})
