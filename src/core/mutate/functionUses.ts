import { mayAccept } from '../dsl/dslType'
import { ANY, callTerm, elementOf, type Term } from '../dsl/check/term'

/** How a primitive calls one of its function arguments: the argument's index, and what it is called with. */
interface FunctionUse {
  readonly index: number
  readonly calledWith: (args: readonly Term[]) => readonly Term[]
}

const at = (args: readonly Term[], k: number): Term => args[k] ?? ANY
const onElements = (index: number, ...containers: readonly number[]): FunctionUse => ({
  index,
  calledWith: (args) => containers.map((k) => elementOf(at(args, k))),
})
const withAnything = (index: number, arity: number): FunctionUse => ({
  index,
  calledWith: () => Array.from({ length: arity }, () => ANY),
})

const byKey = [onElements(1, 0)]
const overElements = [onElements(0, 1)]
const overPairs = [onElements(0, 1, 2)]

const USES: ReadonlyMap<string, readonly FunctionUse[]> = new Map<string, readonly FunctionUse[]>([
  ['order', byKey],
  ['valmax', byKey],
  ['valmin', byKey],
  ['argmax', byKey],
  ['argmin', byKey],
  ['sfilter', byKey],
  ['mfilter', byKey],
  ['extract', byKey],
  ['apply', overElements],
  ['mapply', overElements],
  ['papply', overPairs],
  ['mpapply', overPairs],
  ['prapply', overPairs],
  ['matcher', [withAnything(0, 1)]],
  ['power', [withAnything(0, 1)]],
  ['lbind', [{ index: 0, calledWith: (args) => [at(args, 1), ANY] }]],
  ['rbind', [{ index: 0, calledWith: (args) => [ANY, at(args, 1)] }]],
  ['compose', [withAnything(1, 1), { index: 0, calledWith: (args) => [callTerm(at(args, 1), [ANY])] }]],
  [
    'chain',
    [
      withAnything(2, 1),
      { index: 1, calledWith: (args) => [callTerm(at(args, 2), [ANY])] },
      { index: 0, calledWith: (args) => [callTerm(at(args, 1), [ANY])] },
    ],
  ],
  [
    'fork',
    [
      withAnything(1, 1),
      withAnything(2, 1),
      { index: 0, calledWith: (args) => [callTerm(at(args, 1), [ANY]), callTerm(at(args, 2), [ANY])] },
    ],
  ],
])

/** In which order to fill a primitive's function arguments, and how each is called. Other arguments come first. */
export function functionUses(primitive: string): readonly FunctionUse[] {
  return USES.get(primitive) ?? []
}

/** A function of these arguments may do: their number is right and none is certainly of a wrong type. */
export function mayCall(f: Term, args: readonly Term[]): boolean {
  const wanted = f.signature?.args
  return wanted?.length === args.length && wanted.every((slot, k) => mayAccept(slot, at(args, k).type))
}
