import { accepts, mergedType, resolveOut } from '../dslType'
import type { PrimitiveSpec } from '../primitives/define'
import { takenTypes } from './slots'
import {
  ANY,
  callTerm,
  containerTermLike,
  elementOf,
  functionTerm,
  setTermOf,
  termOf,
  tupleTermOf,
  unionTerm,
  type Term,
} from './term'

/** What a call of a primitive gives for arguments of which this much is known; the number of arguments is right. */
export function resultTerm(spec: PrimitiveSpec, args: readonly Term[]): Term {
  const [a = ANY, b = ANY, c = ANY] = args
  return RULES.get(spec.name)?.(a, b, c) ?? describedTerm(spec, args)
}

/** A primitive as a value. */
export function primitiveTerm(spec: PrimitiveSpec): Term {
  return functionTerm(takenTypes(spec), (args) => resultTerm(spec, args))
}

/** What the descriptor's `out` says. */
function describedTerm({ out, returns }: PrimitiveSpec, args: readonly Term[]): Term {
  if (typeof out === 'string') return termOf(out)
  const known = fromArguments()
  if (known && returns === 'Numerical' && known.type === 'Boolean') return termOf('Integer') // T + T = 2
  if (known && accepts(returns, known.type)) return known
  return termOf(
    resolveOut(
      out,
      args.map((arg) => arg.type),
      returns,
    ),
  )

  function fromArguments(): Term | null {
    if (typeof out === 'string') return null
    if ('eitherOf' in out) {
      const [a, b] = [args[out.eitherOf[0]], args[out.eitherOf[1]]]
      return a && b ? unionTerm(a, b) : null
    }
    const arg = args['sameAs' in out ? out.sameAs : 'elementOf' in out ? out.elementOf : out.mergeOf]
    if (!arg) return null
    if ('sameAs' in out) return arg
    return 'elementOf' in out ? elementOf(arg) : mergedTerm(arg)
  }
}

/** The union of the containers in a container: a set for a set of them, a tuple for a tuple of them. */
function mergedTerm(containers: Term): Term {
  const inner = elementOf(elementOf(containers))
  if (inner.type === 'Any') return termOf(mergedType(containers.type))
  return containerTermLike(containers, inner)
}

type Rule = (a: Term, b: Term, c: Term) => Term | null

const argsOf = (f: Term): Term['type'] => f.signature?.args[0] ?? 'Any'

/** f applied to what the container holds, in a container of its sort. */
const applied = (f: Term, container: Term): Term => containerTermLike(container, callTerm(f, [elementOf(container)]))
const appliedPairwise = (f: Term, a: Term, b: Term): Term => tupleTermOf(callTerm(f, [elementOf(a), elementOf(b)]))

/** A pair or a cell without or with more elements is neither any more. */
const resized = (container: Term): Term | null =>
  container.type === 'IntegerTuple' || container.type === 'Cell' ? tupleTermOf(elementOf(container)) : null

function combined(a: Term, b: Term): Term {
  if (a.type === b.type && !resized(a)) return unionTerm(a, b)
  return containerTermLike(a, unionTerm(elementOf(a), elementOf(b)))
}

/** Keys are Integers in the annotations, but any value with an order in programs. */
const bestKey: Rule = (container, f) => callTerm(f, [elementOf(container)])

/** Integers give an Integer, a pair with either gives a pair. */
function arithmetic(a: Term, b: Term): Term | null {
  if (!accepts('Numerical', a.type) || !accepts('Numerical', b.type)) return null
  if (a.type === 'IntegerTuple' || b.type === 'IntegerTuple') return termOf('IntegerTuple')
  return accepts('Integer', a.type) && accepts('Integer', b.type) ? termOf('Integer') : null
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
  [
    'power',
    (f) =>
      functionTerm([argsOf(f)], (args) => {
        const once = callTerm(f, args)
        return unionTerm(once, callTerm(f, [once]))
      }),
  ],
  [
    'lbind',
    (f, fixed) => f.signature && functionTerm(f.signature.args.slice(1), (args) => callTerm(f, [fixed, ...args])),
  ],
  [
    'rbind',
    (f, fixed) => f.signature && functionTerm(f.signature.args.slice(0, -1), (args) => callTerm(f, [...args, fixed])),
  ],
  ['add', arithmetic],
  ['subtract', arithmetic],
  ['multiply', arithmetic],
  ['divide', arithmetic],
  ['apply', (f, container) => applied(f, container)],
  ['rapply', (functions, value) => containerTermLike(functions, callTerm(elementOf(functions), [value]))],
  ['mapply', (f, container) => mergedTerm(applied(f, container))],
  ['papply', appliedPairwise],
  ['mpapply', (f, a, b) => mergedTerm(appliedPairwise(f, a, b))],
  ['prapply', (f, a, b) => setTermOf(callTerm(f, [elementOf(a), elementOf(b)]))],
  ['valmax', bestKey],
  ['valmin', bestKey],
  ['order', (container) => tupleTermOf(elementOf(container))],
  ['totuple', (container) => tupleTermOf(elementOf(container))],
  ['dedupe', (tuple) => tupleTermOf(elementOf(tuple))],
  ['repeat', (item) => tupleTermOf(item)],
  ['initset', (value) => setTermOf(value)],
  ['combine', combined],
  ['remove', (_value, container) => resized(container)],
  ['interval', () => tupleTermOf(termOf('Integer'))],
  ['product', (a, b) => setTermOf(pairTerm(elementOf(a), elementOf(b)))],
  ['pair', (a, b) => tupleTermOf(pairTerm(elementOf(a), elementOf(b)))],
  ['astuple', (a, b) => pairTerm(a, b)],
  ['hsplit', () => tupleTermOf(termOf('Grid'))],
  ['vsplit', () => tupleTermOf(termOf('Grid'))],
])

/** The tuple of two values. */
function pairTerm(a: Term, b: Term): Term {
  if (accepts('Integer', a.type) && accepts('Integer', b.type)) return termOf('IntegerTuple')
  if (accepts('Integer', a.type) && b.type === 'IntegerTuple') return termOf('Cell')
  return tupleTermOf(unionTerm(a, b))
}
