import { maskOf, type DslType } from '../../dsl/dslType'
import type { Entry, FunctionProfile } from './entry'
import { KIND, KINDS_OF_TYPE, type Kind } from './kinds'

/** Whether functions may be put together: false where the result could not work on anything. */
export function composes(operation: string, args: readonly Entry[]): boolean {
  const [f, g, h] = args.map((arg) => arg.profile)
  switch (operation) {
    case 'compose':
      return feeds(g, f)
    case 'chain':
      return feeds(h, g) && feeds(g, f)
    case 'fork':
      return (
        !!f && !!g && !!h && (g.takes & h.takes) !== 0 && mayTake(f.args[0], g.gives) && mayTake(f.args[1], h.gives)
      )
    case 'power':
      return feeds(f, f) && !f?.isBoolean
    case 'matcher':
      return !!f && (args[1] as Entry).kind < KIND.fn1 && ((f.gives >> (args[1] as Entry).kind) & 1) === 1
    default:
      return bindsWell(operation, args) !== null
  }
}

/** The types of the arguments that a bound function still takes; null where what is bound cannot be passed. */
export function bindsWell(operation: string, args: readonly Entry[]): readonly DslType[] | null {
  const [f, bound] = args
  const types = f?.profile?.args
  if (!types || !bound || types.length < 2) return null
  const taken = operation === 'lbind' ? types[0] : types[types.length - 1]
  if (taken === undefined || !isOfType(bound, taken)) return null
  return operation === 'lbind' ? types.slice(1) : types.slice(0, -1)
}

function isOfType({ kind }: Entry, type: DslType): boolean {
  if (kind >= KIND.fn1) return (maskOf(type) & maskOf('Callable')) !== 0 && type !== 'Any'
  return KINDS_OF_TYPE[type].includes(kind)
}

const feeds = (inner: FunctionProfile | null | undefined, outer: FunctionProfile | null | undefined): boolean =>
  !!inner && !!outer && (inner.gives & outer.takes) !== 0

function mayTake(type: DslType | undefined, gives: number): boolean {
  if (type === undefined) return false
  return type === 'Any' || KINDS_OF_TYPE[type].some((kind: Kind) => ((gives >> kind) & 1) === 1)
}

/** Bits of the kinds of value that a function of one argument, put together by an operation, may take. */
export function domainsOf(operation: string, args: readonly Entry[]): number {
  const [f, g, h] = args.map((arg) => arg.profile)
  switch (operation) {
    case 'compose':
      return g?.takes ?? 0
    case 'chain':
      return h?.takes ?? 0
    case 'fork':
      return (g?.takes ?? 0) & (h?.takes ?? 0)
    case 'power':
    case 'matcher':
      return f?.takes ?? 0
    default:
      return domainsOfType(bindsWell(operation, args)?.[0] ?? 'Any')
  }
}

/** Bits of the kinds that an annotated type stands for. */
export const domainsOfType = (type: DslType): number =>
  KINDS_OF_TYPE[type].reduce((bits, kind) => bits | (1 << kind), 0)
