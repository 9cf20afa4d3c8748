import { canonicalProgram } from '../dsl/syntax/canonical'
import { printProgram } from '../dsl/syntax/printer'
import { mutateSeedsSteps, type Mutant } from '../mutate/mutateSeeds'
import { seedsOf } from '../mutate/seedsOf'
import type { NearMiss } from '../policy/encodeNearMiss'
import { compactLanguage, type PolicyLanguage } from '../policy/policyLanguage'
import type { EncodedTask, SampleOptions } from '../policy/policyPort'
import type { Candidate, NewExperience, Source } from '../replay/experience'
import type { Task } from '../task/task'
import type { Rng } from '../util/rng'
import {
  askFor,
  distinctPrograms,
  refiningNews,
  sampleCounts,
  type Asked,
  type Drawing,
  type DrawnProgram,
} from './drawing'
import { budgetOf } from './executeProgram'
import { reportOf, type Lesson } from './iterationReport'
import { lessonsOf } from './lessons'
import type { Execution, ExperimentPorts } from './ports'
import { mutateNearMisses } from './mutateNearMisses'
import { Progress, type Plan } from './progress'
import { experienceOf, experienceOfMutant } from './relabel'
import { ReplayBuffer } from './replayBuffer'
import { learningRateAt, plannedDraw } from './schedule'
import { Scoreboard } from './scoreboard'

/**
 * The CodeIt loop (Butt et al., ICML 2024), all of it:
 *
 *   mutate and search once; then per meta-iteration: learn -> sample -> execute -> relabel -> score -> search -> checkpoint
 *
 * Data flows one way: task -> features -> tokens -> samples -> programs -> executions -> experiences -> batches -> weights.
 * Everything random derives from `rng` by name (iteration, stage, task), so a run that resumes from a checkpoint does
 * what the uninterrupted run would have done.
 */
export async function runExperiment(
  ports: ExperimentPorts,
  options: { readonly resume: boolean },
): Promise<'finished' | 'stopped'> {
  const { config, store, checkpoints, policy, gate, emit } = ports
  const run = newRun(ports)

  const checkpoint = options.resume ? await checkpoints.latest() : null
  if (checkpoint) {
    await policy.load(checkpoint.policy)
    await store.truncateAfter(checkpoint.iteration)
    await recall(run)
  } else {
    await store.truncateAfter(-1)
    if (!(await mutate(run))) return 'stopped'
    if (!(await search(run, 0))) return 'stopped'
    await checkpoints.save(0, await policy.save())
  }

  for (let iteration = (checkpoint?.iteration ?? 0) + 1; iteration <= config.metaIterations; iteration++) {
    const rng = ports.rng.fork(`iteration-${iteration}`)

    const lesson = await learn(run, iteration, rng.fork('learn'))
    if (!lesson) return 'stopped'
    const drawing = await sample(run, iteration, rng.fork('sample'))
    if (!drawing) return 'stopped'
    const executions = await execute(run, iteration, drawing)
    if (!executions) return 'stopped'
    const added = await relabel(run, iteration, drawing, executions)
    const candidates = await score(run, iteration, executions)
    if (!(await search(run, iteration))) return 'stopped'

    const experiences = await store.count()
    const counts = { added, experiences }
    await emit({ kind: 'iteration', report: reportOf(run, iteration, lesson, drawing, executions, candidates, counts) })
    run.progress.begin('checkpoint', iteration)
    await store.countDraws(iteration, lesson.drawn)
    await checkpoints.save(iteration, await policy.save())
    run.progress.end()
    if (!(await gate())) return iteration === config.metaIterations ? 'finished' : 'stopped'
  }
  return 'finished'
}

/** What a run knows beside its ports. */
interface Run extends ExperimentPorts {
  readonly language: PolicyLanguage
  readonly progress: Progress
  readonly scoreboard: Scoreboard
  readonly tasks: ReadonlyMap<string, Task>
  /** encoder input of each evaluation task */
  readonly encoded: ReadonlyMap<string, EncodedTask>
  readonly buffer: ReplayBuffer
  /** optimiser steps so far */
  step: number
  executionsPerSecond: number
}

/** Samples are run and scored in portions: between them the run can pause, stop and report. */
const TASKS_PER_PORTION = 8
const EXECUTIONS_PER_PORTION = 2000
/** Tasks on which seeds and mutants are tried between two looks at the gate. */
const TASKS_TOGETHER = 16

function newRun(ports: ExperimentPorts): Run {
  const { config, evaluationTasks, seeds } = ports
  const language = ports.language ?? compactLanguage(ports.policy.shape)
  const programs = seeds.length + config.mutants
  const plan = (iteration: number): Plan => ({
    mutate: iteration === 0 ? config.mutants : 0,
    learn: iteration === 0 ? 0 : Math.ceil(plannedDraw(config, iteration) / config.batchSize),
    sample: iteration === 0 ? 0 : evaluationTasks.length,
    execute: evaluationTasks.length * (iteration === 0 ? programs : config.samplesPerTask),
    relabel: 1,
    score: 1,
    search: iteration === 0 && searches(config) ? evaluationTasks.length : 0,
    checkpoint: 1,
  })
  const plans = Array.from({ length: config.metaIterations + 1 }, (_, iteration) => plan(iteration))
  return {
    ...ports,
    language,
    progress: new Progress(plans, ports.clock, ports.emit),
    scoreboard: new Scoreboard(),
    tasks: new Map([...ports.trainingTasks, ...evaluationTasks].map((task) => [task.id, task])),
    encoded: new Map(evaluationTasks.map((task) => [task.id, language.encodeTask(demosOf(task, config))])),
    buffer: new ReplayBuffer(ports.store, config),
    step: 0,
    executionsPerSecond: 0,
  }
}

/** After a resume: the scoreboard and counters as the store has them. */
async function recall(run: Run): Promise<void> {
  run.scoreboard.add(await run.store.candidates())
  run.scoreboard.remember(await run.solvedBefore())
  run.step = (await run.store.metrics()).reduce(
    (step, metric) => (metric.name === 'loss' ? Math.max(step, metric.step) : step),
    0,
  )
}

/** Before the first meta-iteration: seeds and their mutants fill the buffer, and are tried on the evaluation tasks. */
async function mutate(run: Run): Promise<boolean> {
  const { config, trainingTasks, progress, rng } = run
  const budget = budgetOf(config)
  const seeds = seedsOf(trainingTasks, run.seeds)
  const seedPrograms = seeds.map((seed) => printProgram(canonicalProgram(seed.program)))

  progress.begin('mutate', 0, `${seeds.length} seeds`)
  const mutants: Mutant[] = []
  for (const { mutant, tried } of mutateSeedsSteps({
    seeds,
    count: config.mutants,
    mode: config.mutationMode,
    rng: rng.fork('mutate'),
    budget,
  })) {
    if (mutant) mutants.push(mutant)
    progress.advance(mutants.length)
    if (tried % 100 === 0 && !(await run.gate())) return false
  }
  progress.end()

  const requests = seeds.map(({ task }, k) => ({ taskId: task.id, program: seedPrograms[k] as string }))
  const experiences = (await run.executor.execute(requests)).flatMap((seed) => relabelled(run, 0, 'seed', seed))
  for (const mutant of mutants) experiences.push(experienceOfMutant(config, 0, 'mutation', mutant))
  await run.buffer.add(experiences)

  // the baseline that the policy has to beat: every seed and mutant on every evaluation task
  const programs = [...seedPrograms, ...mutants.map((mutant) => mutant.text)]
  progress.begin('execute', 0, 'seeds and mutants on the evaluation tasks')
  for (let from = 0; from < run.evaluationTasks.length; from += TASKS_TOGETHER) {
    const taskIds = run.evaluationTasks.slice(from, from + TASKS_TOGETHER).map(({ id }) => id)
    const matching = await run.searcher.match(taskIds, programs)
    for (const [source, isOf] of [
      ['seed', (place: number) => place < seedPrograms.length],
      ['mutation', (place: number) => place >= seedPrograms.length],
    ] as const) {
      const requests = taskIds.flatMap((taskId, k) =>
        (matching[k] ?? []).filter(isOf).map((place) => ({ taskId, program: programs[place] as string })),
      )
      await keepCandidates(run, 0, source, await run.executor.execute(requests))
    }
    const matches = taskIds.flatMap((taskId) =>
      bestKnown(run, taskId, config.matchesKept).map((program) => ({ taskId, program })),
    )
    const executions = await run.executor.execute(matches)
    await run.buffer.add(executions.flatMap((execution) => relabelled(run, 0, 'search', execution)))
    progress.advance((from + taskIds.length) * programs.length)
    if (!(await run.gate())) return false
  }
  progress.end()
  return true
}

/**
 * Draws experiences from the replay buffer, by priority and without replacement, and trains one epoch on them; with
 * `refinement` a share of them beside another program of their task.
 */
async function learn(run: Run, iteration: number, rng: Rng): Promise<Lesson | null> {
  const { config, store, policy, progress } = run
  const { ids: order, evicted, edits } = await run.buffer.drawLesson(iteration, rng)
  const tell = (message: string): Promise<void> | void => run.emit({ kind: 'log', level: 'info', message })
  if (evicted > 0) await tell(`meta-iteration ${iteration}: the replay buffer was full, ${evicted} experiences left it`)
  if (edits > 0) await tell(`meta-iteration ${iteration}: heeds ${edits} edits of the replay buffer made by hand`)

  progress.begin('learn', iteration, `${order.length} experiences`)
  const startedAt = run.clock.now()
  let lossSum = 0
  let steps = 0
  let tokens = 0
  for await (const experiences of run.buffer.batches(order, rng.fork('neighbours'))) {
    if (!(await run.gate())) return null
    const batch = await lessonsOf(run, experiences, rng.fork(`vary-${steps}`))
    if (batch.length === 0) continue
    const learnt = await policy.learn(batch, {
      learningRate: learningRateAt(config, iteration, run.step),
      weightDecay: config.weightDecay,
      clipNorm: config.clipNorm,
    })
    run.step++
    steps++
    tokens += learnt.tokens
    lossSum += learnt.loss
    await store.addMetrics([{ iteration, name: 'loss', step: run.step, value: learnt.loss }])
    await run.emit({ kind: 'loss', iteration, step: run.step, value: learnt.loss })
    progress.advance(steps, `loss ${learnt.loss.toFixed(3)}`)
  }
  progress.end()
  const seconds = Math.max(1e-3, (run.clock.now() - startedAt) / 1000)
  return { loss: steps ? lossSum / steps : NaN, drawn: order, tokensPerSecond: tokens / seconds }
}

/**
 * Samples programs from the policy for every evaluation task; it sees the demonstrations only, and with `refinement` for some
 * samples of an open task a near miss with what it gives on them.
 */
async function sample(run: Run, iteration: number, rng: Rng): Promise<Drawing | null> {
  const { config, policy, language, progress, evaluationTasks } = run
  const { temperature, topK, topP, grammar, maxTokens } = config
  const { programVocabulary } = language
  const options: SampleOptions = {
    temperature,
    topK,
    topP,
    grammar,
    maxTokens,
    ...(programVocabulary ? { programVocabulary } : {}),
  }
  progress.begin('sample', iteration)
  const startedAt = run.clock.now()
  const distinct: DrawnProgram[] = []
  const refining = { samples: 0, tasks: 0 }
  const counts = sampleCounts(run)
  let samplesDrawn = 0
  let tokens = 0
  for (let from = 0; from < evaluationTasks.length; from += TASKS_PER_PORTION) {
    if (!(await run.gate())) return null
    const tasks = evaluationTasks.slice(from, from + TASKS_PER_PORTION)
    const asked: Asked[] = []
    for (const task of tasks) asked.push(...(await askFor(run, task, counts(task.id), rng.fork(task.id))))
    const samples = await policy.sample(
      asked.map(({ request }) => request),
      options,
    )
    distinct.push(...distinctPrograms(language, asked, samples))
    for (const some of samples) samplesDrawn += some.length
    for (const { tokens: ids } of samples.flat()) tokens += ids.length
    const beside = asked.filter(({ refines }) => refines !== null)
    refining.samples += beside.reduce((sum, { request }) => sum + request.count, 0)
    refining.tasks += new Set(beside.map(({ taskId }) => taskId)).size
    progress.advance(from + tasks.length)
  }
  progress.end()
  const seconds = Math.max(1e-3, (run.clock.now() - startedAt) / 1000)
  return { distinct, samples: samplesDrawn, refining, tokensPerSecond: tokens / seconds }
}

/** Runs programs on the tasks' demonstration inputs (and, for those that reproduce one, on the test inputs). */
async function execute(run: Run, iteration: number, drawing: Drawing): Promise<Execution[] | null> {
  const { distinct } = drawing
  run.progress.begin('execute', iteration, `${distinct.length} distinct programs`)
  const startedAt = run.clock.now()
  const executions: Execution[] = []
  for (let from = 0; from < distinct.length; from += EXECUTIONS_PER_PORTION) {
    if (!(await run.gate())) return null
    const portion = distinct.slice(from, from + EXECUTIONS_PER_PORTION)
    for (const execution of await run.executor.execute(portion)) executions.push(execution)
    run.progress.advance(executions.length)
  }
  run.progress.end()
  run.executionsPerSecond = executions.length / Math.max(1e-3, (run.clock.now() - startedAt) / 1000)
  const news = refiningNews(drawing, executions)
  if (news) await run.emit({ kind: 'log', level: 'info', message: `meta-iteration ${iteration}: ${news}` })
  return executions
}

/** Hindsight relabelling: what the policy's programs really produced becomes what they were asked for. */
async function relabel(
  run: Run,
  iteration: number,
  { distinct }: Drawing,
  executions: readonly Execution[],
): Promise<number> {
  const { config } = run
  run.progress.begin('relabel', iteration)
  const experiences = config.policySamples
    ? executions.flatMap((execution, k) => relabelled(run, iteration, 'policy', execution, distinct[k]?.refines))
    : []
  const added = await run.buffer.add(experiences)
  run.progress.end()
  return added
}

function relabelled(
  { config, tasks }: Run,
  iteration: number,
  source: Source,
  execution: Execution,
  refines: NearMiss | null = null,
): NewExperience[] {
  const task = tasks.get(execution.taskId)
  return task ? experienceOf(config, iteration, source, task, execution, refines) : []
}

/** Ranks what was found against everything so far, and tells which tasks are newly solved. */
async function score(run: Run, iteration: number, executions: readonly Execution[]): Promise<readonly Candidate[]> {
  run.progress.begin('score', iteration)
  const candidates = await keepCandidates(run, iteration, 'policy', executions)
  run.progress.end()
  return candidates
}

/**
 * Searches programs for the tasks that none fits yet: for all once, then for those for which the policy found something.
 * Builds them up from the task's grids, with what was found before as building blocks, and mutates what came near. What
 * is found is relabelled and scored like a sample.
 */
async function search(run: Run, iteration: number): Promise<boolean> {
  const { config, searcher, executor, progress } = run
  if (!searches(config)) return true
  const calls = Math.floor(config.searchCalls * (iteration === 0 ? 1 : config.searchAgain))
  const open = run.evaluationTasks.filter((task) => isWorthSearching(run, iteration, task))
  progress.begin('search', iteration, `${open.length} tasks`, open.length)
  const portion = 2 * config.workers
  for (let from = 0; from < open.length; from += portion) {
    if (!(await run.gate())) return false
    const some = open.slice(from, from + portion)
    const orders = some.map(({ id }) => ({ taskId: id, fragments: bestKnown(run, id) }))
    const found = calls > 0 ? await searcher.search(orders, calls) : []
    const requests = orders.flatMap(({ taskId }, k) => (found[k] ?? []).map((program) => ({ taskId, program })))
    const executions = await executor.execute(requests)
    const mutants = some.flatMap((task) => mutateNearMisses(run, iteration, task, bestKnown(run, task.id)))
    await run.buffer.add([
      ...executions.flatMap((execution) => relabelled(run, iteration, 'search', execution)),
      ...mutants.map((mutant) => experienceOfMutant(config, iteration, 'search', mutant)),
    ])
    const near = mutants.filter(({ demosRight }) => demosRight > 0)
    const refined = await executor.execute(near.map(({ task, text }) => ({ taskId: task.id, program: text })))
    await keepCandidates(run, iteration, 'search', [...executions, ...refined])
    progress.advance(from + some.length)
  }
  progress.end()
  return true
}

const searches = (config: ExperimentPorts['config']): boolean => config.searchCalls > 0 || config.refineMutants > 0

function isWorthSearching({ scoreboard }: Run, iteration: number, { id }: Task): boolean {
  if (scoreboard.isFitted(id)) return false
  const isNews = (one: Candidate): boolean => one.source === 'policy' && one.iteration === iteration
  return iteration === 0 || scoreboard.candidatesOf(id).some(isNews)
}

/** As many take part in a search and are refined. */
const MOST_KNOWN = 8

const bestKnown = ({ scoreboard }: Run, taskId: string, most = MOST_KNOWN): string[] =>
  scoreboard
    .candidatesOf(taskId)
    .slice(0, most)
    .map(({ program }) => program)

/** Programs that reproduce at least one demonstration are candidate solutions. */
async function keepCandidates(
  run: Run,
  iteration: number,
  source: Source,
  executions: readonly Execution[],
): Promise<readonly Candidate[]> {
  const candidates = executions
    .filter((execution) => execution.demosRight > 0)
    .map(({ taskId, program, lines, demosRight, demoOutputs, testRight }): Candidate => {
      return { taskId, source, iteration, program, lines, demosRight, demos: demoOutputs.length, testRight }
    })
  await run.store.addCandidates(run.scoreboard.add(candidates))
  for (const solved of run.scoreboard.takeNews()) await run.emit({ kind: 'solved', solved })
  return candidates
}

const demosOf = (task: Task, config: { readonly demonstrations: number }): Task['train'] =>
  task.train.slice(0, config.demonstrations)
