/**
 * Random programs, compiled against interpreted, and random texts through parser, checker and printer:
 * `node --expose-gc --import tsx bench/fuzz.ts [--programs N] [--texts N] [--seed S]`.
 * Ends with 1 on any difference, exception, run longer than SLOW_RUN_MS, slow text or growing memory.
 */
import { parseArgs } from 'node:util'
import { printProgram } from '../src/core/dsl/syntax/printer'
import { Rng } from '../src/core/util/rng'
import { describeCase, fuzzProgram, fuzzText, type CaseReport, type TextReport } from '../test/fuzz/fuzzRun'
import { readStarterPrograms } from '../test/fuzz/starterPrograms'

const SLOW_RUN_MS = 2000
const SLOW_TEXT_MS = 1000
/** How much more memory may be in use at the end than after a tenth of the work. */
const HEAP_GROWTH_MB = 8
const MOST_SHOWN = 20

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '20000' },
    texts: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
})
const [programCount, textCount, seed] = [Number(values.programs), Number(values.texts), Number(values.seed)]
const rng = Rng.fromSeed(seed, 'fuzz')
const { texts, parents } = readStarterPrograms()
let findings = 0

function show(title: string, text: string): void {
  findings++
  if (findings <= MOST_SHOWN) console.log(`\n== ${title}\n${text}`)
}

/** Megabytes in use after a collection. */
function heapMb(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

/** Does `work` for 0 ... count - 1, with a progress line and the memory at 10 % and at the end. */
function repeat(name: string, count: number, work: (k: number) => void): void {
  const start = performance.now()
  let early = 0
  for (let k = 0; k < count; k++) {
    work(k)
    if (k === Math.floor(count / 10)) early = heapMb()
    if (k % 1000 === 999) process.stderr.write(`\r${name} ${k + 1}/${count}, ${findings} findings `)
  }
  const late = heapMb()
  const seconds = (performance.now() - start) / 1000
  console.log(`\n${count} ${name} in ${seconds.toFixed(0)} s (${(count / seconds).toFixed(0)} a second)`)
  console.log(`memory in use at 10 %: ${early.toFixed(1)} MB, at the end: ${late.toFixed(1)} MB`)
  if (count >= 1000 && late - early > HEAP_GROWTH_MB)
    show('memory grows', `${early.toFixed(1)} -> ${late.toFixed(1)} MB`)
}

const tally = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `  ${String(count).padStart(9)}  ${key}`)
    .join('\n')

function fuzzPrograms(): void {
  const outcomes = new Map<string, number>()
  const kinds = new Map<string, number>()
  let slowest: CaseReport | null = null
  repeat('programs', programCount, (k) => {
    let isFirst = true
    fuzzProgram(rng.fork('program').fork(k), parents, (done) => {
      tally(outcomes, done.code)
      if (isFirst) tally(kinds, done.kind)
      isFirst = false
      if (slowest === null || done.ms > slowest.ms) slowest = done
      if (done.finding) show(`program ${k}: ${done.finding.what}`, describeCase(done.finding))
      if (done.ms > SLOW_RUN_MS) show(`program ${k}: ${done.ms.toFixed(0)} ms, ${done.steps} steps`, describeCase(done))
    })
  })
  console.log(`programs by kind\n${listed(kinds)}\nruns by outcome\n${listed(outcomes)}`)
  const last = slowest as CaseReport | null
  if (last) console.log(`slowest run: ${last.ms.toFixed(1)} ms, ${last.steps} steps\n${printProgram(last.program)}`)
}

function fuzzTexts(): void {
  const kinds = new Map<string, number>()
  let slowest: TextReport | null = null
  repeat('texts', textCount, (k) => {
    const done = fuzzText(rng.fork('text').fork(k), texts)
    tally(kinds, done.kind)
    if (slowest === null || done.ms > slowest.ms) slowest = done
    const shown = `${JSON.stringify(done.text.slice(0, 400))} (${done.text.length} characters)`
    if (done.fault !== null) show(`text ${k}: ${done.fault}`, shown)
    if (done.ms > SLOW_TEXT_MS) show(`text ${k}: ${done.ms.toFixed(0)} ms`, shown)
  })
  console.log(`texts by kind\n${listed(kinds)}`)
  const last = slowest as TextReport | null
  if (last) console.log(`slowest text: ${last.ms.toFixed(1)} ms, ${last.kind}, ${last.text.length} characters`)
}

fuzzPrograms()
fuzzTexts()
console.log(findings === 0 ? 'no findings' : `${findings} findings`)
process.exitCode = findings === 0 ? 0 : 1
