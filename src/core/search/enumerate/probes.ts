import { startMeter, stopOf, type Budget } from '../../dsl/meter'
import { PRIMITIVES } from '../../dsl/primitives'
import { itemsOf, tupleOf, type DslFunction, type Value } from '../../dsl/value'
import type { Grid } from '../../grid/grid'
import type { ValueTable } from '../batch/valueTable'
import type { FunctionProfile } from './entry'
import { KIND, sharedKind, NO_KIND, type Kind } from './kinds'

const MOST_OBJECTS = 7
const FEW = 2

/** Values of one demonstration on which functions are tried, by kind. */
export type Probes = ReadonlyMap<Kind, readonly Value[]>

/** Objects, grids, positions ... of an input, of which functions of one argument show what they do. */
export function probesOf(input: Grid, budget: Budget): Probes {
  const attempt = (make: () => Value): readonly Value[] => {
    startMeter(budget)
    try {
      return itemsOf(make()) ?? []
    } catch (error) {
      if (!stopOf(error)) throw error
      return []
    }
  }
  const one = (make: () => Value): readonly Value[] => attempt(() => tupleOf([make(), 0])).slice(0, 1)
  const { objects, toindices, palette, totuple, subgrid, ofcolor, asobject } = PRIMITIVES
  const run = (spec: { impl: DslFunction['run'] }, ...[a = null, b = null, c = null, d = null]: Value[]): Value =>
    spec.impl(a, b, c, d)
  const single = attempt(() => run(objects, input, 1, 0, 1))
  const joined = attempt(() => run(objects, input, 0, 1, 1))
  const cells = [...single.slice(0, MOST_OBJECTS - 3), ...joined.slice(0, 2), ...one(() => run(asobject, input))]
  const first = cells[0] ?? null
  const colours = attempt(() => run(palette, input))
  const grids = [input, ...cells.slice(0, 1).flatMap((object) => one(() => run(subgrid, object, input)))]
  return new Map<Kind, readonly Value[]>([
    [KIND.object, cells],
    [
      KIND.indices,
      [
        ...cells.slice(0, FEW).flatMap((object) => one(() => run(toindices, object))),
        ...colours.slice(0, FEW).flatMap((colour) => one(() => run(ofcolor, input, colour))),
      ],
    ],
    [KIND.grid, grids],
    [KIND.integer, [0, 1, 2, 5]],
    [
      KIND.pair,
      [
        [0, 0],
        [1, 2],
        [3, 1],
      ].map((pair) => tupleOf(pair)),
    ],
    [KIND.cell, (itemsOf(first) ?? []).slice(0, FEW)],
    [KIND.integers, (itemsOf(input) ?? []).slice(0, FEW)],
    [KIND.objects, [...one(() => run(objects, input, 1, 0, 1)), ...one(() => run(objects, input, 0, 1, 1))]],
    [KIND.integerSet, one(() => run(palette, input))],
    [KIND.otherTuple, one(() => run(totuple, first))],
    [KIND.patchTuple, one(() => run(totuple, run(objects, input, 1, 0, 1)))],
    [KIND.gridTuple, grids.length > 1 ? [tupleOf(grids)] : []],
  ])
}

/** What a function does on the probes, and a text equal for functions that do the same on all. `domains`: bits of the kinds to try. */
export function profileOf(
  functions: readonly DslFunction[],
  probes: readonly Probes[],
  tables: readonly ValueTable[],
  domains: number,
  isBoolean: boolean,
  budget: Budget,
): { profile: FunctionProfile; signature: string } {
  const results = new Map<Kind, Kind>()
  let takes = 0
  let gives = 0
  let signature = ''
  for (const domain of (probes[0] as Probes).keys()) {
    if (((domains >> domain) & 1) === 0) continue
    const found = tryDomain(domain, functions, probes, tables, budget)
    if (!found) continue
    signature += `${domain}:${found.ids.join(',')};`
    const isTelling = !isBoolean || found.isMixed
    const kind = isBoolean && found.kind === KIND.integer ? KIND.boolean : found.kind
    takes |= 1 << domain
    if (kind >= KIND.fn1) continue
    gives |= 1 << kind
    if (isTelling) results.set(domain, kind)
  }
  return { profile: { results, takes, gives, isBoolean, args: [] }, signature }
}

interface DomainResult {
  readonly ids: readonly number[]
  readonly kind: Kind
  /** not the same everywhere */
  readonly isMixed: boolean
}

function tryDomain(
  domain: Kind,
  functions: readonly DslFunction[],
  probes: readonly Probes[],
  tables: readonly ValueTable[],
  budget: Budget,
): DomainResult | null {
  const ids: number[] = []
  const values: Value[] = []
  let failures = 0
  for (let k = 0; k < probes.length; k++) {
    for (const probe of probes[k]?.get(domain) ?? []) {
      const value = callOn(functions[k] as DslFunction, probe, budget)
      if (value === undefined) {
        ids.push(0)
        if (++failures > 1 && values.length === 0) return null
      } else {
        ids.push((tables[k] as ValueTable).idOf(value))
        values.push(value)
      }
    }
  }
  if (values.length === 0 || failures > values.length) return null
  const kind = sharedKind(values)
  if (kind === NO_KIND) return null
  return { ids, kind, isMixed: values.some((value) => value !== values[0]) }
}

/** undefined where it fails. */
function callOn(f: DslFunction, argument: Value, budget: Budget): Value | undefined {
  startMeter(budget)
  try {
    return f.run(argument, null, null, null)
  } catch (error) {
    if (!stopOf(error)) throw error
    return undefined
  }
}
