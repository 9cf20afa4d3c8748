/**
 * What an edit in the program editor costs: `npx tsx bench/editor.ts [--seeds PATH --tasks DIR] [--edits N] [--lines N]`,
 * by default with the programs of the starter pack. PATH is a solvers.py, a folder of program files or one such file, DIR
 * the folder or zip of their tasks. `--lines`: shorter programs are strung together, each on the output of the one before,
 * until they are so long (those of arc-dsl have about 10 lines, the longest 58).
 *
 * For each program some arguments and callees are changed as typing does, and each text is evaluated as the editor's
 * worker does it. `results`: from the edit to the results on all pairs, the trace of every line included; `messages`:
 * those results copied as a worker's messages are; `completion`: the list of names at the place of the edit; `fixes`: the
 * quick fixes of the whole text. Milliseconds; drawing is not in them. Numbers hold for this machine at this moment.
 */
import { join } from 'node:path'
import { readSeedPrograms } from '../src/cli/readSeedPrograms'
import { runProgram } from '../src/core/dsl/eval/interpreter'
import { DEFAULT_BUDGET } from '../src/core/dsl/meter'
import type { Program } from '../src/core/dsl/syntax/ast'
import { buildProgram, partsOf, type StatementParts } from '../src/core/dsl/syntax/build'
import { printProgram } from '../src/core/dsl/syntax/printer'
import { isGrid } from '../src/core/dsl/value'
import type { Grid } from '../src/core/grid/grid'
import { Rng } from '../src/core/util/rng'
import { completionsAt } from '../src/renderer/src/language/complete'
import { quickFixesIn } from '../src/renderer/src/language/quickFixes'
import { evaluateProgram } from '../src/renderer/src/program/evaluateProgram'
import type { EvaluationReply, GridPair } from '../src/renderer/src/program/messages'
import { summary } from './summary'

const STARTER = join(import.meta.dirname, '../resources/starter')
const optionOf = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(name)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}
const now = (): number => performance.now()
const read = await readSeedPrograms(
  optionOf('--seeds', join(STARTER, 'seeds')),
  optionOf('--tasks', join(STARTER, 'training')),
)
if (!read.ok) {
  console.error(`${read.error.where ?? ''}: ${read.error.message}`)
  process.exit(2)
}
const edits = Number(optionOf('--edits', '5'))
const wantedLines = Number(optionOf('--lines', '0'))
const rng = Rng.fromSeed(1)

/** `first`, and after it others that still give a grid for the input, until there are enough lines. */
function strungTogether(first: Program, others: readonly Program[], input: Grid): Program {
  let whole = first
  for (const other of others) {
    if (whole.statements.length >= wantedLines) break
    const longer = joined(whole, other)
    const outcome = runProgram(longer, input, DEFAULT_BUDGET)
    if (outcome.kind === 'value' && isGrid(outcome.value)) whole = longer
  }
  return whole
}

/** The second program on the output of the first. */
function joined(first: Program, second: Program): Program {
  const lines: StatementParts[] = []
  for (const program of [first, second]) {
    const names = new Map<string, string>()
    const input = lines[lines.length - 1]?.target
    if (input) names.set('I', input)
    for (const { target, callee, args } of program.statements.map(partsOf)) {
      const given = args.map((arg) => names.get(arg) ?? arg)
      const called = callee === null ? null : (names.get(callee) ?? callee)
      names.set(target, `x${lines.length + 1}`)
      lines.push({ target: `x${lines.length + 1}`, callee: called, args: given })
    }
  }
  const last = lines[lines.length - 1]
  return buildProgram(last ? [...lines.slice(0, -1), { ...last, target: 'O' }] : [])
}

/** Names of a program's right-hand sides: each is a place where somebody types. */
const placesIn = (text: string): { start: number; end: number }[] =>
  [...text.matchAll(/(?<=[=(,] ?)[A-Za-z_]\w*/g)].map(({ index, 0: name }) => ({
    start: index,
    end: index + name.length,
  }))

const times: Record<'results' | 'messages' | 'completion' | 'fixes', number[]> = {
  results: [],
  messages: [],
  completion: [],
  fixes: [],
}
let lines = 0
let evaluations = 0

function evaluate(text: string, pairs: readonly GridPair[]): void {
  const replies: EvaluationReply[] = []
  const start = now()
  evaluateProgram({ id: 1, text, pairs, tracePair: 0 }, now, (reply) => replies.push(reply))
  times.results.push(now() - start)
  const copied = now()
  structuredClone(replies)
  times.messages.push(now() - copied)
  evaluations++
}

const all = read.value.seeds.map(({ program }) => program)
for (const [k, { task, program: seed }] of read.value.seeds.entries()) {
  const input = task.train[0]?.input
  const program = input ? strungTogether(seed, [...all.slice(k + 1), ...all.slice(0, k)], input) : seed
  const text = printProgram(program)
  const pairs = [...task.train, ...task.test].map(({ input, output }) => ({
    input: input.toRows(),
    output: output.toRows(),
  }))
  const places = placesIn(text)
  lines += program.statements.length
  evaluate(text, pairs) // the program as it is opened
  for (let k = 0; k < edits; k++) {
    const { start, end } = places[rng.int(places.length)] ?? { start: 0, end: 0 }
    const cut = text.slice(0, start) + text.slice(end)
    evaluate(cut, pairs) // a name gone ...
    const before = now()
    const { items } = completionsAt(cut, start)
    times.completion.push(now() - before)
    const chosen = items[rng.int(Math.min(5, items.length))]?.label ?? ''
    const changed = text.slice(0, start) + chosen + text.slice(end)
    evaluate(changed, pairs) // ... and another one there
    const checked = now()
    quickFixesIn(changed, 0, changed.length)
    times.fixes.push(now() - checked)
  }
}

const report = {
  programs: read.value.seeds.length,
  linesPerProgram: Number((lines / Math.max(1, read.value.seeds.length)).toFixed(1)),
  evaluations,
  ...Object.fromEntries(Object.entries(times).map(([name, values]) => [name, summary(values, 2)])),
}
console.log(JSON.stringify(report, null, 2))
