import { beforeEach, describe, expect, it } from 'vitest'
import { resultTerm } from '../check/callRules'
import { termOf } from '../check/term'
import { TYPE_NAMES } from '../dslType'
import { Grid } from '../../grid/grid'
import { DEFAULT_BUDGET, startMeter } from '../meter'
import { valueFromJson, valueToJson, type Value, type ValueJson } from '../value'
import { call1, call2, call3, call4 } from './call'
import { cpythonSetOrder } from './cpythonSet'
import {
  CONSTANT_NAMES,
  CONSTANT_SPECS,
  findPrimitive,
  lookup,
  PRIMITIVE_NAMES,
  PRIMITIVES,
  primitiveValue,
} from './index'

const NAMES = `
  identity add subtract multiply divide invert even double halve flip equality contained combine intersection
  difference dedupe order repeat greater size merge maximum minimum valmax valmin argmax argmin mostcommon
  leastcommon initset both either increment decrement crement sign positive toivec tojvec sfilter mfilter
  extract totuple first last insert remove other interval astuple product pair branch compose chain matcher
  rbind lbind power fork apply rapply mapply papply mpapply prapply mostcolor leastcolor height width shape
  portrait colorcount colorfilter sizefilter asindices ofcolor ulcorner urcorner llcorner lrcorner crop
  toindices recolor shift normalize dneighbors ineighbors neighbors objects partition fgpartition uppermost
  lowermost leftmost rightmost square vline hline hmatching vmatching manhattan adjacent bordering centerofmass
  palette numcolors color toobject asobject rot90 rot180 rot270 hmirror vmirror dmirror cmirror fill paint
  underfill underpaint hupscale vupscale upscale downscale hconcat vconcat subgrid hsplit vsplit cellwise
  replace switch center position index canvas corners connect cover trim move tophalf bottomhalf lefthalf
  righthalf vfrontier hfrontier backdrop delta gravitate inbox outbox box shoot occurrences frontiers compress
  hperiod vperiod`
  .trim()
  .split(/\s+/)

const CONSTANTS = `
  F T ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN NEG_ONE NEG_TWO DOWN RIGHT UP LEFT ORIGIN UNITY
  NEG_UNITY UP_RIGHT DOWN_LEFT ZERO_BY_TWO TWO_BY_ZERO TWO_BY_TWO THREE_BY_THREE`
  .trim()
  .split(/\s+/)

function read(json: ValueJson): Value {
  const value = valueFromJson(json, primitiveValue)
  if (!value.ok) throw new Error(value.error.message)
  return value.value
}

function call(f: Value, args: readonly Value[]): Value {
  const [a = null, b = null, c = null, d = null] = args
  if (args.length === 1) return call1(f, a)
  if (args.length === 2) return call2(f, a, b)
  return args.length === 3 ? call3(f, a, b, c) : call4(f, a, b, c, d)
}

beforeEach(() => startMeter(DEFAULT_BUDGET))

describe('the table of primitives', () => {
  it('has exactly the 160 of the language, and its constants', () => {
    expect(NAMES).toHaveLength(160)
    expect([...PRIMITIVE_NAMES].sort()).toEqual([...NAMES].sort())
    expect([...CONSTANT_NAMES].sort()).toEqual([...CONSTANTS].sort())
  })

  it.each(PRIMITIVE_NAMES)('%s is described', (name) => {
    const spec = PRIMITIVES[name]
    expect(spec.name).toBe(name)
    expect(spec.params).toHaveLength(spec.args.length)
    expect(spec.impl.length).toBe(spec.args.length)
    expect(new Set(spec.params).size).toBe(spec.params.length)
    expect(spec.summary).toMatch(/^[A-Z].*\.$/)
    expect(spec.shape).not.toBe('')
    for (const type of [...spec.args, spec.returns]) expect(TYPE_NAMES).toContain(type)
    expect(TYPE_NAMES).toContain(
      resultTerm(
        spec,
        spec.args.map((type) => termOf(type)),
      ).type,
    )
    expect(spec.examples.length).toBeGreaterThan(0)
  })

  it.each(PRIMITIVE_NAMES)('%s does what its examples say', (name) => {
    for (const example of PRIMITIVES[name].examples) {
      const made = call(primitiveValue(name), example.args.map(read))
      const result = example.then ? call(made, example.then.map(read)) : made
      expect(valueToJson(result)).toEqual(valueToJson(read(example.gives)))
    }
  })
})

describe('names', () => {
  it('finds primitives and constants', () => {
    expect(lookup('add')?.kind).toBe('primitive')
    expect(lookup('TWO_BY_TWO')?.kind).toBe('constant')
    expect(valueToJson(CONSTANT_SPECS.UP_RIGHT.value)).toEqual([-1, 1])
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'x1', ''])('finds nothing for %j', (name) => {
    expect(lookup(name)).toBeNull()
    expect(findPrimitive(name)).toBeNull()
    expect(primitiveValue(name)).toBeNull()
  })
})

describe('a run that is stopped', () => {
  it('leaves nothing behind: colours are counted anew', () => {
    const grid = Grid.fromRows([[7, 7, 3, 3, 1]])
    const count = (steps: number): Value => {
      startMeter({ ...DEFAULT_BUDGET, steps })
      return call1(primitiveValue('mostcolor'), grid)
    }
    for (let steps = 0; steps < 12; steps++) expect(() => count(steps)).toThrow()
    startMeter(DEFAULT_BUDGET)
    expect(call1(primitiveValue('mostcolor'), Grid.fromRows([[1, 3, 1]]))).toBe(1)
    expect(call1(primitiveValue('mostcolor'), Grid.fromRows([[3, 1, 3]]))).toBe(3)
  })
})

describe('cpythonSetOrder', () => {
  // recorded with CPython 3.11: list({...}) after adding in this order
  it.each([
    [
      [2, 3, 8, 9],
      [8, 9, 2, 3],
    ],
    [
      [0, 8],
      [0, 8],
    ],
    [
      [8, 0],
      [8, 0],
    ],
    [
      [9, 1, 3],
      [9, 3, 1],
    ],
    [
      [9, 8, 3, 2, 1],
      [1, 2, 3, 8, 9],
    ],
    [
      [-1, 5, 0],
      [0, 5, -1],
    ],
  ])('walks %j as %j', (inserted, order) => {
    expect(cpythonSetOrder(inserted)).toEqual(order)
  })

  it('walks tuples and sets by their hashes', () => {
    const walk = (list: readonly ValueJson[]): ValueJson[] => cpythonSetOrder(list.map(read)).map(valueToJson)
    expect(
      walk([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [2, 5],
      ]),
    ).toEqual([
      [0, 1],
      [0, 0],
      [1, 1],
      [1, 0],
      [2, 5],
    ])
    expect(
      walk([
        [4, 4, 4, 4],
        [4, 2, 2, 4],
      ]),
    ).toEqual([
      [4, 4, 4, 4],
      [4, 2, 2, 4],
    ])
    expect(walk([{ s: [1, 2] }, { s: [3] }, { s: [] }])).toEqual([{ s: [3] }, { s: [] }, { s: [1, 2] }])
  })
})
