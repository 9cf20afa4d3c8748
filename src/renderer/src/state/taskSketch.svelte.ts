import type { Grid } from '../../../core/grid/grid'
import {
  cropGrid,
  fillFrom,
  paintCells,
  paintRegion,
  pasteGrid,
  recolour,
  resizeGrid,
  turnGrid,
  turnRegion,
  type Turn,
} from '../../../core/task/edit/gridEdits'
import { positionsBetween, regionBetween, type Position, type Region } from '../../../core/task/edit/region'
import {
  addPair,
  duplicatePair,
  emptyTask,
  movePair,
  removePair,
  setGrid,
  type PairList,
  type PairPlace,
  type PairSide,
  type TaskPairs,
} from '../../../core/task/edit/taskEdits'
import { InternalError } from '../../../core/util/internalError'
import { record, redo, startHistory, undo, type History } from '../../../core/util/history'

export type Tool = 'paint' | 'rectangle' | 'fill' | 'recolour' | 'select'

/** Where copied cells are kept. */
export interface Clipboard {
  clipboard: Grid | null
}

/** A stroke from pressing to releasing; it becomes one step to undo. */
interface Stroke {
  readonly from: Position
  last: Position
}

/** The pairs of a task while they are drawn: the tools, what is selected, undo and redo. */
export class TaskSketch {
  tool = $state<Tool>('paint')
  colour = $state(1)
  /** the pair that is worked on, and which of its grids */
  place = $state.raw<PairPlace>({ list: 'train', index: 0 })
  side = $state<PairSide>('input')
  /** selected cells of that grid */
  region = $state.raw<Region | null>(null)
  private history = $state.raw<History<TaskPairs>>(startHistory(emptyTask()))
  /** the grid in a stroke that is not finished */
  private preview = $state.raw<Grid | null>(null)
  private stroke: Stroke | null = null

  readonly task = $derived(this.history.present)
  readonly canUndo = $derived(this.history.past.length > 0)
  readonly canRedo = $derived(this.history.future.length > 0)
  readonly grid = $derived(this.gridOf(this.side))

  constructor(private readonly kept: Clipboard) {}

  /** Another task: its history begins here. */
  open(task: TaskPairs): void {
    this.history = startHistory(task)
    this.choose({ list: 'train', index: 0 })
  }

  /** Other pairs, as a step that can be undone. */
  replace(task: TaskPairs): void {
    this.goTo(record(this.history, task))
  }

  choose(place: PairPlace): void {
    this.cancel()
    this.region = null
    this.place = place
  }

  chooseTool(tool: Tool): void {
    this.cancel()
    this.tool = tool
  }

  /** One grid of the pair that is worked on, with the stroke that goes on in it. */
  gridOf(side: PairSide): Grid {
    const { list, index } = this.place
    const pair = this.task[list][index] ?? this.task[list][0]
    if (!pair) throw new InternalError(`no pair in ${list}`)
    return side === this.side && this.preview ? this.preview : pair[side]
  }

  /** Begins a stroke of the tool in use; some tools are done at once. */
  press(side: PairSide, cell: Position): void {
    this.focus(side)
    const { grid, colour } = this
    if (this.tool === 'fill') return this.put(fillFrom(grid, cell, colour))
    if (this.tool === 'recolour') return this.put(recolour(grid, grid.at(...cell), colour))
    this.stroke = { from: cell, last: cell }
    this.moveTo(side, cell)
  }

  /** Goes on with a stroke. */
  moveTo(side: PairSide, cell: Position): void {
    if (!this.stroke || side !== this.side) return
    const { from, last } = this.stroke
    this.stroke.last = cell
    const region = regionBetween(from, cell)
    if (this.tool === 'select') this.region = region
    else if (this.tool === 'rectangle') this.preview = paintRegion(this.drawn(), region, this.colour)
    else this.preview = paintCells(this.grid, positionsBetween(last, cell), this.colour)
  }

  release(): void {
    if (!this.stroke) return
    this.stroke = null
    if (this.preview) this.put(this.preview)
  }

  /** What pressing does, by keyboard: where a tool needs two corners, the second time is the second one. */
  apply(side: PairSide, cell: Position): void {
    if (this.stroke && side === this.side) {
      this.moveTo(side, cell)
      return this.release()
    }
    this.press(side, cell)
    if (this.tool === 'paint') this.release()
  }

  /** Gives up a stroke; with none, the selection. */
  cancel(): void {
    if (!this.stroke) this.region = null
    this.stroke = null
    this.preview = null
  }

  /** The other grid of the pair. */
  focus(side: PairSide): void {
    if (side === this.side) return
    this.cancel()
    this.region = null
    this.side = side
  }

  undo(): void {
    this.goTo(undo(this.history))
  }

  redo(): void {
    this.goTo(redo(this.history))
  }

  copy(): void {
    const { region, grid } = this
    this.kept.clipboard = region ? cropGrid(grid, region) : grid
  }

  cut(): void {
    this.copy()
    this.clear()
  }

  /** At the selection's upper left corner, else at `cell`. */
  paste(cell: Position): void {
    const { region, kept } = this
    if (kept.clipboard) this.put(pasteGrid(this.grid, kept.clipboard, region ? [region.top, region.left] : cell))
  }

  get canPaste(): boolean {
    return this.kept.clipboard !== null
  }

  /** Makes the selection, or the whole grid, black. */
  clear(): void {
    const { region, grid } = this
    this.put(paintRegion(grid, region ?? { top: 0, left: 0, rows: grid.rows, cols: grid.cols }, 0))
  }

  /** The selection becomes the grid. */
  crop(): void {
    if (!this.region) return
    this.put(cropGrid(this.grid, this.region))
    this.region = null
  }

  /** Turns the selection, or the whole grid. */
  turn(turn: Turn): void {
    const turned = this.turned(turn)
    if (turned) this.put(turned)
  }

  /** False where the turned selection would not fit into its place. */
  canTurn(turn: Turn): boolean {
    return this.turned(turn) !== null
  }

  resize(rows: number, cols: number): void {
    this.region = null
    this.put(resizeGrid(this.grid, rows, cols))
  }

  /** The grid that is worked on replaces the other one of the pair. */
  copyToOther(): void {
    this.step(setGrid(this.task, this.place, this.side === 'input' ? 'output' : 'input', this.grid))
  }

  add(list: PairList): void {
    this.step(addPair(this.task, list))
    this.choose({ list, index: this.task[list].length - 1 })
  }

  duplicate(): void {
    this.step(duplicatePair(this.task, this.place))
    this.choose({ ...this.place, index: this.place.index + 1 })
  }

  remove(): void {
    this.step(removePair(this.task, this.place))
    this.stayInside()
  }

  get canRemove(): boolean {
    return this.task[this.place.list].length > 1
  }

  /** The pair one place up (-1) or down (+1) in its list. */
  move(by: -1 | 1): void {
    const to = this.place.index + by
    if (!this.task[this.place.list][to]) return
    this.step(movePair(this.task, this.place, to))
    this.choose({ ...this.place, index: to })
  }

  private turned(turn: Turn): Grid | null {
    return this.region ? turnRegion(this.grid, this.region, turn) : turnGrid(this.grid, turn)
  }

  /** The grid without the stroke that goes on. */
  private drawn(): Grid {
    const { list, index } = this.place
    return this.task[list][index]?.[this.side] ?? this.grid
  }

  private put(grid: Grid): void {
    this.preview = null
    this.step(setGrid(this.task, this.place, this.side, grid))
  }

  private step(task: TaskPairs): void {
    this.history = record(this.history, task)
  }

  private goTo(history: History<TaskPairs>): void {
    this.history = history
    this.stayInside()
  }

  private stayInside(): void {
    const { list, index } = this.place
    this.choose({ list, index: Math.min(index, this.task[list].length - 1) })
  }
}
