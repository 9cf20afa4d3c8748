import { colourOfCode, rowOfCode } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, failure } from '../meter'
import { CELLS, FrozenSet, GENERIC, isTuple, setOf, type Value } from '../value'
import { extremeByCount } from './containers'
import { cpythonSetOrder } from './cpythonSet'
import { primitive } from './define'
import { isSame, iterate, tupleItems, unpackPair } from './pythonRules'
import { colourOf } from './selection'

const NO_CELL = failure('there is no cell')

/** Occurrences by colour + 128; cleared after each use. */
const counts = new Int32Array(256)

/** The colour with the most (or fewest) cells of a grid or object; ties as CPython's set of small integers walks. */
export function extremeColour(element: Value, wantsMost: boolean): Value {
  const numbers = packedColours(element)
  if (numbers === null) return extremeByCount(colourValues(element), wantsMost)
  if (numbers.length === 0) throw NO_CELL
  charge(1 + (numbers.length >> 4))
  for (let k = 0; k < numbers.length; k++) (counts[(numbers[k] as number) + 128] as number)++
  let best = wantsMost ? 0 : Infinity
  const tied: number[] = []
  for (let slot = 0; slot < counts.length; slot++) {
    const count = counts[slot] as number
    if (count === 0 || (wantsMost ? count < best : count > best)) continue
    if (count !== best) tied.length = 0
    best = count
    tied.push(slot - 128)
  }
  counts.fill(0) // before anything that can end the run
  if (tied.length === 1) return tied[0] as number
  return cpythonSetOrder([...new Set(numbers)]).find((colour) => tied.includes(colour)) as number
}

function packedColours(element: Value): Int8Array | null {
  if (element instanceof Grid) return element.cells
  if (!(element instanceof FrozenSet) || element.kind !== CELLS) return null
  const colours = new Int8Array(element.codes.length)
  for (let k = 0; k < colours.length; k++) colours[k] = colourOfCode(element.codes[k] as number)
  return colours
}

/** The colours of an element, one for each cell: rows joined, or the first part of each cell. */
export function colourValues(element: Value): Value[] {
  if (element instanceof Grid) return Array.from(element.cells)
  if (element instanceof FrozenSet && element.kind !== GENERIC) {
    const read = element.kind === CELLS ? colourOfCode : rowOfCode
    return Array.from(element.codes, read)
  }
  const items = iterate(element)
  charge(items.length)
  return isTuple(element) ? items.flatMap((row) => iterate(row)) : items.map((cell) => unpackPair(cell)[0])
}

export function paletteOf(element: Value): FrozenSet {
  const packed = packedColours(element)
  if (packed === null) return setOf(colourValues(element))
  charge(1 + (packed.length >> 4))
  return setOf([...new Set(packed)])
}

function countColour(element: Value, value: Value): number {
  const packed = packedColours(element)
  let count = 0
  if (packed !== null) {
    charge(1 + (packed.length >> 4))
    for (let k = 0; k < packed.length; k++) if (packed[k] === value) count++
    return count
  }
  if (isTuple(element)) for (const row of iterate(element)) tupleItems(row)
  for (const colour of colourValues(element)) if (isSame(colour, value)) count++
  return count
}

const TIES = 'Ties follow the order in which CPython 3.11 walks the set of the colours, as in the reference.'

const onElement = { params: ['element'], args: [T.element], cost: 'O(cells)' } as const

export const COLOURS = {
  mostcolor: primitive({
    ...onElement,
    summary: 'The most common colour.',
    returns: T.integer,
    shape: 'one of the colours',
    errors: ['there is no cell'],
    order: 'orderSensitive',
    deviation: TIES,
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 0],
          ],
        ],
        gives: 0,
      },
      {
        args: [
          [
            [2, 3],
            [8, 9],
          ],
        ],
        gives: 8,
      },
    ],
    impl: (element) => extremeColour(element, true),
  }),
  leastcolor: primitive({
    ...onElement,
    summary: 'The least common colour.',
    returns: T.integer,
    shape: 'one of the colours',
    errors: ['there is no cell'],
    order: 'orderSensitive',
    deviation: TIES,
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 0],
          ],
        ],
        gives: 1,
      },
    ],
    impl: (element) => extremeColour(element, false),
  }),
  colorcount: primitive({
    summary: 'The number of cells of a colour.',
    params: ['element', 'value'],
    args: [T.element, T.integer],
    returns: T.integer,
    shape: '0 where the colour does not occur',
    cost: 'O(cells)',
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 0],
          ],
          0,
        ],
        gives: 3,
      },
    ],
    impl: countColour,
  }),
  palette: primitive({
    ...onElement,
    summary: 'The colours that occur.',
    returns: T.integerSet,
    shape: 'a set of integers',
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 3],
          ],
        ],
        gives: { s: [0, 1, 3] },
      },
    ],
    impl: paletteOf,
  }),
  numcolors: primitive({
    ...onElement,
    summary: 'The number of colours that occur.',
    returns: T.integerSet,
    out: T.integer,
    shape: '|palette|',
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 3],
          ],
        ],
        gives: 3,
      },
    ],
    impl: (element) => paletteOf(element).size,
  }),
  color: primitive({
    summary: 'The colour of an object.',
    params: ['obj'],
    args: [T.object],
    returns: T.integer,
    shape: 'the colour of the first cell',
    errors: ['the object is empty'],
    order: 'orderSensitive',
    deviation: 'The first cell of an object of several colours is the one of the least colour.',
    examples: [
      {
        args: [
          {
            s: [
              [4, [0, 0]],
              [4, [0, 1]],
            ],
          },
        ],
        gives: 4,
      },
    ],
    impl: colourOf,
  }),
}
