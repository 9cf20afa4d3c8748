import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { colOfCode, colourOfCode, packCell, rowOfCode, sortUnique } from '../grid/cellCode'
import { DEFAULT_BUDGET, startMeter } from './meter'
import { primitiveValue } from './primitives'
import {
  CELLS,
  compareValues,
  EMPTY_SET,
  EMPTY_TUPLE,
  FrozenSet,
  GENERIC,
  hashValue,
  INDICES,
  isGrid,
  itemsOf,
  runtimeType,
  setOf,
  tupleOf,
  valueFromJson,
  valuesEqual,
  valueSize,
  valueToJson,
  type Value,
  type ValueJson,
} from './value'

beforeEach(() => startMeter({ ...DEFAULT_BUDGET, steps: 1e9 }))

function read(json: ValueJson): Value {
  const value = valueFromJson(json, primitiveValue)
  if (!value.ok) throw new Error(value.error.message)
  return value.value
}

/** Small numbers, so that equal parts meet often, and some that no Grid and no packed set can hold. */
const integer = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -2, max: 3 }) },
  fc.constantFrom(127, 128, -129, 2047, 2048, -3000),
)
const position = fc.tuple(integer, integer)
const cell = fc.tuple(integer, position)
const grid = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }))
  .chain(([rows, cols]) =>
    fc.array(fc.array(integer, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows }),
  )
const patch = fc.oneof(
  fc.array(position, { maxLength: 4 }).map((s) => ({ s })),
  fc.array(cell, { maxLength: 4 }).map((s) => ({ s })),
)
const { value: json } = fc.letrec<{ value: ValueJson }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    integer,
    fc.constant(null),
    position,
    cell,
    grid,
    patch,
    fc.constantFrom({ f: 'add' }, { f: 'size' }, { c: 'rbind', a: [{ f: 'add' }, 1] }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((s) => ({ s })),
  ),
}))

describe('values', () => {
  it('come back from JSON as they were', () => {
    fc.assert(
      fc.property(json, (written) => {
        const value = read(written)
        const again = read(JSON.parse(JSON.stringify(valueToJson(value))))
        expect(valuesEqual(again, value)).toBe(true)
        expect(valueToJson(again)).toEqual(valueToJson(value))
      }),
    )
  })

  it('are ordered totally, with 0 exactly for equal ones, and equal ones hash alike', () => {
    fc.assert(
      fc.property(json, json, json, (x, y, z) => {
        const [a, b, c] = [read(x), read(y), read(z)]
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0)
        expect(compareValues(a, b) === 0).toBe(valuesEqual(a, b))
        if (valuesEqual(a, b)) expect(hashValue(a)).toBe(hashValue(b))
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0)
        const copy = read(x)
        expect(valuesEqual(a, copy) && compareValues(a, copy) === 0 && hashValue(a) === hashValue(copy)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('keep one representation: a tuple is a Grid exactly when it can be', () => {
    fc.assert(
      fc.property(grid, (rows) => {
        const fits = rows.flat().every((n) => n >= -128 && n <= 127)
        expect(isGrid(read(rows))).toBe(fits)
        expect(valueToJson(read(rows))).toEqual(rows)
      }),
    )
  })
})

describe('sets', () => {
  it('do not depend on the order or repetition of what is put in', () => {
    const items = fc.oneof(
      fc.array(json, { maxLength: 6 }),
      fc.array(position, { maxLength: 8 }),
      fc.array(cell, { maxLength: 8 }),
    )
    const shuffled = items.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const a = setOf(list.map(read))
        const b = setOf(other.map(read))
        expect(valuesEqual(a, b)).toBe(true)
        expect(a.kind).toBe(b.kind)
        expect(hashValue(a)).toBe(hashValue(b))
        expect(valueToJson(a)).toEqual(valueToJson(b))
      }),
      { numRuns: 300 },
    )
  })

  it('are walked in ascending canonical order, each element once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(json), fc.array(position), fc.array(cell)), (list) => {
        const { items, size } = setOf(list.map(read))
        expect(items).toHaveLength(size)
        for (let k = 1; k < items.length; k++) {
          expect(compareValues(items[k - 1] as Value, items[k] as Value)).toBeLessThan(0)
        }
      }),
    )
  })

  it('are packed where they fit, and exact where they do not', () => {
    expect(setOf([read([1, 2])]).kind).toBe(INDICES)
    expect(setOf([read([1, [2, 3]])]).kind).toBe(CELLS)
    const far = setOf([read([5000, -5000]), read([1, 2])])
    expect(far.kind).toBe(GENERIC)
    expect(valueToJson(far)).toEqual({
      s: [
        [1, 2],
        [5000, -5000],
      ],
    })
    expect(setOf([read([300, [0, 0]])]).kind).toBe(GENERIC)
  })
})

describe('runtimeType', () => {
  it.each<[ValueJson, string]>([
    [true, 'Integer'],
    [null, 'Any'],
    [[1, 2], 'IntegerTuple'],
    [[1, 2, 3], 'Tuple'],
    [[], 'Tuple'],
    [[[1, 2]], 'Grid'],
    [[1, [2, 3]], 'Cell'],
    [[[1, 2], [3]], 'TupleTuple'],
    [{ s: [] }, 'FrozenSet'],
    [{ s: [1, 2] }, 'IntegerSet'],
    [{ s: [[1, 2]] }, 'Indices'],
    [{ s: [[9000, 2]] }, 'Indices'],
    [{ s: [[1, [2, 3]]] }, 'Object'],
    [{ s: [{ s: [[1, [2, 3]]] }] }, 'Objects'],
    [{ s: [{ s: [[2, 3]] }] }, 'IndicesSet'],
    [{ s: [1, [1, 2]] }, 'FrozenSet'],
    [{ f: 'add' }, 'Callable'],
  ])('of %j is %s', (written, type) => {
    expect(runtimeType(read(written))).toBe(type)
  })
})

describe('details', () => {
  it('has one empty tuple and one empty set', () => {
    expect(tupleOf([])).toBe(EMPTY_TUPLE)
    expect(setOf([])).toBe(EMPTY_SET)
  })

  it('counts cells of a grid and elements of anything else', () => {
    expect(
      valueSize(
        Grid.fromRows([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ),
    ).toBe(6)
    expect(valueSize(read({ s: [[1, 2]] }))).toBe(1)
    expect(valueSize(7)).toBe(1)
  })

  it('walks a grid row by row', () => {
    expect(
      itemsOf(
        read([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      )?.map(valueToJson),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(itemsOf(3)).toBeNull()
  })

  it('takes functions built alike as equal', () => {
    const build = (n: number): ValueJson => ({ c: 'compose', a: [{ f: 'size' }, { c: 'rbind', a: [{ f: 'add' }, n] }] })
    expect(valuesEqual(read(build(1)), read(build(1)))).toBe(true)
    expect(valuesEqual(read(build(1)), read(build(2)))).toBe(false)
  })

  it('says where JSON is no value', () => {
    expect(valueFromJson([1, { s: [0.5] }], primitiveValue)).toMatchObject({
      ok: false,
      error: { where: 'value[1].s[0]' },
    })
    expect(valueFromJson({ f: 'constructor' }, primitiveValue).ok).toBe(false)
    expect(valueFromJson({ c: 'compose', a: [1] }, primitiveValue).ok).toBe(false)
  })

  it('packs cells so that sorting codes sorts by colour, row and column', () => {
    const cells = [
      [3, -2048, 2047],
      [-128, 5, 5],
      [127, 0, -1],
      [3, -2048, 2046],
    ] as const
    const codes = sortUnique(Int32Array.from(cells, ([v, i, j]) => packCell(v, i, j)))
    expect(Array.from(codes, (code) => [colourOfCode(code), rowOfCode(code), colOfCode(code)])).toEqual([
      [-128, 5, 5],
      [3, -2048, 2046],
      [3, -2048, 2047],
      [127, 0, -1],
    ])
    expect(new FrozenSet(CELLS, codes, null, 3).size).toBe(4)
  })
})
