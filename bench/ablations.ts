/**
 * What parts of the method are worth: `npx tsx bench/ablations.ts --seeds 1,2,3 --variants "whole;a2;a3;grammar=on" --out FILE`
 * after `npm run build`.
 *
 * Every variant (an ablation's name, settings `key=value,key=value`, both with a comma between, or `whole`) of `--preset`
 * with every seed, one `codeit run` after the other in `--workspace` (where imported tasks and seeds are; else one of its own
 * with the starter pack). `--set` holds for all of them. Each finished run is a line of FILE, and what stands there is not
 * run again. Prints, for the last meta-iteration, mean and sample deviation over the seeds. Figures other than seconds do not
 * depend on the machine.
 */
import { spawn } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { spreadOf } from '../src/core/analysis/compareRuns'
import { ABLATIONS } from '../src/core/loop/presets'

const { values } = parseArgs({
  options: {
    preset: { type: 'string', default: 'quick-start' },
    seeds: { type: 'string', default: '1,2,3' },
    variants: { type: 'string', default: ['whole', ...ABLATIONS.map(({ id }) => id)].join(';') },
    set: { type: 'string', multiple: true, default: [] },
    workspace: { type: 'string' },
    out: { type: 'string', default: 'ablations.jsonl' },
  },
})

const finishedRun = z.object({
  preset: z.string(),
  variant: z.string(),
  settings: z.string(),
  seed: z.number(),
  seconds: z.number(),
  iterations: z.number(),
  solved: z.record(z.string(), z.number()),
  shares: z.array(z.record(z.string(), z.number())),
})
type FinishedRun = z.infer<typeof finishedRun>

const { preset, out } = values
const settings = values.set.join(',')
const variants = values.variants.split(';')
const seeds = values.seeds.split(',').map(Number)
const workspace = values.workspace ?? (await mkdtemp(join(tmpdir(), 'codeit-ablations-')))
const runs = await readRuns(out)
try {
  for (const variant of variants) {
    for (const seed of seeds) {
      if (runs.some((run) => isSame(run, variant, seed))) continue
      const run = { preset, variant, settings, seed, ...(await runOnce(variant, seed)) }
      await appendFile(out, `${JSON.stringify(run)}\n`)
      runs.push(finishedRun.parse(run))
    }
  }
} finally {
  if (values.workspace === undefined) await rm(workspace, { recursive: true, force: true })
}

console.log(
  '| variant | valid samples % | solving samples % | by this policy | by policy | by search | by mutants | by all | minutes |',
)
console.log(`|${' --- |'.repeat(9)}`)
for (const variant of variants) {
  const own = runs.filter((run) => seeds.some((seed) => isSame(run, variant, seed)))
  const spread = (figure: (run: FinishedRun) => number, digits: number): string => {
    const { mean, deviation } = spreadOf(own.map(figure))
    return `${mean.toFixed(digits)}${deviation === null ? '' : ` ± ${deviation.toFixed(digits)}`}`
  }
  const share = (name: string) => (run: FinishedRun) => 100 * (run.shares.at(-1)?.[name] ?? 0)
  const solved = (name: string) => (run: FinishedRun) => run.solved[name] ?? 0
  const columns = [
    variant,
    spread(share('valid'), 1),
    spread(share('solved'), 2),
    ...['policyOnly', 'policy', 'search', 'mutation', 'total'].map((name) => spread(solved(name), 1)),
    spread(({ seconds }) => seconds / 60, 1),
  ]
  console.log(`| ${columns.join(' | ')} |`)
}

function isSame(run: FinishedRun, variant: string, seed: number): boolean {
  return run.preset === preset && run.settings === settings && run.variant === variant && run.seed === seed
}

async function readRuns(file: string): Promise<FinishedRun[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
    return lines.map((line) => finishedRun.parse(JSON.parse(line)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** One `codeit run`; what it says last. */
async function runOnce(variant: string, seed: number): Promise<Record<string, unknown>> {
  const parts = variant.split(',').filter((part) => part !== 'whole')
  const ablation = parts.find((part) => ABLATIONS.some(({ id }) => id === part))
  const changes = [...values.set, ...parts.filter((part) => part !== ablation), `seed=${seed}`]
  const args = ['run', '--workspace', workspace, '--json', '--preset', ablation ? `${preset}/${ablation}` : preset]
  args.push('--name', `${variant}, seed ${seed}`, ...changes.flatMap((change) => ['--set', change]))
  const codeit = join(import.meta.dirname, '../bin/codeit.mjs')
  const child = spawn(process.execPath, [codeit, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`${variant}, seed ${seed}: codeit run ended with ${code}\n${printed.slice(-2000)}`)
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>
}
