import type { DslType } from '../../dsl/dslType'
import { patternOf, type Pattern } from './pattern'

/** What a place of an identity holds: a value of a type, or a function from one type to another. */
export type PlaceKind = DslType | `${DslType} -> ${DslType}`

/**
 * Two ways to write the same value, the second with fewer calls. Where the first has a value, the second has an equal
 * one; the tests hold each row to that on generated values, functions being compared by what they give.
 */
export interface Identity {
  readonly text: string
  readonly from: Pattern
  /** one call of names and places, or one of those alone */
  readonly to: Pattern
  readonly places: Readonly<Record<string, PlaceKind>>
  /** where the value is a function: what it takes */
  readonly takes: DslType | null
}

type Places = Identity['places']
type Row = readonly [from: string, to: string, places: Places, takes?: DslType]

const GRID: Places = { x: 'Grid' }
const PATCH: Places = { p: 'Patch' }
const INTEGER: Places = { n: 'Integer' }
const BOOLEAN: Places = { b: 'Boolean' }
const SET: Places = { s: 'FrozenSet' }
const FUNCTIONS: Places = { f: 'Grid -> Grid', g: 'Grid -> Grid', h: 'Grid -> Grid' }

/** Turns and mirrors of a grid after each other. */
const SYMMETRIES: readonly Row[] = [
  ['hmirror(hmirror(x))', 'x', GRID],
  ['vmirror(vmirror(x))', 'x', GRID],
  ['dmirror(dmirror(x))', 'x', GRID],
  ['cmirror(cmirror(x))', 'x', GRID],
  ['rot180(rot180(x))', 'x', GRID],
  ['rot90(rot270(x))', 'x', GRID],
  ['rot270(rot90(x))', 'x', GRID],
  ['rot90(rot90(x))', 'rot180(x)', GRID],
  ['rot270(rot270(x))', 'rot180(x)', GRID],
  ['rot90(rot180(x))', 'rot270(x)', GRID],
  ['rot180(rot90(x))', 'rot270(x)', GRID],
  ['rot270(rot180(x))', 'rot90(x)', GRID],
  ['rot180(rot270(x))', 'rot90(x)', GRID],
  ['hmirror(vmirror(x))', 'rot180(x)', GRID],
  ['vmirror(hmirror(x))', 'rot180(x)', GRID],
  ['dmirror(cmirror(x))', 'rot180(x)', GRID],
  ['cmirror(dmirror(x))', 'rot180(x)', GRID],
  ['hmirror(rot180(x))', 'vmirror(x)', GRID],
  ['rot180(hmirror(x))', 'vmirror(x)', GRID],
  ['vmirror(rot180(x))', 'hmirror(x)', GRID],
  ['rot180(vmirror(x))', 'hmirror(x)', GRID],
  ['dmirror(rot180(x))', 'cmirror(x)', GRID],
  ['rot180(dmirror(x))', 'cmirror(x)', GRID],
  ['cmirror(rot180(x))', 'dmirror(x)', GRID],
  ['rot180(cmirror(x))', 'dmirror(x)', GRID],
  ['vmirror(dmirror(x))', 'rot90(x)', GRID],
  ['dmirror(hmirror(x))', 'rot90(x)', GRID],
  ['hmirror(cmirror(x))', 'rot90(x)', GRID],
  ['cmirror(vmirror(x))', 'rot90(x)', GRID],
  ['hmirror(dmirror(x))', 'rot270(x)', GRID],
  ['dmirror(vmirror(x))', 'rot270(x)', GRID],
  ['vmirror(cmirror(x))', 'rot270(x)', GRID],
  ['cmirror(hmirror(x))', 'rot270(x)', GRID],
  ['vmirror(rot90(x))', 'dmirror(x)', GRID],
  ['rot90(hmirror(x))', 'dmirror(x)', GRID],
  ['hmirror(rot90(x))', 'cmirror(x)', GRID],
  ['rot90(vmirror(x))', 'cmirror(x)', GRID],
  ['hmirror(rot270(x))', 'dmirror(x)', GRID],
  ['rot270(vmirror(x))', 'dmirror(x)', GRID],
  ['vmirror(rot270(x))', 'cmirror(x)', GRID],
  ['rot270(hmirror(x))', 'cmirror(x)', GRID],
]

const NUMBERS: readonly Row[] = [
  ['invert(invert(n))', 'n', INTEGER],
  ['halve(double(n))', 'n', INTEGER],
  ['increment(decrement(n))', 'n', INTEGER],
  ['decrement(increment(n))', 'n', INTEGER],
  ['add(n, ZERO)', 'n', INTEGER],
  ['add(ZERO, n)', 'n', INTEGER],
  ['subtract(n, ZERO)', 'n', INTEGER],
  ['multiply(n, ONE)', 'n', INTEGER],
  ['multiply(ONE, n)', 'n', INTEGER],
  ['divide(n, ONE)', 'n', INTEGER],
  ['add(increment(n), ONE)', 'add(n, TWO)', INTEGER],
  ['increment(increment(n))', 'add(n, TWO)', INTEGER],
  ['decrement(decrement(n))', 'subtract(n, TWO)', INTEGER],
  ['double(double(n))', 'multiply(n, FOUR)', INTEGER],
  ['add(n, invert(m))', 'subtract(n, m)', { n: 'Integer', m: 'Integer' }],
  ['subtract(n, invert(m))', 'add(n, m)', { n: 'Integer', m: 'Integer' }],
  ['flip(flip(b))', 'b', BOOLEAN],
  ['both(b, b)', 'b', BOOLEAN],
  ['either(b, b)', 'b', BOOLEAN],
  ['both(T, b)', 'b', BOOLEAN],
  ['either(F, b)', 'b', BOOLEAN],
  ['branch(T, n, m)', 'n', { n: 'Integer', m: 'Integer' }],
  ['branch(F, n, m)', 'm', { n: 'Integer', m: 'Integer' }],
  ['branch(b, n, n)', 'n', { b: 'Boolean', n: 'Integer' }],
]

const CONTAINERS: readonly Row[] = [
  ['merge(initset(s))', 's', SET],
  ['first(initset(s))', 's', SET],
  ['last(initset(s))', 's', SET],
  ['size(initset(s))', 'ONE', SET],
  ['combine(s, s)', 's', SET],
  ['intersection(s, s)', 's', SET],
  ['dedupe(dedupe(t))', 'dedupe(t)', { t: 'Tuple' }],
  ['apply(identity, s)', 's', SET],
  ['first(repeat(n, ONE))', 'n', INTEGER],
  ['first(astuple(n, m))', 'n', { n: 'Integer', m: 'Integer' }],
  ['last(astuple(n, m))', 'm', { n: 'Integer', m: 'Integer' }],
  ['merge(apply(f, p))', 'mapply(f, p)', { f: 'IntegerTuple -> Indices', p: 'Indices' }],
  ['merge(papply(astuple, s, t))', 'mpapply(astuple, s, t)', { s: 'Tuple', t: 'Tuple' }],
  ['first(sfilter(s, f))', 'extract(s, f)', { f: 'Integer -> Boolean', s: 'IntegerSet' }],
  ['merge(sfilter(s, f))', 'mfilter(s, f)', { f: 'Indices -> Boolean', s: 'IndicesSet' }],
  ['first(order(s, f))', 'argmin(s, f)', { f: 'Integer -> Integer', s: 'IntegerSet' }],
]

const PATCHES: readonly Row[] = [
  ['normalize(normalize(p))', 'normalize(p)', PATCH],
  ['normalize(shift(p, d))', 'normalize(p)', { p: 'Patch', d: 'IntegerTuple' }],
  ['shift(p, ORIGIN)', 'p', PATCH],
  ['toindices(toindices(p))', 'toindices(p)', PATCH],
  ['toindices(recolor(n, p))', 'toindices(p)', { n: 'Integer', p: 'Patch' }],
  ['recolor(n, toindices(p))', 'recolor(n, p)', { n: 'Integer', p: 'Patch' }],
  ['recolor(n, recolor(m, p))', 'recolor(n, p)', { n: 'Integer', m: 'Integer', p: 'Patch' }],
  ['color(recolor(n, p))', 'n', { n: 'Integer', p: 'Patch' }],
  ['backdrop(backdrop(p))', 'backdrop(p)', PATCH],
  ['backdrop(toindices(p))', 'backdrop(p)', PATCH],
  ['box(toindices(p))', 'box(p)', PATCH],
  ['corners(toindices(p))', 'corners(p)', PATCH],
  ['hmirror(hmirror(p))', 'p', PATCH],
  ['size(toindices(p))', 'size(p)', PATCH],
  ['astuple(uppermost(p), leftmost(p))', 'ulcorner(p)', PATCH],
  ['astuple(lowermost(p), rightmost(p))', 'lrcorner(p)', PATCH],
  ['astuple(height(p), width(p))', 'shape(p)', PATCH],
]

const GRIDS: readonly Row[] = [
  ['crop(x, ORIGIN, shape(x))', 'x', GRID],
  ['astuple(height(x), width(x))', 'shape(x)', GRID],
  ['first(shape(x))', 'height(x)', GRID],
  ['last(shape(x))', 'width(x)', GRID],
  ['shape(canvas(n, shape(x)))', 'shape(x)', { n: 'Integer', x: 'Grid' }],
  ['paint(x, recolor(n, p))', 'fill(x, n, p)', { x: 'Grid', n: 'Integer', p: 'Patch' }],
  ['underpaint(x, recolor(n, p))', 'underfill(x, n, p)', { x: 'Grid', n: 'Integer', p: 'Patch' }],
  ['fill(x, n, toindices(p))', 'fill(x, n, p)', { x: 'Grid', n: 'Integer', p: 'Patch' }],
  ['underfill(x, n, toindices(p))', 'underfill(x, n, p)', { x: 'Grid', n: 'Integer', p: 'Patch' }],
  ['cover(x, toindices(p))', 'cover(x, p)', { x: 'Grid', p: 'Patch' }],
  ['subgrid(toindices(p), x)', 'subgrid(p, x)', { x: 'Grid', p: 'Patch' }],
  ['fill(x, n, ofcolor(x, m))', 'replace(x, m, n)', { x: 'Grid', n: 'Integer', m: 'Integer' }],
  ['palette(hmirror(x))', 'palette(x)', GRID],
  ['palette(vmirror(x))', 'palette(x)', GRID],
  ['height(dmirror(x))', 'width(x)', GRID],
  ['width(dmirror(x))', 'height(x)', GRID],
  ['downscale(upscale(x, n), n)', 'x', { x: 'Grid', n: 'Integer' }],
]

/** Functions: composed with each other, with identity, or as often as ONE says. */
const COMPOSED: readonly Row[] = [
  ['compose(f, identity)', 'f', FUNCTIONS, 'Grid'],
  ['compose(identity, f)', 'f', FUNCTIONS, 'Grid'],
  ['compose(f, compose(g, h))', 'chain(f, g, h)', FUNCTIONS, 'Grid'],
  ['compose(compose(f, g), h)', 'chain(f, g, h)', FUNCTIONS, 'Grid'],
  ['power(f, ONE)', 'f', FUNCTIONS, 'Grid'],
  ['power(rot90, TWO)', 'rot180', {}, 'Grid'],
  ['power(rot90, THREE)', 'rot270', {}, 'Grid'],
  ['power(rot90, FOUR)', 'identity', {}, 'Grid'],
  ['fork(astuple, height, width)', 'shape', {}, 'Grid'],
  ['fork(astuple, uppermost, leftmost)', 'ulcorner', {}, 'Patch'],
  ['compose(rbind(equality, n), f)', 'matcher(f, n)', { f: 'Integer -> Integer', n: 'Integer' }, 'Integer'],
  ['compose(lbind(equality, n), f)', 'matcher(f, n)', { f: 'Integer -> Integer', n: 'Integer' }, 'Integer'],
]

const identity = ([from, to, places, takes]: Row): Identity => ({
  text: `${from} = ${to}`,
  from: patternOf(from),
  to: patternOf(to),
  places,
  takes: takes ?? null,
})

/** f(g(x)) = k(x) also says what function compose(f, g) is, and, where that is identity, the chains with f and g. */
function composedFrom({ from, to, places }: Identity): Identity[] {
  if (from.kind !== 'call' || from.args.length !== 1) return []
  const [inner] = from.args
  if (inner?.kind !== 'call' || inner.args.length !== 1 || inner.args[0]?.kind !== 'place') return []
  if (places[inner.args[0].name] !== 'Grid' || (to.kind === 'call' && to.args.length !== 1)) return []
  const [outer, within] = [from.callee, inner.callee]
  if (to.kind === 'call') return [identity([`compose(${outer}, ${within})`, to.callee, {}, 'Grid'])]
  return [
    identity([`compose(${outer}, ${within})`, 'identity', {}, 'Grid']),
    identity([`chain(f, ${outer}, ${within})`, 'f', FUNCTIONS, 'Grid']),
    identity([`chain(${outer}, ${within}, f)`, 'f', FUNCTIONS, 'Grid']),
  ]
}

const WRITTEN = [...SYMMETRIES, ...NUMBERS, ...CONTAINERS, ...PATCHES, ...GRIDS, ...COMPOSED].map(identity)

/** In the order in which they are tried. */
export const IDENTITIES: readonly Identity[] = [...WRITTEN, ...WRITTEN.flatMap(composedFrom)]
