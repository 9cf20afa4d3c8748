import { unionOf, type DslType } from '../dslType'
import { isFunction, itemsOf, runtimeType, type Value } from '../value'
import { ANY, functionTerm, isConcrete, termOf, type Term } from './term'

/** What one run showed about a value. */
export function valueTerm(value: Value): Term {
  if (isFunction(value)) {
    const args = Array.from({ length: value.arity }, (): DslType => 'Any')
    return functionTerm(args, () => ANY)
  }
  const type = runtimeType(value)
  if (isConcrete(type)) return termOf(type)
  const items = itemsOf(value) ?? []
  const element = items.map(runtimeType).reduce<DslType | null>((a, b) => (a === null ? b : unionOf(a, b)), null)
  return termOf(type, element && termOf(element))
}

/** What the text says, made narrower by what one run showed where the text leaves it open. */
export function refinedTerm(term: Term, value: Value): Term {
  if (term.signature || (isConcrete(term.type) && term.type !== 'Callable')) return term
  const seen = valueTerm(value)
  // an empty container tells less than the text, and null nothing at all
  const isEmpty = value === null || (!isFunction(value) && itemsOf(value)?.length === 0)
  if (isEmpty && term.type !== 'Any') return term
  return isConcrete(seen.type) ? seen : termOf(seen.type, term.element ?? seen.element)
}
