import { unionOf, type DslType } from '../dslType'
import { isFunction, itemsOf, runtimeType, type Value } from '../value'
import { ANY, functionTerm, termOf, type Term } from './term'

/** Types that say all there is to say: nothing seen while running makes them narrower. */
const CONCRETE: ReadonlySet<DslType> = new Set<DslType>([
  'Boolean',
  'Integer',
  'IntegerTuple',
  'IntegerSet',
  'Grid',
  'Cell',
  'Object',
  'Objects',
  'Indices',
  'IndicesSet',
])

/** What one run showed about a value. */
export function valueTerm(value: Value): Term {
  if (isFunction(value)) {
    const args = Array.from({ length: value.arity }, (): DslType => 'Any')
    return functionTerm(args, () => ANY)
  }
  const type = runtimeType(value)
  if (CONCRETE.has(type)) return termOf(type)
  const items = itemsOf(value) ?? []
  const element = items.map(runtimeType).reduce<DslType | null>((a, b) => (a === null ? b : unionOf(a, b)), null)
  return termOf(type, element && termOf(element))
}

/** What the text says, made narrower by what one run showed where the text leaves it open. */
export function refinedTerm(term: Term, value: Value): Term {
  if (CONCRETE.has(term.type) || term.signature) return term
  const seen = valueTerm(value)
  // an empty container tells less than the text, and null nothing at all
  const isEmpty = value === null || (!isFunction(value) && itemsOf(value)?.length === 0)
  if (isEmpty && term.type !== 'Any') return term
  return CONCRETE.has(seen.type) || seen.signature ? seen : { ...seen, element: term.element ?? seen.element }
}
