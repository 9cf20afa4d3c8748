import type { DslType } from '../dslType'
import { DslFunction, pairOf, type Value } from '../value'
import { ARITHMETIC } from './arithmetic'
import { COLOURS } from './colours'
import { CONTAINERS } from './containers'
import type { PrimitiveSpec, Unnamed } from './define'
import { FUNCTIONS } from './functions'
import { GRID_CELLS } from './gridCells'
import { GRIDS } from './grids'
import { LINES } from './lines'
import { LOGIC } from './logic'
import { MEASURES } from './measures'
import { OBJECTS } from './objects'
import { PAINTING } from './painting'
import { PATCHES } from './patches'
import { SELECTION } from './selection'

/** The tables of primitives; the order of all of them everywhere. */
const FAMILIES = {
  logic: LOGIC,
  arithmetic: ARITHMETIC,
  containers: CONTAINERS,
  selection: SELECTION,
  functions: FUNCTIONS,
  colours: COLOURS,
  measures: MEASURES,
  patches: PATCHES,
  lines: LINES,
  grids: GRIDS,
  cells: GRID_CELLS,
  painting: PAINTING,
  objects: OBJECTS,
}

export type { Example, PrimitiveSpec } from './define'

export type PrimitiveFamily = keyof typeof FAMILIES
export const PRIMITIVE_FAMILIES = Object.keys(FAMILIES) as readonly PrimitiveFamily[]

export type PrimitiveName = { [F in PrimitiveFamily]: keyof (typeof FAMILIES)[F] }[PrimitiveFamily]

const SPECS: readonly PrimitiveSpec[] = Object.entries(FAMILIES).flatMap(([family, table]) =>
  Object.entries<Unnamed>(table).map(([name, spec]) => ({ ...spec, name, family, source: `arc-dsl ${name}` })),
)

/** All primitives, family by family. */
export const PRIMITIVE_NAMES = SPECS.map(({ name }) => name) as readonly PrimitiveName[]

export const PRIMITIVES = Object.fromEntries(SPECS.map((spec) => [spec.name, spec])) as Readonly<
  Record<PrimitiveName, PrimitiveSpec>
>

/** A value that every program can name. */
export interface ConstantSpec {
  readonly name: string
  readonly type: DslType
  readonly value: Value
  readonly summary: string
}

const constant = (type: DslType, value: Value, summary: string) => ({ type, value, summary })
const truth = (value: 0 | 1, summary: string) => constant('Boolean', value, summary)
const integer = (value: number) => constant('Integer', value, `The number ${value}.`)
const vector = (i: number, j: number, summary: string) => constant('IntegerTuple', pairOf(i, j), summary)

const UNNAMED_CONSTANTS = {
  F: truth(0, 'False.'),
  T: truth(1, 'True.'),
  ZERO: integer(0),
  ONE: integer(1),
  TWO: integer(2),
  THREE: integer(3),
  FOUR: integer(4),
  FIVE: integer(5),
  SIX: integer(6),
  SEVEN: integer(7),
  EIGHT: integer(8),
  NINE: integer(9),
  TEN: integer(10),
  NEG_ONE: integer(-1),
  NEG_TWO: integer(-2),
  DOWN: vector(1, 0, 'One row down.'),
  RIGHT: vector(0, 1, 'One column to the right.'),
  UP: vector(-1, 0, 'One row up.'),
  LEFT: vector(0, -1, 'One column to the left.'),
  ORIGIN: vector(0, 0, 'The upper left cell.'),
  UNITY: vector(1, 1, 'One row down and one column to the right.'),
  NEG_UNITY: vector(-1, -1, 'One row up and one column to the left.'),
  UP_RIGHT: vector(-1, 1, 'One row up and one column to the right.'),
  DOWN_LEFT: vector(1, -1, 'One row down and one column to the left.'),
  ZERO_BY_TWO: vector(0, 2, 'Two columns to the right.'),
  TWO_BY_ZERO: vector(2, 0, 'Two rows down.'),
  TWO_BY_TWO: vector(2, 2, 'Two rows by two columns.'),
  THREE_BY_THREE: vector(3, 3, 'Three rows by three columns.'),
}

export type ConstantName = keyof typeof UNNAMED_CONSTANTS

export const CONSTANT_NAMES = Object.keys(UNNAMED_CONSTANTS) as readonly ConstantName[]

export const CONSTANT_SPECS = Object.fromEntries(
  Object.entries(UNNAMED_CONSTANTS).map(([name, spec]) => [name, { ...spec, name }]),
) as Readonly<Record<ConstantName, ConstantSpec>>

/** The constants' values by name; a Map, so that a name such as `constructor` finds nothing. */
export const CONSTANTS: ReadonlyMap<string, Value> = new Map(
  CONSTANT_NAMES.map((name) => [name, CONSTANT_SPECS[name].value]),
)

/** A primitive or constant by name. */
export type Builtin =
  | { readonly kind: 'primitive'; readonly spec: PrimitiveSpec; readonly value: DslFunction }
  | { readonly kind: 'constant'; readonly spec: ConstantSpec; readonly value: Value }

/** A Map, not an object: a program may name a variable `constructor`. */
const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...PRIMITIVE_NAMES.map((name): [string, Builtin] => {
    const spec = PRIMITIVES[name]
    const value = new DslFunction(name, spec.args.length, [], spec.impl, 1)
    return [name, { kind: 'primitive', spec, value }]
  }),
  ...CONSTANT_NAMES.map((name): [string, Builtin] => {
    const spec = CONSTANT_SPECS[name]
    return [name, { kind: 'constant', spec, value: spec.value }]
  }),
])

/** What a name means in every program; null where it means nothing. */
export const lookup = (name: string): Builtin | null => BUILTINS.get(name) ?? null

/** The descriptor of a primitive; null where the name is no primitive. */
export function findPrimitive(name: string): PrimitiveSpec | null {
  const builtin = BUILTINS.get(name)
  return builtin?.kind === 'primitive' ? builtin.spec : null
}

/** A primitive as a value; null where the name is no primitive. */
export function primitiveValue(name: string): DslFunction | null {
  const builtin = BUILTINS.get(name)
  return builtin?.kind === 'primitive' ? builtin.value : null
}
