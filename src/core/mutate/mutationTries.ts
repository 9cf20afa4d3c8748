import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { parseProgram } from '../dsl/syntax/parser'
import { printProgram } from '../dsl/syntax/printer'
import type { Pair, Task } from '../task/task'
import type { Rng } from '../util/rng'
import { acceptMutant } from './accept'
import { runLines, type LineRun } from './changedRun'
import { applyEdit, contextOfValues, describeEdit, drawEdit, type Edit, type MutationContext } from './mutateProgram'
import type { MutationSettings } from './mutateProgram'
import type { OperatorName } from './operators/mutationOperator'

export interface Seed {
  readonly task: Task
  readonly program: Program
}

/** A mutant that was kept, with where it comes from. */
export interface Mutant {
  /** in canonical form */
  readonly program: Program
  readonly text: string
  readonly task: Task
  /** canonical text of the program that was changed */
  readonly parent: string
  readonly operator: OperatorName
  readonly before: string
  readonly after: string
  /** changes away from a seed: 1, more under dInf */
  readonly generation: number
  /** demonstration inputs of the task with the outputs that the mutant really gave */
  readonly pairs: readonly Pair[]
  readonly demosRight: number
  /** the parent's place among the parents: the seeds, and under dInf the mutants in the order in which they were kept */
  readonly parentIndex: number
}

/** A mutant as a parent to be. */
export type NewParent = Pick<Mutant, 'text' | 'parentIndex'>

interface Parent {
  readonly task: Task
  readonly text: string
  readonly generation: number
  /** of a seed; a mutant's is read when it is drawn */
  program: Program | null
  context: MutationContext | null
  readonly runs: (LineRun | undefined)[]
}

/** Changes remembered, some 200 MB at most. */
const REMEMBERED = 2_000_000

/**
 * The tries of mutation by number. What a try gives depends on its number, the rng and the parents alone, so tries may be
 * made anywhere and in any order of places; only parents have to be the same. Each object keeps what saves work: the
 * parents' runs, and the changes that were tried, which give nothing the second time.
 */
export class MutationTries {
  private readonly parents: Parent[]
  private readonly seedTexts: ReadonlySet<string>
  /** by change: the first try that made it */
  private readonly tried = new Map<string, number>()

  constructor(
    seeds: readonly Seed[],
    private readonly rng: Rng,
    private readonly budget: Budget,
    private readonly settings: MutationSettings = {},
  ) {
    this.parents = seeds.map(({ task, program: given }) => {
      const program = canonicalProgram(given)
      return { task, program, text: printProgram(program), generation: 0, context: null, runs: [] }
    })
    this.seedTexts = new Set(this.parents.map(({ text }) => text))
  }

  /** The task and text of a parent, and its changes away from a seed. */
  parentAt(index: number): Pick<Mutant, 'task' | 'text' | 'generation'> {
    return this.parents[index] as Parent
  }

  /** Mutants that are changed too from now on. */
  addParents(added: readonly NewParent[]): void {
    for (const { text, parentIndex } of added) {
      const { task, generation } = this.parentAt(parentIndex)
      this.parents.push({ task, text, generation: generation + 1, program: null, context: null, runs: [] })
    }
  }

  /** Which of the present parents a try changes. */
  parentOf(number: number): number {
    return this.rngOf(number).int(this.parents.length)
  }

  /** What a try gives: a mutant that is worth keeping and no seed, if it gives one. Others may have given it before. */
  attempt(number: number): Mutant | null {
    const rng = this.rngOf(number)
    const parentIndex = rng.int(this.parents.length)
    const parent = this.parents[parentIndex]
    if (!parent || parent.task.train.length === 0) return null
    const program = (parent.program ??= parseProgram(parent.text).program)
    parent.context ??= contextOfValues(program, this.runOf(parent, program, 0).values, this.settings)
    const mutant = this.change(number, parentIndex, program, parent.context, rng)
    if (parent.generation > 0) {
      // seeds come again and again, a mutant hardly ever
      parent.program = parent.context = null
      parent.runs.length = 0
    }
    return mutant
  }

  /** One stream a try: what one try draws does not move the next. */
  private rngOf(number: number): Rng {
    return this.rng.fork(number)
  }

  private change(
    number: number,
    parentIndex: number,
    parentProgram: Program,
    context: MutationContext,
    rng: Rng,
  ): Mutant | null {
    const edit = drawEdit(parentProgram, context, rng)
    if (!edit || this.wasTried(number, parentIndex, edit)) return null
    const parent = this.parents[parentIndex] as Parent
    const { task, generation } = parent
    const { program: changed, origins } = applyEdit(context.lines, edit)
    const program = canonicalProgram(changed)
    const text = printProgram(program)
    if (this.seedTexts.has(text)) return null
    const runOn = (k: number): LineRun | null =>
      generation === 0 || k === 0 ? this.runOf(parent, parentProgram, k) : null
    const result = acceptMutant(program, task, this.budget, { origins, runOn })
    if (!result) return null
    const { operator } = edit
    const lineage = { parent: parent.text, operator, ...describeEdit(parentProgram, edit), parentIndex }
    return { program, text, task, ...lineage, generation: generation + 1, ...result }
  }

  private runOf(parent: Parent, program: Program, k: number): LineRun {
    const { input } = parent.task.train[k] as Pair
    return (parent.runs[k] ??= runLines(program, input, this.budget))
  }

  /** Whether a try before this one made the same change of the same parent, as far as is remembered. */
  private wasTried(number: number, parent: number, { index, replacement }: Edit): boolean {
    let key = `${parent} ${index}`
    for (const { callee, args } of replacement) key += ` ${callee ?? ''}(${args.join()})`
    const before = this.tried.get(key)
    if (before !== undefined && before < number) return true
    if (this.tried.size >= REMEMBERED) this.tried.clear()
    this.tried.set(key, number)
    return false
  }
}
