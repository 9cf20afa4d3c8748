import { beforeEach, describe, expect, it } from 'vitest'
import { Grid } from '../../../core/grid/grid'
import { TaskSketch, type Clipboard } from './taskSketch.svelte'

let kept: Clipboard
let sketch: TaskSketch
const rows = (): number[][] => sketch.grid.toRows()

beforeEach(() => {
  kept = { clipboard: null }
  sketch = new TaskSketch(kept)
  const pair = {
    input: Grid.fromRows([
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 0],
    ]),
    output: Grid.fromRows([[7]]),
  }
  sketch.open({ train: [pair], test: [pair] })
  sketch.colour = 2
})

describe('strokes', () => {
  it('paint every cell that a drag passed over, as one step', () => {
    sketch.press('input', [0, 0])
    sketch.moveTo('input', [0, 2])
    sketch.moveTo('input', [2, 2])
    expect(rows()).toEqual([
      [2, 2, 2],
      [0, 5, 2],
      [0, 0, 2],
    ])
    sketch.release()
    sketch.undo()
    expect(rows()[0]).toEqual([0, 0, 0])
    expect(sketch.canUndo).toBe(false)
    sketch.redo()
    expect(rows()[2]).toEqual([0, 0, 2])
  })

  it('draw a rectangle anew while it is dragged', () => {
    sketch.chooseTool('rectangle')
    sketch.press('input', [0, 0])
    sketch.moveTo('input', [2, 2])
    sketch.moveTo('input', [0, 1])
    sketch.release()
    expect(rows()).toEqual([
      [2, 2, 0],
      [0, 5, 0],
      [0, 0, 0],
    ])
  })

  it('are given up without a trace', () => {
    sketch.press('input', [0, 0])
    sketch.cancel()
    sketch.release()
    expect(rows()[0]).toEqual([0, 0, 0])
    expect(sketch.canUndo).toBe(false)
  })

  it('do not go on in the other grid', () => {
    sketch.press('input', [0, 0])
    sketch.moveTo('output', [0, 2])
    sketch.release()
    expect(sketch.gridOf('output').toRows()).toEqual([[7]])
    expect(rows()[0]).toEqual([2, 0, 0])
    expect(sketch.side).toBe('input')
  })

  it('fill and recolour at once', () => {
    sketch.chooseTool('fill')
    sketch.press('input', [0, 0])
    expect(
      rows()
        .flat()
        .filter((cell) => cell === 2),
    ).toHaveLength(8)
    sketch.chooseTool('recolour')
    sketch.colour = 9
    sketch.press('input', [2, 2])
    expect(
      rows()
        .flat()
        .filter((cell) => cell === 9),
    ).toHaveLength(8)
  })
})

describe('the keyboard', () => {
  it('paints a cell with one press', () => {
    sketch.apply('input', [1, 1])
    expect(rows()[1]).toEqual([0, 2, 0])
    expect(sketch.canUndo).toBe(true)
  })

  it('draws a rectangle between two presses', () => {
    sketch.chooseTool('rectangle')
    sketch.apply('input', [0, 0])
    sketch.moveTo('input', [1, 2])
    sketch.apply('input', [1, 1])
    expect(rows()).toEqual([
      [2, 2, 0],
      [2, 2, 0],
      [0, 0, 0],
    ])
  })
})

describe('the selection', () => {
  const select = (from: [number, number], to: [number, number]): void => {
    sketch.chooseTool('select')
    sketch.press('input', from)
    sketch.moveTo('input', to)
    sketch.release()
  }

  it('is cut, and pasted at the cell or where something is selected', () => {
    select([1, 1], [1, 2])
    sketch.cut()
    expect(rows()[1]).toEqual([0, 0, 0])
    expect(kept.clipboard?.toRows()).toEqual([[5, 0]])
    sketch.cancel()
    sketch.paste([2, 0])
    expect(rows()[2]).toEqual([5, 0, 0])
    select([0, 2], [0, 2])
    sketch.paste([2, 0])
    expect(rows()[0]).toEqual([0, 0, 5])
  })

  it('is cropped to', () => {
    select([1, 0], [1, 1])
    sketch.crop()
    expect(rows()).toEqual([[0, 5]])
    expect(sketch.region).toBeNull()
  })

  it('is turned in place where its shape allows', () => {
    select([0, 0], [1, 1])
    expect(sketch.canTurn('rot90')).toBe(true)
    sketch.turn('rot90')
    expect(rows()).toEqual([
      [0, 0, 0],
      [5, 0, 0],
      [0, 0, 0],
    ])
    select([0, 0], [0, 1])
    expect(sketch.canTurn('rot90')).toBe(false)
    expect(sketch.canTurn('vmirror')).toBe(true)
  })

  it('is dropped when the other grid is worked on, and by undo', () => {
    select([0, 0], [1, 1])
    sketch.focus('output')
    expect(sketch.region).toBeNull()
    sketch.focus('input')
    sketch.resize(1, 1)
    sketch.undo()
    expect(sketch.region).toBeNull()
    expect(sketch.grid.rows).toBe(3)
  })
})

describe('pairs', () => {
  it('are added, doubled, moved and removed; the one worked on is followed', () => {
    sketch.add('train')
    expect(sketch.place).toEqual({ list: 'train', index: 1 })
    sketch.move(-1)
    expect(sketch.place.index).toBe(0)
    expect(sketch.task.train[1]?.output.toRows()).toEqual([[7]])
    sketch.duplicate()
    expect(sketch.task.train).toHaveLength(3)
    expect(sketch.place.index).toBe(1)
    sketch.remove()
    sketch.remove()
    expect(sketch.canRemove).toBe(false)
    sketch.undo()
    expect(sketch.task.train).toHaveLength(2)
  })

  it('undo leads back into the list where the pair is gone', () => {
    sketch.add('test')
    sketch.undo()
    expect(sketch.place).toEqual({ list: 'test', index: 0 })
    expect(sketch.task.test).toHaveLength(1)
  })

  it('copy one grid over the other', () => {
    sketch.copyToOther()
    expect(sketch.gridOf('output').rows).toBe(3)
  })
})
