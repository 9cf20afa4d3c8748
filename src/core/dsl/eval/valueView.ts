import { Grid } from '../../grid/grid'
import type { DslType } from '../dslType'
import { DslFunction, isCell, isPair, itemsOf, runtimeType, Tuple, valueSize, type Value } from '../value'

/** A cell to draw: its colour (null for a position without one), row, column. */
export type CellView = readonly [colour: number | null, i: number, j: number]
export type PatchKind = 'Object' | 'Indices'

/** A value as plain JSON for display. `label` is its kind and measure: 'Objects, 4', 'Grid, 4x3', 'Integer, 7'. */
export type ValueView =
  | { readonly kind: 'grid'; readonly label: string; readonly rows: number[][] }
  | { readonly kind: 'patch'; readonly label: string; readonly what: PatchKind; readonly cells: CellView[] }
  | { readonly kind: 'patches'; readonly label: string; readonly what: PatchKind; readonly patches: CellView[][] }
  | { readonly kind: 'number'; readonly label: string; readonly value: number }
  | { readonly kind: 'boolean'; readonly label: string; readonly value: boolean }
  | { readonly kind: 'pair'; readonly label: string; readonly value: readonly [number, number] }
  | { readonly kind: 'function'; readonly label: string; readonly text: string }
  | { readonly kind: 'other'; readonly label: string; readonly type: DslType; readonly text: string }

/** Longest text of a value in a view. */
const TEXT_LIMIT = 200

/**
 * How to show a value. `staticType` is what the program's text says about it: only it tells a Boolean from an Integer
 * and the kind of an empty set.
 */
export function viewValue(value: Value, staticType: DslType = 'Any'): ValueView {
  if (typeof value === 'number') return viewNumber(value, staticType)
  if (value instanceof Grid) {
    return { kind: 'grid', label: `Grid, ${value.rows}x${value.cols}`, rows: value.toRows() }
  }
  if (value instanceof DslFunction) {
    const text = valueText(value, TEXT_LIMIT)
    return { kind: 'function', label: `Callable, ${shorten(text, 40)}`, text }
  }
  if (isPair(value)) {
    const [i, j] = value.items
    return { kind: 'pair', label: `IntegerTuple, (${i}, ${j})`, value: [i, j] }
  }
  return viewPatch(value, staticType) ?? viewPatches(value, staticType) ?? viewOther(value)
}

function viewNumber(value: number, staticType: DslType): ValueView {
  if (staticType !== 'Boolean') return { kind: 'number', label: `Integer, ${value}`, value }
  return { kind: 'boolean', label: `Boolean, ${value ? 'T' : 'F'}`, value: value !== 0 }
}

function viewPatch(value: Value, staticType: DslType): ValueView | null {
  const what = patchKindOf(value, staticType)
  return what && { kind: 'patch', label: `${what}, ${valueSize(value)}`, what, cells: cellsOf(value) }
}

/** A set or a tuple of patches of one kind. */
function viewPatches(value: Value, staticType: DslType): ValueView | null {
  const items = itemsOf(value)
  if (!items) return null
  const what = items.length === 0 ? elementKindOf(staticType) : patchKindOf(items[0] ?? null, 'Any')
  if (!what || !items.every((item) => patchKindOf(item, what) === what)) return null
  const set = what === 'Object' ? 'Objects' : 'IndicesSet'
  const label = `${value instanceof Tuple ? `Tuple of ${what}` : set}, ${items.length}`
  return { kind: 'patches', label, what, patches: items.map(cellsOf) }
}

function viewOther(value: Value): ValueView {
  const type = runtimeType(value)
  const text = valueText(value, TEXT_LIMIT)
  return { kind: 'other', label: value === null ? 'no value' : `${type}, ${valueSize(value)}`, type, text }
}

function patchKindOf(value: Value, staticType: DslType): PatchKind | null {
  const type = runtimeType(value)
  if (type === 'Object' || type === 'Indices') return type
  const isEmptySet = type === 'FrozenSet' && valueSize(value) === 0
  return isEmptySet && (staticType === 'Object' || staticType === 'Indices') ? staticType : null
}

function elementKindOf(staticType: DslType): PatchKind | null {
  if (staticType === 'Objects') return 'Object'
  return staticType === 'IndicesSet' ? 'Indices' : null
}

function cellsOf(patch: Value): CellView[] {
  const cells: CellView[] = []
  for (const item of itemsOf(patch) ?? []) {
    if (isPair(item)) cells.push([null, item.items[0], item.items[1]])
    else if (isCell(item))
      cells.push([item.items[0], item.items[1].items[0] as number, item.items[1].items[1] as number])
  }
  return cells
}

/** A value in the reference's notation, cut after `limit` characters. */
export function valueText(value: Value, limit: number): string {
  const parts: string[] = []
  let length = 0
  const write = (text: string): boolean => {
    parts.push(text)
    length += text.length
    return length <= limit
  }
  writeValue(value, write)
  return shorten(parts.join(''), limit)
}

/** Writes until `write` says that it has enough; false then. */
function writeValue(value: Value, write: (text: string) => boolean): boolean {
  if (value === null) return write('None')
  if (typeof value === 'number') return write(String(value))
  if (value instanceof DslFunction) {
    return value.parts.length === 0 ? write(value.label) : write(value.label) && writeList(value.parts, '(', ')', write)
  }
  const items = itemsOf(value) ?? []
  if (value instanceof Tuple || value instanceof Grid) {
    return writeList(items, '(', items.length === 1 ? ',)' : ')', write)
  }
  return writeList(items, '{', '}', write)
}

function writeList(items: readonly Value[], open: string, close: string, write: (text: string) => boolean): boolean {
  if (!write(open)) return false
  for (const [k, item] of items.entries()) {
    if (k > 0 && !write(', ')) return false
    if (!writeValue(item, write)) return false
  }
  return write(close)
}

const shorten = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`)
