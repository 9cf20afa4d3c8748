import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../../test/arbitraries/anyGrid'
import { Grid } from '../../grid/grid'
import { mutateProgram, mutationContext } from '../../mutate/mutateProgram'
import { Rng } from '../../util/rng'
import { traceValues } from '../eval/trace'
import { DEFAULT_BUDGET } from '../meter'
import { CONSTANT_NAMES, PRIMITIVE_NAMES } from '../primitives'
import type { Program } from '../syntax/ast'
import { buildProgram, type StatementParts } from '../syntax/build'
import { parseProgram } from '../syntax/parser'
import { printProgram, printStatement } from '../syntax/printer'
import { runtimeType } from '../value'
import { admits, termAdmits } from './admits'
import { builtinTerm, findPrimitive } from './builtins'
import { checkParsed, isRunnable } from './checkProgram'
import { inferTerms, statementTerm } from './infer'
import { mayStandFor } from './slots'
import { ANY, isConcrete, isPrecise, type Term } from './term'

const STARTER = join(import.meta.dirname, '../../../../resources/starter')
const BUDGET = { ...DEFAULT_BUDGET, steps: 50_000 }

interface StarterSeed {
  readonly program: Program
  readonly inputs: readonly Grid[]
}

const SEEDS: readonly StarterSeed[] = readdirSync(join(STARTER, 'seeds')).map((file) => {
  const task = JSON.parse(readFileSync(join(STARTER, 'training', file.replace('.dsl', '.json')), 'utf8')) as {
    readonly train: readonly { readonly input: number[][] }[]
    readonly test: readonly { readonly input: number[][] }[]
  }
  const { program } = parseProgram(readFileSync(join(STARTER, 'seeds', file), 'utf8'))
  return { program, inputs: [...task.train, ...task.test].map(({ input }) => Grid.fromRows(input)) }
})

/** Lines whose value is none that was inferred. */
function faults(program: Program, input: Grid): string[] {
  const terms = inferTerms(program)
  return traceValues(program, input, BUDGET).flatMap((value, k) => {
    const [term, statement] = [terms[k], program.statements[k]]
    if (value === undefined || !term || !statement || termAdmits(term, value)) return []
    return [`${printStatement(statement)}: ${term.type}, but gives ${runtimeType(value)}, in\n${printProgram(program)}`]
  })
}

describe('types of the starter seeds', () => {
  it('admit every value, strictly', () => {
    for (const { program, inputs } of SEEDS) {
      const terms = inferTerms(program)
      for (const input of inputs) {
        traceValues(program, input, DEFAULT_BUDGET).forEach((value, k) => {
          const term = terms[k] as Term
          expect(value !== undefined && admits(term.type, value, true) && termAdmits(term, value), term.type).toBe(true)
        })
      }
    }
  })

  it('are one type on nearly every line', () => {
    const terms = SEEDS.flatMap(({ program }) => inferTerms(program))
    expect(terms.filter((term) => isConcrete(term.type)).length / terms.length).toBeGreaterThan(0.93)
    expect(terms.filter(isPrecise).length / terms.length).toBeGreaterThan(0.99)
  })
})

describe('types of generated programs admit every value', () => {
  it('of mutants', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), fc.nat(), ({ program, inputs }, number) => {
        const rng = Rng.fromSeed(number)
        const input = rng.pick([...inputs])
        let mutant = program
        for (let generation = 0; generation < 4; generation++) {
          mutant = mutateProgram(mutant, mutationContext(mutant, input, BUDGET), rng)?.program ?? mutant
          expect(faults(mutant, input)).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('of programs of any calls that the checker lets pass', () => {
    let lines = 0
    fc.assert(
      fc.property(fc.nat(), anyGrid(), (number, input) => {
        const program = anyCheckedProgram(Rng.fromSeed(number))
        expect(isRunnable(checkParsed(program).diagnostics.filter(({ code }) => code.startsWith('type/a')))).toBe(true)
        lines += traceValues(program, input, BUDGET).filter((value) => value !== undefined).length
        expect(faults(program, input)).toEqual([])
      }),
      { numRuns: 600 },
    )
    expect(lines).toBeGreaterThan(1200) // else they fail too early to show anything
  })
})

/** Straight lines of calls, each argument of any name that is not certainly wrong there. */
function anyCheckedProgram(rng: Rng): Program {
  const variables = new Map<string, Term>()
  const lines: StatementParts[] = []
  const names = ['I', ...CONSTANT_NAMES, ...PRIMITIVE_NAMES]
  for (let k = 1; k <= 12; k++) {
    const line = anyLine(`x${k}`, names, variables, rng)
    lines.push(line)
    const [statement] = buildProgram([line]).statements
    if (statement) variables.set(line.target, statementTerm(statement, variables))
  }
  return buildProgram(lines)
}

function anyLine(
  target: string,
  builtins: readonly string[],
  variables: ReadonlyMap<string, Term>,
  rng: Rng,
): StatementParts {
  const termOfName = (name: string): Term => variables.get(name) ?? builtinTerm(name) ?? ANY
  for (;;) {
    const callee = rng.pick(rng.next() < 0.3 && variables.size > 0 ? [...variables.keys()] : [...PRIMITIVE_NAMES])
    const slots = findPrimitive(callee)?.args ?? termOfName(callee).signature?.args
    const args = slots?.map((slot) => {
      const fitting = [...builtins, ...variables.keys(), ...variables.keys(), ...variables.keys()].filter((name) =>
        mayStandFor(slot, termOfName(name).type),
      )
      return fitting.length === 0 ? null : rng.pick(fitting)
    })
    if (args?.every((arg) => arg !== null)) return { target, callee, args }
  }
}
