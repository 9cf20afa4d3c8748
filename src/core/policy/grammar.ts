import { builtinTerm, findPrimitive } from '../dsl/check/builtins'
import { resultTerm } from '../dsl/check/callRules'
import { mayStandFor } from '../dsl/check/slots'
import { ANY, callTerm, type Term } from '../dsl/check/term'
import { mayAccept, TYPE_NAMES, type DslType } from '../dsl/dslType'
import type { PrimitiveSpec } from '../dsl/primitives/define'
import { InternalError } from '../util/internalError'
import {
  END_TOKEN,
  FIRST_NAME_TOKEN,
  LINE_TOKEN,
  MAX_VARIABLES,
  tokenName,
  variableToken,
  VOCABULARY_SIZE,
} from './programTokens'

/**
 * Which tokens may follow those of a program so far, if it is to become one that parses and type-checks within its limit
 * of tokens. It knows what the checker knows and refuses only what the checker would call an error; where tokens run
 * out, only what can still be completed is left.
 *
 * Every state has at least one token that may follow: a line can always stand as `x1 = name`, and `O = I` can always be
 * the last one.
 */

/** Tokens of the shortest program, `O = I`, the end token among them: no limit may be lower. */
export const LEAST_TOKENS = 2

/** Tokens that complete a program whose line is complete: none but the end token, or another line `O = I` first. */
const END_COST = 1
const OUTPUT_LINE_COST = 1 + LEAST_TOKENS

/** The line being written, its first name read. */
interface Line {
  /** what it gives when it ends here; null where arguments are missing */
  readonly result: Term | null
  /** null where the first name can be no callee: it is no function, or nothing here could be an argument of it */
  readonly call: Call | null
}

interface Call {
  readonly give: (args: readonly Term[]) => Term
  /** type of each argument; null for a function of which nothing is known: it takes any number of anything */
  readonly wanted: readonly DslType[] | null
  readonly args: readonly Term[]
}

/** A program so far. States are values: many samples may go on from one. */
export class GrammarState {
  private constructor(
    private readonly variables: readonly Term[],
    private readonly line: Line | null,
    /** tokens that may still come, the end token among them */
    private readonly remaining: number,
  ) {}

  static start(maxTokens: number): GrammarState {
    if (maxTokens < LEAST_TOKENS) {
      throw new RangeError(`a program has at least ${LEAST_TOKENS} tokens, the limit is ${maxTokens}`)
    }
    return new GrammarState([], null, maxTokens)
  }

  /** Sets `mask` [vocabulary] to 1 for the tokens that may follow, to 0 for all others. */
  writeMask(mask: Uint8Array): void {
    if (this.line) this.allowInLine(mask, this.line)
    else this.allowFirst(mask)
  }

  /** The state after one of the tokens that may follow; none comes after the end token. */
  next(token: number): GrammarState {
    const { variables, line } = this
    const remaining = this.remaining - 1
    if (token === LINE_TOKEN) {
      if (!line?.result) throw new InternalError('no line ends here')
      const known = variables.length < MAX_VARIABLES ? [...variables, line.result] : variables
      return new GrammarState(known, null, remaining)
    }
    const term = this.termOf(token)
    if (!line) return new GrammarState(variables, this.lineOf(token, term), remaining)
    if (!line.call) throw new InternalError(`${tokenName(token)} cannot follow here`)
    return new GrammarState(variables, lineOfCall(withArgument(line.call, term)), remaining)
  }

  private allowFirst(mask: Uint8Array): void {
    const spare = this.remaining - 1
    if (spare >= OUTPUT_LINE_COST) {
      mask.set(SLOT_MASKS.Any)
      mask.fill(1, variableToken(0), variableToken(this.variables.length))
      return
    }
    mask.fill(0)
    for (let token = FIRST_NAME_TOKEN; token < VOCABULARY_SIZE; token++) {
      const term = this.findTerm(token)
      if (term && this.isCompletable(this.lineOf(token, term), spare)) mask[token] = 1
    }
  }

  private allowInLine(mask: Uint8Array, { result, call }: Line): void {
    const spare = this.remaining - 1
    const slot = call && slotAfter(call)
    const after = call?.wanted ? call.wanted.length - call.args.length - 1 : 0
    if (slot && spare >= after + OUTPUT_LINE_COST) {
      mask.set(SLOT_MASKS[slot])
      this.variables.forEach((term, k) => {
        if (mayStandFor(slot, term.type)) mask[variableToken(k)] = 1
      })
    } else {
      mask.fill(0)
      if (slot && spare >= after + END_COST) this.allowTowardsGrid(mask, call, slot)
    }
    if (!result) return
    if (isGridPossible(result)) mask[END_TOKEN] = 1
    if (spare >= LEAST_TOKENS) mask[LINE_TOKEN] = 1
  }

  /** Too few tokens for a line after this one: only arguments with which it can give a grid. */
  private allowTowardsGrid(mask: Uint8Array, call: Call, slot: DslType): void {
    const known = new Map<Term, boolean>()
    for (let token = FIRST_NAME_TOKEN; token < VOCABULARY_SIZE; token++) {
      const term = this.findTerm(token)
      if (!term || !mayStandFor(slot, term.type)) continue
      let isPossible = known.get(term)
      if (isPossible === undefined) {
        isPossible = this.canGiveGrid(withArgument(call, term), { calls: 0 })
        known.set(term, isPossible)
      }
      if (isPossible) mask[token] = 1
    }
  }

  /** Whether a program whose last line is this one, just begun, can end within so many tokens. */
  private isCompletable({ result, call }: Line, tokens: number): boolean {
    if (tokens >= OUTPUT_LINE_COST || (tokens >= END_COST && result && isGridPossible(result))) return true
    if (!call) return false
    const missing = call.wanted?.length ?? 1
    return tokens >= missing + END_COST && this.canGiveGrid(call, { calls: 0 })
  }

  /**
   * Whether some arguments make the call give what may be a grid. Counts the calls it tries and gives up, with no, at a
   * limit; what it found once it finds again from any state on the way there, since it tries in the same order.
   */
  private canGiveGrid(call: Call, effort: { calls: number }): boolean {
    if (++effort.calls > MOST_CALLS_TRIED) return false
    const { give, wanted, args } = call
    const missing = (wanted?.length ?? 1) - args.length
    // anything for the arguments that are missing: where that gives no grid, nothing does
    if (!isGridPossible(give(missing > 0 ? [...args, ...Array.from({ length: missing }, () => ANY)] : args)))
      return false
    if (missing <= 0) return true
    const slot = slotAfter(call)
    if (slot === null) return false
    for (const term of new Set([...this.variables, ...SLOT_TERMS[slot]])) {
      if (mayStandFor(slot, term.type) && this.canGiveGrid(withArgument(call, term), effort)) return true
    }
    return false
  }

  private lineOf(token: number, term: Term): Line {
    return { result: term, call: this.callOf(token, term) }
  }

  private callOf(token: number, term: Term): Call | null {
    if (!mayAccept('Callable', term.type)) return null
    const wanted = term.signature?.args ?? null
    if (wanted && !wanted.every((slot) => this.isThereOneFor(slot))) return null
    const spec = SPECS[token]
    return { give: spec ? (args) => resultTerm(spec, args) : (args) => callTerm(term, args), wanted, args: [] }
  }

  private isThereOneFor(slot: DslType): boolean {
    return SLOT_TERMS[slot].length > 0 || this.variables.some(({ type }) => mayStandFor(slot, type))
  }

  private findTerm(token: number): Term | null {
    return this.variables[token - variableToken(0)] ?? BUILTIN_TERMS[token] ?? null
  }

  private termOf(token: number): Term {
    const term = this.findTerm(token)
    if (!term) throw new InternalError(`${tokenName(token)} stands for nothing here`)
    return term
  }
}

/** Calls of which the result is worked out before a search for a grid is given up. */
const MOST_CALLS_TRIED = 500

const isGridPossible = ({ type }: Term): boolean => mayAccept('Grid', type)

/** The type of the next argument; null where the call takes no more. */
function slotAfter({ wanted, args }: Call): DslType | null {
  return wanted ? (wanted[args.length] ?? null) : 'Any'
}

const withArgument = (call: Call, term: Term): Call => ({ ...call, args: [...call.args, term] })

function lineOfCall(call: Call): Line {
  const isComplete = call.wanted === null || call.args.length === call.wanted.length
  return { result: isComplete ? call.give(call.args) : null, call }
}

/** By token; null for variables and for what is no name. */
const BUILTIN_TERMS: readonly (Term | null)[] = Array.from({ length: VOCABULARY_SIZE }, (_, token) =>
  token < FIRST_NAME_TOKEN ? null : builtinTerm(tokenName(token)),
)
const SPECS: readonly (PrimitiveSpec | null)[] = BUILTIN_TERMS.map((term, token) =>
  term ? findPrimitive(tokenName(token)) : null,
)

const forEverySlot = <T>(make: (slot: DslType) => T): Readonly<Record<DslType, T>> =>
  Object.fromEntries(TYPE_NAMES.map((slot) => [slot, make(slot)])) as Record<DslType, T>

/** [vocabulary] 1 where I, a constant or a primitive may be passed for an argument of the type. */
const SLOT_MASKS = forEverySlot((slot) =>
  Uint8Array.from(BUILTIN_TERMS, (term) => (term && mayStandFor(slot, term.type) ? 1 : 0)),
)
/** What these are, each once. */
const SLOT_TERMS = forEverySlot((slot): readonly Term[] => [
  ...new Set(BUILTIN_TERMS.flatMap((term) => (term && mayStandFor(slot, term.type) ? [term] : []))),
])
