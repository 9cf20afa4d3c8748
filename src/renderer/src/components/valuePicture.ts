import type { CellView, ValueView } from '../../../core/dsl/eval/valueView'
import type { Cells } from './drawGrid'

export interface Picture {
  readonly cells: Cells
  readonly isShown: ((i: number, j: number) => boolean) | null
}

/** Larger pictures than this are cut: a patch may lie far outside the grid. */
const MAX_SIDE = 60

/** Pictures made before: the same value on the same input is the same picture, which is not drawn anew. */
const made = new WeakMap<ValueView, { input: Cells; picture: Picture | null }>()

/** A value as a grid to draw: a patch lies on the faint input, in its own colours; null where only a text can tell. */
export function pictureOf(view: ValueView, input: Cells): Picture | null {
  const before = made.get(view)
  if (before?.input === input) return before.picture
  const picture = makePicture(view, input)
  made.set(view, { input, picture })
  return picture
}

function makePicture(view: ValueView, input: Cells): Picture | null {
  if (view.kind === 'grid')
    return view.rows.length > 0 && view.rows[0]?.length ? { cells: view.rows, isShown: null } : null
  if (view.kind === 'patch') return patchPicture(view.cells, input)
  return view.kind === 'patches' ? patchPicture(view.patches.flat(), input) : null
}

function patchPicture(patch: readonly CellView[], input: Cells): Picture {
  const top = Math.max(-MAX_SIDE, Math.min(0, ...patch.map(([, i]) => i)))
  const left = Math.max(-MAX_SIDE, Math.min(0, ...patch.map(([, , j]) => j)))
  const bottom = Math.min(MAX_SIDE, Math.max(input.length, ...patch.map(([, i]) => i + 1)))
  const right = Math.min(MAX_SIDE, Math.max(input[0]?.length ?? 0, ...patch.map(([, , j]) => j + 1)))
  const cells = Array.from({ length: bottom - top }, (_, i) =>
    Array.from({ length: right - left }, (_, j) => input[i + top]?.[j + left] ?? -1),
  )
  const shown = new Set<number>()
  for (const [colour, i, j] of patch) {
    const row = cells[i - top]
    if (!row || j - left >= row.length || j < left) continue
    const under = row[j - left] ?? -1
    row[j - left] = colour ?? (under < 0 ? 5 : under) // a position without a colour, outside the input, is grey
    shown.add((i - top) * 1000 + (j - left))
  }
  return { cells, isShown: (i, j) => shown.has(i * 1000 + j) }
}

/** The short text of a value that has no picture; the part of its label after the type. */
export function textOf(view: ValueView): string {
  switch (view.kind) {
    case 'number':
      return String(view.value)
    case 'boolean':
      return view.value ? 'T' : 'F'
    case 'pair':
      return `(${view.value.join(', ')})`
    case 'function':
    case 'other':
      return view.text
    default:
      return view.label
  }
}

/** The type alone, for the second line beside a picture. */
export function typeOf(view: ValueView): string {
  return view.label.split(',')[0] ?? view.label
}
