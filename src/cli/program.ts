import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { DEVICES } from '../core/loop/config'
import { findPreset, PRESET_NAMES, QUICK_START } from '../core/loop/presets'
import type { MutationSettings } from '../core/mutate/mutateProgram'
import { DEFAULT_WEIGHTS_TEXT, readMutationSettings } from '../core/mutate/readMutationSettings'
import { err, formatProblem } from '../core/util/result'
import { benchInterpreterCommand, type BenchInterpreterOptions } from './commands/bench'
import { benchGenerateCommand, benchTrainCommand, type BenchPolicyOptions } from './commands/benchPolicy'
import { benchBatchCommand, type BenchBatchOptions } from './commands/benchBatch'
import { benchReplayCommand, type BenchReplayOptions } from './commands/benchReplay'
import { check } from './commands/check'
import { conformance } from './commands/conformance'
import { demo, type DemoOptions } from './commands/demo'
import { exec, type ExecOptions } from './commands/exec'
import { exportPolicy } from './commands/exportPolicy'
import { exportRun, type ExportRunOptions } from './commands/exportRun'
import { exportSeeds, type ExportSeedsOptions } from './commands/exportSeeds'
import { importArc, type ImportArcOptions } from './commands/importArc'
import { importPolicy, type ImportPolicyOptions } from './commands/importPolicy'
import { importSeeds } from './commands/importSeeds'
import { mutate, type MutateOptions } from './commands/mutate'
import { parity, type ParityOptions } from './commands/parity'
import { replaySeeds } from './commands/replaySeeds'
import { run, type RunOptions } from './commands/run'
import { search, type SearchCommandOptions } from './commands/search'
import { serve } from './commands/serve'
import { PROGRAM_FORMATS } from '../node/data/writePrograms'
import { DEFAULT_MODELS, MODEL_SHAPES } from './bench/modelShapes'
import type { CliContext, CommonOptions } from './context'
import { refused, type Finished } from './finished'

/** Runs one command line (without `node codeit`); resolves to its exit code. Never rejects for wrong usage. */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<number> {
  let code = 0
  const finish = (finished: Finished, options: CommonOptions): void => {
    if (finished.problem) context.output.problem(finished.problem)
    if (options.json) context.output.line(JSON.stringify(finished.json))
    code = finished.code
  }
  const program = buildProgram(context, finish, (exitCode) => (code = exitCode))
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0 // --help, --version
    // with no command at all commander shows the whole help; one line is our contract
    const message = error.code === 'commander.help' ? 'a command is missing' : error.message.replace(/^error: /, '')
    const usage = usageOf(error.code === 'commander.unknownCommand' ? [] : args)
    finish(refused(err('usage', message, undefined, usage).error), { json: args.includes('--json') })
  }
  return code
}

const usageOf = (args: readonly string[]): string => {
  const known = ['import', 'export', 'bench'].includes(args[0] ?? '') ? args.slice(0, 2) : args.slice(0, 1)
  const words = known.filter((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'))
  return ['see codeit', ...words, '--help'].join(' ')
}

function buildProgram(
  context: CliContext,
  finish: (finished: Finished, options: CommonOptions) => void,
  exitWith: (code: number) => void,
): Command {
  const program = new Command('codeit')
    .description('CodeIt Workbench: self-improving program synthesis on ARC')
    .version(context.directories.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.output.line(text.trimEnd()), writeErr: () => undefined })
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 the work failed or falls short, 2 wrong usage or unreadable input.',
    )

  /** A command with the options that every command takes. */
  const add = (parent: Command, usage: string, summary: string): Command =>
    parent
      .command(usage)
      .description(summary)
      .option('--workspace <dir>', "the workspace's folder (default: in your data folder)")
      .option('--json', 'print one JSON object as the last line')

  add(program, 'serve', 'headless host: the workbench at a loopback address')
    .option('--port <n>', 'port to listen on; 0 is any free one', wholeNumber(0, 65_535), 0)
    .action(async (options: CommonOptions & { port: number }) => exitWith(await serve(context, options)))

  add(program, 'demo', 'Quick start experiment on the starter pack')
    .option('--seed <n>', 'everything random derives from it', wholeNumber(0, 2 ** 31 - 1))
    .action(async (options: DemoOptions) => finish(await demo(context, options), options))

  const imports = program.command('import').description('tasks, seeds or a policy into the workspace')
  add(imports, 'arc <path>', 'folder or zip of ARC JSON')
    .option('--name <name>', 'name of the data set')
    .addOption(new Option('--split <split>', 'for a flat folder').choices(['training', 'evaluation']))
    .action(async (path: string, options: ImportArcOptions) => finish(await importArc(context, path, options), options))
  add(imports, 'seeds <path>', 'solvers.py, a folder of programs, or one program').action(
    async (path: string, options: CommonOptions) => finish(await importSeeds(context, path, options), options),
  )
  add(imports, 'policy <path>', 'a CodeT5, CodeT5+ or T5 checkpoint folder')
    .option('--name <name>', "name of the policy (default: the folder's)")
    .action(async (path: string, options: ImportPolicyOptions) =>
      finish(await importPolicy(context, path, options), options),
    )

  const exports = program.command('export').description('what the workbench made, for other programs')
  add(exports, 'seeds <path>', 'the program kept for each task, as a solvers.py or a folder of files')
    .addOption(new Option('--format <format>', 'default: solvers where the path ends in .py').choices(PROGRAM_FORMATS))
    .option('--from <name>', 'only this data set, or one split of it (name/split)')
    .action(async (path: string, options: ExportSeedsOptions) =>
      finish(await exportSeeds(context, path, options), options),
    )
  add(exports, 'run <id> <dir>', 'a run as CSV, Parquet, programs and submission JSON, in a new folder')
    .option('--attempts <n>', 'for each test input, in the submission', wholeNumber(1, 3), 2)
    .action(async (id: string, directory: string, options: ExportRunOptions) =>
      finish(await exportRun(context, id, directory, options), options),
    )
  add(exports, 'policy <name> <dir>', 'an imported policy as safetensors, as transformers opens it').action(
    async (name: string, directory: string, options: CommonOptions) =>
      finish(await exportPolicy(context, name, directory, options), options),
  )

  add(program, 'exec <program> <task>', "run one program on a task's pairs")
    .option('--trace', 'show the value, time and size of every line')
    .action(async (file: string, task: string, options: ExecOptions) =>
      finish(await exec(context, file, task, options), options),
    )

  add(program, 'check <program>', 'diagnostics as file:line:col code message').action(
    async (file: string, options: CommonOptions) => finish(await check(context, file), options),
  )

  add(program, 'conformance <file>', 'recorded primitive behaviour, JSON lines').action(
    async (file: string, options: CommonOptions) => finish(await conformance(context, file), options),
  )

  const device = (): Option => new Option('--device <name>', 'execution provider').choices(DEVICES).default('cpu')
  add(program, 'parity <dir>', "the policy against PyTorch's recorded numbers")
    .addOption(device())
    .action(async (directory: string, options: ParityOptions) =>
      finish(await parity(context, directory, options), options),
    )

  add(program, 'replay-seeds <seeds> <tasks>', 'every seed on every pair of the task of its name').action(
    async (seeds: string, tasks: string, options: CommonOptions) =>
      finish(await replaySeeds(context, seeds, tasks), options),
  )

  add(program, 'mutate', 'the mutation engine alone; one JSON line per mutant')
    .requiredOption('--seeds <path>', 'solvers.py, a folder of programs, or one program')
    .requiredOption('--tasks <dir>', 'folder or zip of ARC tasks named as the seeds')
    .requiredOption('--count <n>', 'mutants to make', wholeNumber(1, 10_000_000))
    .requiredOption('--seed <n>', 'everything random derives from it', wholeNumber(0, 2 ** 31 - 1))
    .requiredOption('--out <file>', 'JSON lines: program, parent, operator, task, before, after, generation')
    .addOption(
      new Option('--mode <mode>', 'd1 changes the seeds only, dInf mutants too').choices(['d1', 'dInf']).default('d1'),
    )
    .option(
      '--workers <n>',
      'threads; the mutants are the same at any number (default: one a core)',
      wholeNumber(1, 256),
    )
    .option('--weights <list>', `how often what is drawn (default: ${DEFAULT_WEIGHTS_TEXT})`, mutationSettings)
    .action(async (options: MutateOptions) => finish(await mutate(context, options), options))

  add(program, 'search', 'programs on every task of a folder; without --programs, mutants and enumeration')
    .requiredOption('--tasks <dir>', 'folder or zip of ARC tasks')
    .option('--programs <file>', "JSON lines (as 'mutate' writes), solvers.py, a folder of programs, or one program")
    .option('--seeds <path>', "what is mutated and learned from, instead of the starter pack's; with --seed-tasks")
    .option('--seed-tasks <dir>', 'folder or zip of ARC tasks named as the seeds')
    .option('--budget <seconds>', 'time for each task, of one core', wholeNumber(1, 86_400), 10)
    .option('--mutants <n>', 'how many (default: 20,000 for each second of the budget)', wholeNumber(0, 10_000_000))
    .option('--seed <n>', 'everything random derives from it', wholeNumber(0, 2 ** 31 - 1), 17)
    .option('--workers <n>', 'threads (default: one for each core)', wholeNumber(1, 256))
    .option('--out <file>', 'the whole report as JSON: attempts, time and source of each task')
    .action(async (options: SearchCommandOptions) => finish(await search(context, options), options))

  add(program, 'run', 'an experiment; prints its id first')
    .addOption(
      new Option('--preset <name>', `where its settings start: ${PRESET_NAMES}`)
        .argParser(presetName)
        .default(QUICK_START.id),
    )
    .option('--set <key=value>', 'change a setting; may be given often', keyValue, [])
    .option('--name <name>', 'how the window lists it')
    .addOption(
      new Option('--resume <id>', 'go on with this experiment from its last checkpoint').conflicts([
        'preset',
        'set',
        'name',
      ]),
    )
    .action(async (options: RunOptions) => finish(await run(context, options), options))

  const benches = program.command('bench').description('figures of speed, as a table and JSON')
  add(benches, 'interpreter', 'programs a second, costs of primitives, slowest programs')
    .option('--seeds <path>', "programs to run instead of the starter pack's; with --tasks")
    .option('--tasks <dir>', 'folder or zip of the tasks named as the programs')
    .option('--seconds <n>', 'how long to measure', wholeNumber(1, 3600), 8)
    .option('--write-baseline <file>', 'keep the figures as a baseline')
    .action(async (options: BenchInterpreterOptions) =>
      finish(await benchInterpreterCommand(context, options), options),
    )

  for (const [name, summary, command] of [
    ['train', 'training tokens a second', benchTrainCommand],
    ['generate', 'sampling tokens a second', benchGenerateCommand],
  ] as const) {
    add(benches, name, `${summary}, of policies of several shapes`)
      .option('--models <names>', `of ${[...MODEL_SHAPES.keys()].join(', ')}`, modelNames, DEFAULT_MODELS)
      .option('--threads <n>', 'threads of the policy', wholeNumber(1, 256), 2)
      .addOption(device())
      .option('--seconds <n>', 'how long to measure each', wholeNumber(1, 3600), 10)
      .action(async (options: BenchPolicyOptions) => finish(await command(context, options), options))
  }

  add(benches, 'batch', 'program-task pairs a second, beside the plain interpreter, which must say the same')
    .option('--programs <file>', "JSON lines (as 'mutate' writes), solvers.py, a folder of programs, or one program")
    .option('--tasks <dir>', "folder or zip of ARC tasks (default: the starter pack's)")
    .option('--mutants <n>', "of the starter pack's seeds, without --programs", wholeNumber(0, 1_000_000), 3000)
    .option('--sample <n>', 'pairs for the plain interpreter', wholeNumber(1, 100_000_000), 20_000)
    .action(async (options: BenchBatchOptions) => finish(await benchBatchCommand(context, options), options))

  add(benches, 'replay', 'the replay browser, drawing and memory at many rows')
    .option('--rows <n>', 'experiences in the buffer', wholeNumber(1, 100_000_000), 1_000_000)
    .action(async (options: BenchReplayOptions) => finish(await benchReplayCommand(context, options), options))

  return program
}

function modelNames(text: string): readonly string[] {
  const names = text.split(',')
  const unknown = names.find((name) => !MODEL_SHAPES.has(name))
  if (unknown === undefined) return names
  throw new InvalidArgumentError(`'${unknown}' is none of ${[...MODEL_SHAPES.keys()].join(', ')}.`)
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`)
  }
}

function mutationSettings(text: string): MutationSettings {
  const settings = readMutationSettings(text)
  if (settings.ok) return settings.value
  throw new InvalidArgumentError(`${formatProblem(settings.error)}.`)
}

function presetName(text: string): string {
  if (!findPreset(text)) throw new InvalidArgumentError(`there are ${PRESET_NAMES}.`)
  return text
}

function keyValue(text: string, before: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('key=value is needed.')
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}
