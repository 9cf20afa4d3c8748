import { statementTerm } from '../../src/core/dsl/check/infer'
import { mayStandFor } from '../../src/core/dsl/check/slots'
import { ANY, type Term } from '../../src/core/dsl/check/term'
import { BUILTIN_NAMES, builtinTerm } from '../../src/core/dsl/check/builtins'
import type { DslType } from '../../src/core/dsl/dslType'
import { CONSTANT_NAMES, findPrimitive, PRIMITIVE_NAMES } from '../../src/core/dsl/primitives'
import { buildProgram, partsOf, type StatementParts } from '../../src/core/dsl/syntax/build'
import type { Program } from '../../src/core/dsl/syntax/ast'
import type { Grid } from '../../src/core/grid/grid'
import { functionUses, mayCall } from '../../src/core/mutate/functionUses'
import { mutateProgram, mutationContext } from '../../src/core/mutate/mutateProgram'
import type { Rng } from '../../src/core/util/rng'
import { drawTower } from './drawTower'

/** How a program was drawn, for the report. */
export type ProgramKind = 'typed' | 'functions' | 'wild' | 'tower' | 'mutant'

export interface DrawnProgram {
  readonly kind: ProgramKind
  readonly program: Program
}

/** Programs to change, and an input on which they run. */
export interface Parent {
  readonly program: Program
  readonly input: Grid
}

const KINDS: readonly ProgramKind[] = [
  'typed',
  'typed',
  'typed',
  'functions',
  'functions',
  'wild',
  'wild',
  'tower',
  'mutant',
  'mutant',
]

/** A random program, not necessarily a sensible one: all 160 primitives, all constants, every fault that a text can have. */
export function drawProgram(rng: Rng, parents: readonly Parent[]): DrawnProgram {
  const kind = rng.pick(KINDS)
  const drawn = kind === 'mutant' && parents.length > 0 ? drawMutant(rng, rng.pick(parents)) : null
  if (drawn) return { kind, program: drawn }
  if (kind === 'wild') return { kind, program: buildProgram(drawWild(rng)) }
  if (kind === 'tower') return { kind, program: buildProgram(drawTower(rng)) }
  const isOfFunctions = kind === 'functions'
  return { kind: isOfFunctions ? kind : 'typed', program: drawTyped(rng, isOfFunctions) }
}

const MOST_LINES = 14

/** Lines whose arguments have the types that their primitives want, as far as the text tells. */
function drawTyped(rng: Rng, prefersFunctions: boolean): Program {
  const lines: StatementParts[] = []
  const scope = new TypedScope(rng)
  const count = rng.between(1, MOST_LINES)
  for (let k = 0; k < count; k++) {
    const target = k === count - 1 ? 'O' : `x${k + 1}`
    const line = scope.drawLine(target, prefersFunctions)
    lines.push(line)
    scope.add(line)
  }
  return buildProgram(lines)
}

const COMBINATORS = [
  'compose',
  'chain',
  'fork',
  'matcher',
  'rbind',
  'lbind',
  'power',
  'rapply',
  'apply',
  'mapply',
  'prapply',
] as const

/** I and the constants that may be passed for each type of argument. */
const fixedNames = new Map<DslType, readonly string[]>()

function fixedNamesFor(slot: DslType): readonly string[] {
  let names = fixedNames.get(slot)
  if (!names) {
    names = ['I', ...CONSTANT_NAMES].filter((name) => mayStandFor(slot, (builtinTerm(name) ?? ANY).type))
    fixedNames.set(slot, names)
  }
  return names
}

class TypedScope {
  private readonly variables = new Map<string, Term>()

  constructor(private readonly rng: Rng) {}

  add(line: StatementParts): void {
    const [statement] = buildProgram([line]).statements
    if (statement) this.variables.set(line.target, statementTerm(statement, this.variables))
  }

  drawLine(target: string, prefersFunctions: boolean): StatementParts {
    const { rng } = this
    const called = rng.next() < 0.3 ? this.drawVariable((term) => term.type === 'Callable') : null
    if (called !== null) return { target, callee: called, args: this.argumentsOf(called) }
    const callee = prefersFunctions && rng.next() < 0.6 ? rng.pick(COMBINATORS) : rng.pick(PRIMITIVE_NAMES)
    return { target, callee, args: this.argumentsOf(callee) }
  }

  private termOf(name: string): Term {
    return this.variables.get(name) ?? builtinTerm(name) ?? ANY
  }

  private argumentsOf(callee: string): string[] {
    const slots = this.termOf(callee).signature?.args ?? ['Any']
    const uses = this.variables.has(callee) ? [] : functionUses(callee)
    const args = slots.map((slot, k) => (uses.some((use) => use.index === k) ? '' : this.drawName(slot)))
    for (const use of uses) {
      const given = args.map((arg) => (arg === '' ? ANY : this.termOf(arg)))
      args[use.index] = this.drawFunction(use.calledWith(given))
    }
    return args
  }

  private drawName(slot: DslType): string {
    if (slot === 'Callable') return this.drawFunction([ANY])
    const variable = this.rng.next() < 0.75 ? this.drawVariable((term) => mayStandFor(slot, term.type)) : null
    if (variable !== null) return variable
    const names = fixedNamesFor(slot)
    return names.length > 0 ? this.rng.pick(names) : this.rng.pick(BUILTIN_NAMES)
  }

  private drawFunction(args: readonly Term[]): string {
    const variable = this.rng.next() < 0.5 ? this.drawVariable((term) => mayCall(term, args)) : null
    if (variable !== null) return variable
    let name: string = this.rng.pick(PRIMITIVE_NAMES)
    for (let attempt = 0; attempt < 12 && !mayCall(this.termOf(name), args); attempt++)
      name = this.rng.pick(PRIMITIVE_NAMES)
    return name
  }

  /** A late variable rather than an early one: long dependences. */
  private drawVariable(fits: (term: Term) => boolean): string | null {
    const names = [...this.variables].filter(([, term]) => fits(term)).map(([name]) => name)
    if (names.length === 0) return null
    return names[names.length - 1 - Math.floor(this.rng.next() ** 2 * names.length)] as string
  }
}

/** Names that mean something to JavaScript or Python and nothing to a program, unless it assigns them. */
const TREACHEROUS = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'this',
  'undefined',
  'null',
  'globalThis',
  'process',
  'require',
  'arguments',
  'length',
  '__class__',
  'None',
  'True',
  'lambda',
  'O',
  'x999',
]

/** Any name in any place: functions as arguments, variables and constants called, names assigned twice. */
function drawWild(rng: Rng): StatementParts[] {
  const targets: string[] = []
  const name = (): string => {
    const at = rng.next()
    if (at < 0.4 && targets.length > 0) return rng.pick(targets)
    if (at < 0.46) return rng.pick(TREACHEROUS)
    return rng.pick(BUILTIN_NAMES)
  }
  const count = rng.between(1, 8)
  return Array.from({ length: count }, (_, k) => {
    const isLast = k === count - 1
    const target = isLast && rng.next() < 0.9 ? 'O' : rng.next() < 0.85 ? `x${k + 1}` : name()
    const callee = rng.next() < 0.95 ? (rng.next() < 0.7 ? rng.pick(PRIMITIVE_NAMES) : name()) : null
    const arity = findPrimitive(callee ?? '')?.args.length ?? rng.between(1, 4)
    const argCount = callee === null ? 1 : rng.next() < 0.97 ? arity : rng.int(6)
    const args = Array.from({ length: argCount }, name)
    targets.push(target)
    return { target, callee, args }
  })
}

const MUTATION_BUDGET = { steps: 100_000, cells: 10_000, depth: 200 }

/** One to four changes of a program that somebody wrote; sometimes a line is lost, doubled or moved. */
function drawMutant(rng: Rng, { program: parent, input }: Parent): Program | null {
  let program = parent
  for (let changes = rng.between(1, 4); changes > 0; changes--) {
    const mutation = mutateProgram(program, mutationContext(program, input, MUTATION_BUDGET), rng)
    if (mutation) program = mutation.program
  }
  const lines = program.statements.map(partsOf)
  const [from, to] = [rng.int(lines.length), rng.int(lines.length)]
  const line = lines[from]
  if (line && rng.next() < 0.2) lines.splice(to, rng.int(2), line)
  return buildProgram(lines)
}
