import { accepts, type DslType } from '../dslType'
import type { PrimitiveSpec } from '../primitives/define'
import { ANY, isRow, type Term } from './term'

/**
 * Calls with arguments of other types than the annotations name. As in Python, many of them run, and give something else
 * than annotated: trim of a tuple of objects is one of objects, canvas of a pair holds pairs.
 */

/** What such a call may give at most, where that is more than the primitive's `out`; null: no more than that. */
export function looseType(spec: PrimitiveSpec, args: readonly Term[]): DslType | null {
  const widened = WIDENED.get(spec.name)
  if (widened === undefined) return null
  for (let k = 0; k < args.length; k++) {
    const slot = spec.args[k] ?? 'Any'
    const isOnlyWhere = slot === 'Patch' && ONLY_WHERE.has(spec.name)
    if (!isOnlyWhere && !holdsAsAnnotated(slot, args[k] ?? ANY)) return widened
  }
  return null
}

/** The value holds only what the annotation says. */
export function holdsAsAnnotated(slot: DslType, { type, element }: Term): boolean {
  if (accepts(slot, type) || slot === 'Boolean') return true // a Boolean is read as a condition only
  switch (slot) {
    case 'Grid':
      return isGridLike(type, element)
    case 'Piece':
    case 'Element':
      return isGridLike(type, element) || isPatchLike(type, element)
    case 'Object':
    case 'Indices':
    case 'Patch':
      return accepts('Patch', type) || isPatchLike('FrozenSet', element)
    default:
      return false
  }
}

const isGridLike = (type: DslType, element: Term | null): boolean =>
  element !== null && accepts('Tuple', type) && (element.type === 'IntegerTuple' || isRow(element))

const isPatchLike = (type: DslType, element: Term | null): boolean =>
  accepts('FrozenSet', type) && (accepts('Patch', type) || element?.type === 'IntegerTuple' || element?.type === 'Cell')

/** Primitives to which a patch says only where on a grid: what else it holds does not come into the result. */
const ONLY_WHERE: ReadonlySet<string> = new Set(['fill', 'underfill', 'cover', 'subgrid', 'toobject'])

const all = (type: DslType, names: string): [string, DslType][] => names.split(' ').map((name) => [name, type])

const WIDENED: ReadonlyMap<string, DslType> = new Map<string, DslType>([
  // keep, cut or join rows whatever they hold
  ...all('Tuple', 'rot90 rot180 rot270 hupscale vupscale downscale hconcat crop subgrid'),
  ...all('Tuple', 'tophalf bottomhalf lefthalf righthalf trim compress'),
  ...all('Tuple', 'cellwise replace switch canvas fill paint underfill underpaint cover move'),
  // a tuple stays a tuple, a set a set
  ...all('Container', 'hmirror vmirror dmirror cmirror upscale shift normalize toindices box delta'),
  // take the values at certain places for colours or coordinates
  ...all('FrozenSet', 'recolor toobject asobject objects partition fgpartition frontiers palette'),
  ...all('FrozenSet', 'hfrontier vfrontier corners'),
  ...all('Any', 'mostcolor leastcolor color index uppermost lowermost leftmost rightmost'),
  ...all('Tuple', 'ulcorner urcorner llcorner lrcorner centerofmass toivec tojvec'),
  // add, subtract and repeat what has a sum, a difference or multiples; power once is its argument
  ...all('Any', 'vconcat add subtract multiply double intersection power'),
])
