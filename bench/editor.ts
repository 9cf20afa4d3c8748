/**
 * What an edit in the program editor costs: `npx tsx bench/editor.ts [--seeds PATH --tasks DIR] [--edits N]`, by default
 * with the programs of the starter pack. PATH is a solvers.py, a folder of program files or one such file, DIR the folder
 * or zip of their tasks.
 *
 * For each program some arguments and callees are changed as typing does, and each text is evaluated as the editor's
 * worker does it. `results`: from the edit to the results on all pairs, the trace of every line included; `messages`:
 * those results copied as a worker's messages are; `completion`: the list of names at the place of the edit; `fixes`: the
 * quick fixes of the whole text. Milliseconds; drawing is not in them. Numbers hold for this machine at this moment.
 */
import { join } from 'node:path'
import { readSeedPrograms } from '../src/cli/readSeedPrograms'
import { printProgram } from '../src/core/dsl/syntax/printer'
import { Rng } from '../src/core/util/rng'
import { completionsAt } from '../src/renderer/src/language/complete'
import { quickFixesIn } from '../src/renderer/src/language/quickFixes'
import { evaluateProgram } from '../src/renderer/src/program/evaluateProgram'
import type { EvaluationReply, GridPair } from '../src/renderer/src/program/messages'

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
const rng = Rng.fromSeed(1)

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

for (const { task, program } of read.value.seeds) {
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

function summary(values: number[]): Record<'median' | 'p95' | 'max', number> {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2))
  return { median: at(0.5), p95: at(0.95), max: at(1) }
}

const report = {
  programs: read.value.seeds.length,
  linesPerProgram: Number((lines / Math.max(1, read.value.seeds.length)).toFixed(1)),
  evaluations,
  ...Object.fromEntries(Object.entries(times).map(([name, values]) => [name, summary(values)])),
}
console.log(JSON.stringify(report, null, 2))
