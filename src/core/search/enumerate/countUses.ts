import { inferTypes } from '../../dsl/check/infer'
import type { DslType } from '../../dsl/dslType'
import { CONSTANTS, findPrimitive, lookup } from '../../dsl/primitives'
import type { Program, Statement } from '../../dsl/syntax/ast'
import { KINDS_OF_TYPE, type Kind } from './kinds'

/** The last line of a program, as if it were an operation of one argument. */
export const ROOT = 'O'

/** How programs use primitives: what stands where, counted. */
export interface UseCounts {
  /** by `operation/position`, by head: what is written there, see `headOf` */
  readonly pairs: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** by `operation/position`, by kind of value; only where the text tells */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<Kind, number>>
  /** by head, anywhere */
  readonly heads: ReadonlyMap<string, number>
  readonly total: number
}

/** Counts which primitives, constants and lines stand as which arguments of which primitives in these programs. */
export function countUses(programs: readonly Program[]): UseCounts {
  const pairs = new Map<string, Map<string, number>>()
  const kinds = new Map<string, Map<Kind, number>>()
  const heads = new Map<string, number>()
  let total = 0
  const count = (slot: string, head: string, type: DslType | undefined): void => {
    tally(mapAt(pairs, slot), head)
    tally(heads, head)
    const kind = type && singleKind(type)
    if (kind !== undefined) tally(mapAt(kinds, slot), kind)
    total++
  }
  for (const program of programs) {
    const types = inferTypes(program)
    const defined = new Map<string, { head: string; type: DslType | undefined }>([['I', { head: 'I', type: 'Grid' }]])
    program.statements.forEach((statement, k) => {
      const { target, callee, args } = statement
      const source = args[0] && defined.get(args[0].text)
      const head = callee || !source ? headOf(statement) : source.head
      if (callee && findPrimitive(callee.text)) {
        const counted = head === callee.text ? args.length : 1
        args.slice(0, counted).forEach((arg, position) => {
          const variable = defined.get(arg.text)
          const type = variable ? variable.type : typeOfConstant(arg.text)
          count(`${callee.text}/${position}`, variable?.head ?? headOfName(arg.text), type)
        })
      }
      if (target.text === 'O') count(`${ROOT}/0`, head, types[k])
      defined.set(target.text, { head, type: types[k] })
    })
  }
  return { pairs, kinds, heads, total }
}

/** What a primitive or constant is called where it stands as an argument. */
export const headOfName = (name: string): string => (findPrimitive(name) ? `&${name}` : name)

/** The head of calls of `objects`, whose flags say what it does. */
export const objectsHead = (flags: readonly string[]): string => `objects:${flags.join('')}`

function headOf({ callee, args }: Statement): string {
  if (!callee) return headOfName(args[0]?.text ?? '')
  if (!findPrimitive(callee.text)) return 'call'
  const flags = args.slice(1).map((arg) => arg.text)
  return callee.text === 'objects' && flags.every((flag) => flag === 'T' || flag === 'F')
    ? objectsHead(flags)
    : callee.text
}

function typeOfConstant(name: string): DslType | undefined {
  const builtin = CONSTANTS.has(name) ? lookup(name) : null
  return builtin?.kind === 'constant' ? builtin.spec.type : undefined
}

function singleKind(type: DslType): Kind | undefined {
  const kinds = KINDS_OF_TYPE[type]
  return kinds.length === 1 ? kinds[0] : undefined
}

function mapAt<K>(maps: Map<string, Map<K, number>>, key: string): Map<K, number> {
  let map = maps.get(key)
  if (!map) maps.set(key, (map = new Map()))
  return map
}

const tally = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
