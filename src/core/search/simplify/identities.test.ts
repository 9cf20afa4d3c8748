import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../../test/arbitraries/anyGrid'
import { DEFAULT_BUDGET, meteredApart, stopOf } from '../../dsl/meter'
import { lookup } from '../../dsl/primitives'
import { call1 } from '../../dsl/primitives/call'
import { isFunction, pairOf, setOf, tupleOf, valuesEqual, type Value } from '../../dsl/value'
import { IDENTITIES, type Identity } from './identities'
import { matchPattern, patternOf, type Pattern } from './pattern'

const named = (name: string): Value => lookup(name)?.value ?? null
const anyOf = (...names: string[]): fc.Arbitrary<Value> => fc.constantFrom(...names.map(named))

const integer = fc.integer({ min: -9, max: 12 })
const colour = fc.integer({ min: 0, max: 9 })
const pair = fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 9 })).map(([i, j]) => pairOf(i, j))
const metered = <V>(build: () => V): V => meteredApart(DEFAULT_BUDGET, build)
const setWith = (items: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.array(items, { maxLength: 6 }).map((values) => metered(() => setOf(values)))
const indices = setWith(pair)
const object = fc
  .uniqueArray(fc.tuple(colour, pair), { maxLength: 6, selector: ([, at]) => at })
  .map((cells) => metered(() => setOf(cells.map(([value, at]) => tupleOf([value, at])))))

const KINDS: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  Grid: anyGrid(),
  Integer: integer,
  Boolean: fc.constantFrom(0, 1),
  IntegerTuple: pair,
  Indices: indices,
  Patch: fc.oneof(indices, object),
  IntegerSet: setWith(integer),
  IndicesSet: setWith(indices),
  FrozenSet: fc.oneof(setWith(integer), indices, object, setWith(indices)),
  Tuple: fc.array(integer, { maxLength: 5 }).map((items) => metered(() => tupleOf(items))),
  'Grid -> Grid': anyOf('hmirror', 'rot90', 'dmirror', 'tophalf', 'identity'),
  'Integer -> Integer': anyOf('increment', 'double', 'invert', 'identity', 'sign'),
  'Integer -> Boolean': anyOf('even', 'positive'),
  'IntegerTuple -> Indices': anyOf('dneighbors', 'ineighbors', 'neighbors', 'initset'),
  'Indices -> Boolean': anyOf('square', 'hline', 'vline', 'portrait'),
}

/** The value of a pattern; undefined where it has none. */
function evaluate(pattern: Pattern, places: Readonly<Record<string, Value>>, taken: Value): Value | undefined {
  return metered(() => {
    try {
      const value = valueOf(pattern)
      return taken !== null && isFunction(value) ? call1(value, taken) : value
    } catch (error) {
      if (stopOf(error)) return undefined
      throw error
    }
  })

  function valueOf(part: Pattern): Value {
    if (part.kind === 'place') return places[part.name] ?? null
    if (part.kind === 'name') return named(part.name)
    const f = named(part.callee)
    if (!isFunction(f)) throw new Error(`${part.callee} is no primitive`)
    const [a = null, b = null, c = null, d = null] = part.args.map(valueOf)
    return f.run(a, b, c, d)
  }
}

const countCalls = (pattern: Pattern): number =>
  pattern.kind === 'call' ? 1 + pattern.args.reduce((sum, arg) => sum + countCalls(arg), 0) : 0

const placesIn = (pattern: Pattern): string[] =>
  pattern.kind === 'call' ? pattern.args.flatMap(placesIn) : pattern.kind === 'place' ? [pattern.name] : []

function arbitraryOf(kind: string): fc.Arbitrary<Value> {
  const arbitrary = KINDS[kind]
  if (!arbitrary) throw new Error(`no values of kind '${kind}'`)
  return arbitrary
}

describe('identities', () => {
  it.each(IDENTITIES.map((one): [string, Identity] => [one.text, one]))('%s', (_text, { from, to, places, takes }) => {
    let held = 0
    const arbitraries = Object.fromEntries(Object.entries(places).map(([name, kind]) => [name, arbitraryOf(kind)]))
    const taken = takes ? arbitraryOf(takes) : fc.constant(null)
    fc.assert(
      fc.property(fc.record(arbitraries), taken, (given, argument) => {
        const expected = evaluate(from, given, argument)
        if (expected === undefined) return
        held++
        const found = evaluate(to, given, argument)
        expect(found !== undefined && valuesEqual(found, expected)).toBe(true)
      }),
      { numRuns: 200, seed: 3 },
    )
    expect(held).toBeGreaterThan(20)
  })

  it('each has fewer calls on its right side, at most one, and nothing that the left side lacks', () => {
    for (const { text, from, to } of IDENTITIES) {
      expect(countCalls(to), text).toBeLessThanOrEqual(1)
      expect(countCalls(to), text).toBeLessThan(countCalls(from) || 1)
      expect(placesIn(from), text).toEqual(expect.arrayContaining(placesIn(to)))
    }
  })

  it('stand there once each', () => {
    const texts = IDENTITIES.map(({ text }) => text)
    expect(texts.filter((text, k) => texts.indexOf(text) !== k)).toEqual([])
  })
})

describe('patterns', () => {
  const lines = new Map(
    [
      { target: 'x1', callee: 'hmirror', args: ['I'] },
      { target: 'x2', callee: 'vmirror', args: ['x1'] },
      { target: 'x3', callee: 'hconcat', args: ['x1', 'x2'] },
    ].map((line) => [line.target, line]),
  )
  const match = (text: string, name: string) => matchPattern(patternOf(text), name, lines)

  it('match a line through the lines it uses', () => {
    expect(match('vmirror(hmirror(x))', 'x2')).toEqual(new Map([['x', 'I']]))
    expect(match('hmirror(vmirror(x))', 'x2')).toBeNull()
    expect(match('vmirror(I)', 'x2')).toBeNull()
  })

  it('want the same at places of the same name', () => {
    expect(match('hconcat(a, vmirror(a))', 'x3')).toEqual(new Map([['a', 'x1']]))
    expect(match('hconcat(a, vmirror(hmirror(a)))', 'x3')).toBeNull()
  })

  it('that cannot be read are our bug', () => {
    for (const text of ['hmirror(', 'hmirror(x', 'x)', '', 'f(,x)']) expect(() => patternOf(text)).toThrow('internal')
  })
})
