import { accepts, mayAccept, mergedType, type DslType, type OutSpec } from '../dslType'
import type { PrimitiveSpec } from '../primitives/define'
import { holdsAsAnnotated, looseType } from './looseCalls'
import { takenTypes } from './slots'
import {
  ANY,
  callTerm,
  containerTermLike,
  covers,
  elementOf,
  functionTerm,
  INTEGER,
  isConcrete,
  isRow,
  itemOf,
  pairTerm,
  setTermOf,
  termOf,
  tupleTermOf,
  unionTerm,
  type Signature,
  type Term,
} from './term'

/** What a call of a primitive gives for arguments of which this much is known; the number of arguments is right. */
export function resultTerm(spec: PrimitiveSpec, args: readonly Term[]): Term {
  const rule = RULES.get(spec.name)
  return (rule && rule(args[0] ?? ANY, args[1] ?? ANY, args[2] ?? ANY)) ?? describedTerm(spec, args)
}

/** A primitive as a value. */
export function primitiveTerm(spec: PrimitiveSpec): Term {
  return functionTerm(takenTypes(spec), (args) => resultTerm(spec, args))
}

/** What the descriptor's `out` says, or as much less as the arguments are looser than annotated. */
function describedTerm(spec: PrimitiveSpec, args: readonly Term[]): Term {
  const { out, returns } = spec
  const loose = looseType(spec, args)
  if (loose !== null) return termOf(loose)
  if (typeof out === 'string') return termOf(out)
  const known = outTerm(out, args)
  if (known && returns === 'Numerical' && known.type === 'Boolean') return INTEGER // T + T = 2
  return known && accepts(returns, known.type) ? known : termOf(returns)
}

/** What the descriptor's `out` says about arguments; null where they are missing. */
function outTerm(out: Exclude<OutSpec, string>, args: readonly Term[]): Term | null {
  if ('eitherOf' in out) {
    const a = args[out.eitherOf[0]]
    const b = args[out.eitherOf[1]]
    return a && b ? unionTerm(a, b) : null
  }
  const arg = args['sameAs' in out ? out.sameAs : 'elementOf' in out ? out.elementOf : out.mergeOf]
  if (!arg) return null
  if ('sameAs' in out) return arg
  return 'elementOf' in out ? elementOf(arg) : mergedTerm(arg)
}

/** The union of the containers in a container: a set for a set of them, a tuple for a tuple of them. */
function mergedTerm(containers: Term): Term {
  const inner = elementOf(elementOf(containers))
  if (inner.type === 'Any') return termOf(mergedType(containers.type))
  return containerTermLike(containers, inner)
}

const PAIR = termOf('IntegerTuple')

type Rule = (a: Term, b: Term, c: Term) => Term | null

const argsOf = (f: Term): Term['type'] => f.signature?.args[0] ?? 'Any'

const isPair = (container: Term): boolean =>
  container.type === 'IntegerTuple' || container.type === 'Cell' || container.items !== null

/** f applied to what the container holds, in a container of its sort. */
function applied(f: Term, container: Term): Term {
  if (isPair(container)) return pairTerm(callTerm(f, [itemOf(container, 0)]), callTerm(f, [itemOf(container, 1)]))
  return containerTermLike(container, callTerm(f, [elementOf(container)]))
}

function appliedPairwise(f: Term, a: Term, b: Term): Term {
  if (!isPair(a) || !isPair(b)) return tupleTermOf(callTerm(f, [elementOf(a), elementOf(b)]))
  return pairTerm(callTerm(f, [itemOf(a, 0), itemOf(b, 0)]), callTerm(f, [itemOf(a, 1), itemOf(b, 1)]))
}

/** A container without or with more elements of the same kind: a pair or a cell is neither any more. */
const resized = (container: Term): Term => (isPair(container) ? tupleTermOf(elementOf(container)) : container)

function combined(a: Term, b: Term): Term {
  if (a.type === b.type && isConcrete(a.type) && !isPair(a) && !a.element && !b.element) return a
  return containerTermLike(a, unionTerm(elementOf(a), elementOf(b)))
}

/** The key of one of the elements. Of an empty container it is that of 0, where the function takes a number at all. */
const bestKey: Rule = (container, f) => {
  const key = callTerm(f, [elementOf(container)])
  return mayAccept(argsOf(f), 'Integer') ? unionTerm(key, callTerm(f, [INTEGER])) : key
}

/** An element, or 0 where there is none. */
const extremeElement: Rule = (container) => unionTerm(elementOf(container), INTEGER)

/** Integers give an Integer, a pair with either gives a pair; of a longer tuple only the first two count. */
function arithmetic(a: Term, b: Term): Term | null {
  const [isVectorA, isVectorB] = [isVector(a), isVector(b)]
  if (isVectorA || isVectorB) {
    const isKnown = (isVectorA || accepts('Numerical', a.type)) && (isVectorB || accepts('Numerical', b.type))
    return isKnown ? PAIR : null
  }
  return accepts('Integer', a.type) && accepts('Integer', b.type) ? INTEGER : null
}

const isVector = (term: Term): boolean => term.type === 'IntegerTuple' || isRow(term)

const scaled: Rule = (n) => (isVector(n) ? PAIR : null)

const parts: Rule = (grid) => tupleTermOf(termOf(holdsAsAnnotated('Grid', grid) ? 'Grid' : 'Tuple'))

/** Positions or cells in a tuple become a set of them, others move with their set. */
const moved: Rule = (patch) =>
  accepts('Tuple', patch.type) && (patch.element?.type === 'IntegerTuple' || patch.element?.type === 'Cell')
    ? setTermOf(patch.element)
    : null

/** f with one argument fixed. Of a function of one argument that is one of three, which always fails. */
function bound(f: Term, rest: readonly DslType[] | undefined, give: Signature['give']): Term | null {
  if (!f.signature || !rest) return null
  return rest.length === 0 ? functionTerm(['Any', 'Any', 'Any'], () => ANY) : functionTerm(rest, give)
}

/** What f gives applied once, or to its own results again and again. */
function powerTerm(f: Term, args: readonly Term[]): Term {
  let seen = callTerm(f, args)
  for (let rounds = 0; rounds < 4; rounds++) {
    const next = callTerm(f, [seen])
    if (covers(seen, next)) return seen
    const either = unionTerm(seen, next)
    seen = rounds === 0 ? either : termOf(either.type) // elements may grow without end: tuples of tuples of ...
  }
  return ANY
}

/** Primitives of whose result the arguments tell more than the descriptor's `out` can; null: they do not. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['compose', (outer, inner) => functionTerm([argsOf(inner)], (args) => callTerm(outer, [callTerm(inner, args)]))],
  ['chain', (h, g, f) => functionTerm([argsOf(f)], (args) => callTerm(h, [callTerm(g, [callTerm(f, args)])]))],
  [
    'fork',
    (outer, a, b) => functionTerm([argsOf(a)], (args) => callTerm(outer, [callTerm(a, args), callTerm(b, args)])),
  ],
  ['matcher', (f) => functionTerm([argsOf(f)], () => termOf('Boolean'))],
  // once is the function itself, of however many arguments
  ['power', (f) => (f.signature?.args.length === 1 ? functionTerm([argsOf(f)], (args) => powerTerm(f, args)) : null)],
  ['lbind', (f, fixed) => bound(f, f.signature?.args.slice(1), (args) => callTerm(f, [fixed, ...args]))],
  ['rbind', (f, fixed) => bound(f, f.signature?.args.slice(0, -1), (args) => callTerm(f, [...args, fixed]))],
  ['add', arithmetic],
  ['subtract', arithmetic],
  ['multiply', arithmetic],
  ['divide', arithmetic],
  ...['double', 'halve', 'invert', 'increment', 'decrement', 'crement', 'sign'].map((name): [string, Rule] => [
    name,
    scaled,
  ]),
  ['both', unionTerm],
  ['either', unionTerm],
  // the positions of a tuple of positions are that tuple, but those of an empty one a set
  [
    'toindices',
    (patch) =>
      accepts('Tuple', patch.type) && patch.element?.type === 'IntegerTuple'
        ? termOf('Container', patch.element)
        : null,
  ],
  ['shift', moved],
  ['normalize', moved],
  ['toivec', (i) => pairTerm(i, INTEGER)],
  ['tojvec', (j) => pairTerm(INTEGER, j)],
  ['colorfilter', (objects) => setTermOf(elementOf(objects))],
  ['apply', applied],
  [
    'rapply',
    (functions, value) => {
      if (!isPair(functions)) return containerTermLike(functions, callTerm(elementOf(functions), [value]))
      return pairTerm(callTerm(itemOf(functions, 0), [value]), callTerm(itemOf(functions, 1), [value]))
    },
  ],
  ['mapply', (f, container) => mergedTerm(applied(f, container))],
  ['papply', appliedPairwise],
  ['mpapply', (f, a, b) => mergedTerm(appliedPairwise(f, a, b))],
  ['prapply', (f, a, b) => setTermOf(callTerm(f, [elementOf(a), elementOf(b)]))],
  ['valmax', bestKey],
  ['valmin', bestKey],
  ['maximum', extremeElement],
  ['minimum', extremeElement],
  ['first', (container) => itemOf(container, 0)],
  ['last', (container) => itemOf(container, 1)],
  ['order', (container) => tupleTermOf(elementOf(container))],
  ['totuple', (container) => tupleTermOf(elementOf(container))],
  ['dedupe', (tuple) => tupleTermOf(elementOf(tuple))],
  ['repeat', (item) => tupleTermOf(item)],
  ['initset', setTermOf],
  ['insert', (value, container) => setTermOf(unionTerm(value, elementOf(container)))],
  ['combine', combined],
  ['remove', (_value, container) => resized(container)],
  ['sfilter', resized],
  ['difference', resized],
  ['sizefilter', (container) => setTermOf(elementOf(container))],
  ['mfilter', (container) => mergedTerm(resized(container))],
  ['interval', () => tupleTermOf(INTEGER)],
  ['product', (a, b) => setTermOf(pairTerm(elementOf(a), elementOf(b)))],
  ['pair', (a, b) => tupleTermOf(pairTerm(elementOf(a), elementOf(b)))],
  ['astuple', pairTerm],
  ['hsplit', parts],
  ['vsplit', parts],
])
