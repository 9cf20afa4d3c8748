import { PRIMITIVE_NAMES, PRIMITIVES, type PrimitiveSpec } from '../../dsl/primitives'
import { takenTypes } from '../../dsl/check/slots'
import type { FunctionBody } from '../../dsl/value'
import { callOf, nameOf, type Expression } from './expression'
import { elementKind, functionKind, KIND, KINDS_OF_TYPE, NO_KIND, type Kind } from './kinds'
import { objectsHead } from './countUses'

/** A primitive for arguments of certain kinds. */
export interface Operation {
  /** the primitive */
  readonly name: string
  /** what it is as an argument of others, see `countUses` */
  readonly head: string
  readonly slots: readonly Kind[]
  /** for each slot: the primitive and position whose costs hold there */
  readonly places: readonly (readonly [name: string, position: number])[]
  /** what it costs besides its arguments */
  readonly base: number
  readonly run: FunctionBody
  readonly givesBoolean: boolean
  /** it gives a function */
  readonly givesFunction: boolean
  readonly isCommutative: boolean
  /** it is a template, see there; `isPredicate`: the functions that it gives tell true from false */
  readonly isTemplate: boolean
  readonly isPredicate: boolean
  readonly express: (args: readonly Expression[]) => Expression
}

const K = KIND
const PATCH_RESULTS: readonly Kind[] = [K.object, K.indices]
const ALL_RESULTS: readonly Kind[] = [K.integer, K.pair, K.grid, K.object, K.indices, K.objects, K.integers]
const WITH_ELEMENTS: readonly Kind[] = [
  K.objects,
  K.indicesSet,
  K.indices,
  K.object,
  K.integerSet,
  K.gridTuple,
  K.patchTuple,
]
const COMPARED: readonly Kind[] = [K.integer, K.pair, K.grid, K.indices, K.object, K.boolean]
const BRANCHED: readonly Kind[] = [K.integer, K.pair, K.grid, K.object, K.indices, K.objects, K.fn1]

/** The combinations of kinds for the primitives whose annotations say too little about what belongs together. */
const COMBINATIONS: Readonly<Record<string, () => Kind[][]>> = {
  ...Object.fromEntries(
    ['argmax', 'argmin', 'valmax', 'valmin', 'order'].map((name) => [
      name,
      () => mapped([K.integer], 'containerFirst'),
    ]),
  ),
  ...Object.fromEntries(
    ['sfilter', 'mfilter', 'extract'].map((name) => [name, () => mapped([K.boolean], 'containerFirst')]),
  ),
  apply: () => [...mapped(ALL_RESULTS, 'functionFirst'), [functionKind(K.integers, K.integers), K.grid]],
  mapply: () => mapped([...PATCH_RESULTS, K.objects], 'functionFirst'),
  papply: () => pairsOf([K.gridTuple, K.patchTuple, K.integers, K.grid]).map((two) => [K.fn2, ...two]),
  mpapply: () => pairsOf([K.gridTuple, K.patchTuple, K.integers, K.grid]).map((two) => [K.fn2, ...two]),
  prapply: () => pairsOf([K.objects, K.indices, K.integerSet]).map((two) => [K.fn2, ...two]),
  rapply: () => [],
  identity: () => [],
  repeat: () => [K.grid, K.object, K.integer, K.integers].map((kind) => [kind, K.integer]),
  equality: () => COMPARED.map((kind) => [kind, kind]),
  branch: () => BRANCHED.map((kind) => [K.boolean, kind, kind]),
  contained: () => WITH_ELEMENTS.map((kind) => [elementKind(kind), kind]),
  insert: () => WITH_ELEMENTS.slice(0, 5).map((kind) => [elementKind(kind), kind]),
  remove: () => WITH_ELEMENTS.map((kind) => [elementKind(kind), kind]),
  other: () => WITH_ELEMENTS.map((kind) => [kind, elementKind(kind)]),
  initset: () => [[K.object], [K.indices], [K.pair], [K.integer], [K.cell]],
  astuple: () => [[K.integer, K.integer]],
  pair: () => [
    [K.integers, K.integers],
    [K.gridTuple, K.gridTuple],
    [K.grid, K.grid],
  ],
  combine: () => [...sameKinds([K.object, K.indices, K.objects, K.indicesSet, K.integerSet, K.gridTuple, K.integers])],
  intersection: () => sameKinds([K.object, K.indices, K.objects, K.integerSet]),
  difference: () => sameKinds([K.object, K.indices, K.objects, K.integerSet]),
  compose: () => [[K.fn1, K.fn1]],
  chain: () => [[K.fn1, K.fn1, K.fn1]],
  fork: () => [[K.fn2, K.fn1, K.fn1]],
  power: () => [[K.fn1, K.integer]],
  matcher: () => [K.integer, K.boolean, K.pair, K.indices].map((kind) => [K.fn1, kind]),
  lbind: bound,
  rbind: bound,
}

function bound(): Kind[][] {
  const values = [K.integer, K.pair, K.grid, K.object, K.indices, K.objects, K.fn1]
  return values.flatMap((kind) => [
    [K.fn2, kind],
    [K.fn3, kind],
  ])
}

function mapped(results: readonly Kind[], order: 'containerFirst' | 'functionFirst'): Kind[][] {
  return WITH_ELEMENTS.flatMap((container) =>
    results.map((result) => {
      const wanted = functionKind(elementKind(container), result)
      return order === 'containerFirst' ? [container, wanted] : [wanted, container]
    }),
  )
}

const pairsOf = (kinds: readonly Kind[]): Kind[][] => kinds.flatMap((a) => kinds.map((b) => [a, b]))
const sameKinds = (kinds: readonly Kind[]): Kind[][] => kinds.map((kind) => [kind, kind])

function combinationsOf(spec: PrimitiveSpec): Kind[][] {
  const special = COMBINATIONS[spec.name]
  if (special) return special()
  let all: Kind[][] = [[]]
  for (const type of takenTypes(spec)) {
    all = all.flatMap((start) => KINDS_OF_TYPE[type].map((kind) => [...start, kind]))
  }
  return all
}

const COMMUTATIVE = new Set([
  'add',
  'multiply',
  'combine',
  'intersection',
  'equality',
  'maximum',
  'connect',
  'both',
  'either',
])
/** The primitives that give functions. */
export const FUNCTION_MAKERS: ReadonlySet<string> = new Set([
  'compose',
  'chain',
  'fork',
  'power',
  'matcher',
  'lbind',
  'rbind',
])

/** The flags with which `objects` is called; all others cost the same and find hardly anything else. */
const OBJECT_FLAGS = ['TFT', 'TTT', 'FFT', 'FTT', 'TFF', 'TTF', 'FFF', 'FTF']

function operationsOf(spec: PrimitiveSpec): Operation[] {
  const { name, impl } = spec
  const shared = {
    name,
    head: name,
    givesBoolean: spec.returns === 'Boolean',
    givesFunction: FUNCTION_MAKERS.has(name),
    isCommutative: COMMUTATIVE.has(name),
    isTemplate: false,
    isPredicate: false,
    base: 0,
  }
  const placesOf = (slots: readonly Kind[]): Operation['places'] => slots.map((_, position) => [name, position])
  if (name === 'objects') {
    return OBJECT_FLAGS.map((flags) => {
      const [a, b, c] = [...flags].map((flag) => (flag === 'T' ? 1 : 0)) as [number, number, number]
      const named = [...flags].map(nameOf)
      return {
        ...shared,
        head: objectsHead([...flags]),
        slots: [K.grid],
        places: placesOf([K.grid]),
        run: (grid) => impl(grid, a, b, c),
        express: ([grid]) => callOf(name, grid as Expression, ...named),
      }
    })
  }
  const plain = combinationsOf(spec)
    .filter((slots) => !slots.includes(NO_KIND))
    .map((slots): Operation => ({
      ...shared,
      slots,
      places: placesOf(slots),
      run: impl,
      express: (args) => callOf(name, ...args),
    }))
  return [...plain, ...plain.flatMap(twinsOf)]
}

/** Calls that pass one value twice: to write it again costs less than to choose another. */
function twinsOf(operation: Operation): Operation[] {
  const { name, slots, places, run, express } = operation
  const [a, b, c] = slots
  if (slots.length === 2 && a === b) {
    return [
      {
        ...operation,
        slots: [a as Kind],
        places: places.slice(0, 1),
        base: 1,
        isCommutative: false,
        run: (x) => run(x, x, null, null),
        express: ([x]) => express([x as Expression, x as Expression]),
      },
    ]
  }
  if (name !== 'prapply' || b !== c) return []
  return [
    {
      ...operation,
      slots: [a as Kind, b as Kind],
      run: (f, x) => run(f, x, x, null),
      express: ([f, x]) => express([f as Expression, x as Expression, x as Expression]),
    },
  ]
}

/** All primitives, each for the kinds of arguments with which it may work. */
export const OPERATIONS: readonly Operation[] = PRIMITIVE_NAMES.flatMap((name) => operationsOf(PRIMITIVES[name]))
