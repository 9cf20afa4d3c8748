import { describe, expect, it } from 'vitest'
import {
  evaluationTasks,
  lasting,
  lastReport,
  resumed,
  setting,
  solvedIn,
  trainingTasks,
  upsideDown,
} from '../../../test/doubles/loopSetting'
import type { MemoryReplayStore } from '../../../test/doubles/memoryReplayStore'
import { ParrotPolicy } from '../../../test/doubles/parrotPolicy'
import type { Grid } from '../grid/grid'
import { compactLanguage } from '../policy/policyLanguage'
import { policyShape } from '../policy/policyShape'
import type { Task } from '../task/task'
import type { ExperimentEvent } from './events'
import { budgetOf, executeProgram } from './executeProgram'
import { runExperiment } from './experimentLoop'
import type { CheckpointStore } from './ports'

describe('runExperiment', () => {
  it('fills the buffer with seeds, mutants and relabelled samples, and reports every iteration', async () => {
    const { ports, store, checkpoints, events } = setting()
    expect(await runExperiment(ports, { resume: false })).toBe('finished')
    const sources = new Set(store.experiences.map((e) => e.source))
    expect([...sources].sort()).toEqual(['mutation', 'policy', 'seed'])
    expect(lasting(events)).toHaveLength(3)
    expect(checkpoints.saved.map((c) => c.iteration)).toEqual([0, 1, 2, 3])
    const report = lastReport(events)
    expect(report.solved.total).toBeGreaterThanOrEqual(report.solved.mutation)
    expect(report.solved.total).toBeGreaterThanOrEqual(1)
    expect(report.solved.total).toBeLessThanOrEqual(2) // e/never cannot be solved
    expect(report.shares.parsed).toBeGreaterThanOrEqual(report.shares.executed)
    expect(report.shares.executed).toBeGreaterThanOrEqual(report.shares.valid)
    expect(report.shares.valid).toBeGreaterThanOrEqual(report.shares.solved)
  })

  it('relabels: each experience is right for its own realised outputs, and outputs of test pairs are nowhere', async () => {
    const { ports, store } = setting()
    await runExperiment(ports, { resume: false })
    const tasks = new Map([...trainingTasks, ...evaluationTasks].map((t) => [t.id, t]))
    for (const experience of store.experiences) {
      const source = tasks.get(experience.taskId) as Task
      const demonstrations = experience.pairIndices.map((index, k) => ({
        input: source.train[index]?.input as Grid,
        output: experience.outputs[k] as Grid,
      }))
      const again = executeProgram(
        { id: 'x', train: demonstrations, test: [] },
        experience.program,
        budgetOf(ports.config),
      )
      expect(again.demosRight, experience.program).toBe(demonstrations.length)
    }
  })

  it('gives the same for the same seed, and something else for another', async () => {
    const [a, b, c] = [setting(), setting(), setting({ seed: 18 })]
    for (const { ports } of [a, b, c]) await runExperiment(ports, { resume: false })
    expect(lasting(b.events)).toEqual(lasting(a.events))
    expect(b.store.experiences).toEqual(a.store.experiences)
    expect(c.store.experiences).not.toEqual(a.store.experiences)
  })

  it('stopped anywhere and resumed, ends as if it had never been stopped', async () => {
    const whole = setting()
    await runExperiment(whole.ports, { resume: false })
    for (const stopAfterGates of [1, 4, 9, 14, 19, 24]) {
      const first = setting({}, stopAfterGates)
      expect(await runExperiment(first.ports, { resume: false })).toBe('stopped')
      const second = resumed(first)
      const before = await second.ports.solvedBefore()
      expect(await runExperiment(second.ports, { resume: true })).toBe('finished')
      expect([...before, ...solvedIn(second.events)]).toEqual(solvedIn(whole.events))
      expect(lastReport(second.events).solved).toEqual(lastReport(whole.events).solved)
      expect(first.store.experiences).toEqual(whole.store.experiences)
    }
  })

  it('with a full buffer keeps to its capacity, and stopped and resumed ends as if it had never been stopped', async () => {
    const changes = { capacity: 100, seedDraw: 30, policyDraw: 20 }
    const whole = setting(changes)
    await runExperiment(whole.ports, { resume: false })
    const left = (events: readonly ExperimentEvent[]): string[] =>
      events.flatMap((event) => (event.kind === 'log' ? [event.message] : []))
    expect(left(whole.events).at(-1)).toMatch(
      /^meta-iteration \d: the replay buffer was full, \d+ experiences left it$/,
    )
    for (const stopAfterGates of [9, 14, 19, 24]) {
      const first = setting(changes, stopAfterGates)
      await runExperiment(first.ports, { resume: false })
      const second = resumed(first, changes)
      await runExperiment(second.ports, { resume: true })
      expect(first.store.experiences).toEqual(whole.store.experiences)
      expect(lasting(second.events).at(-1)).toEqual(lasting(whole.events).at(-1))
    }
  })

  it('with distinct outputs keeps of programs that do the same on a task the first', async () => {
    const realised = ({ experiences }: MemoryReplayStore): string[] =>
      experiences.map((e) => JSON.stringify([e.taskId, e.pairIndices, e.outputs.map((output) => output.toRows())]))
    const [usual, distinct] = [setting(), setting({ distinctOutputs: true })]
    for (const { ports } of [usual, distinct]) await runExperiment(ports, { resume: false })
    expect(new Set(realised(usual.store)).size).toBeLessThan(realised(usual.store).length)
    expect(new Set(realised(distinct.store)).size).toBe(realised(distinct.store).length)
  })

  it('never draws what was excluded by hand, from the next lesson on, and says that it heeds it', async () => {
    const { ports, store, events } = setting()
    const mutants = () => store.experiences.filter(({ source }) => source === 'mutation')
    const drawsOf = (some: readonly { readonly drawn: number }[]): number =>
      some.reduce((sum, { drawn }) => sum + drawn, 0)
    let [afterFirst, seedsAfterFirst] = [0, 0]
    const emit = (event: ExperimentEvent): void => {
      events.push(event)
      if (event.kind !== 'iteration') return
      const ids = mutants().map(({ id }) => id)
      if (event.report.iteration === 1) store.change(ids, { excluded: true })
      // draws of a lesson are counted after the report of its iteration
      if (event.report.iteration === 2) {
        afterFirst = drawsOf(mutants())
        seedsAfterFirst = drawsOf(store.experiences) - afterFirst
      }
    }
    await runExperiment({ ...ports, emit }, { resume: false })
    expect(afterFirst).toBeGreaterThan(0)
    expect(drawsOf(mutants())).toBe(afterFirst)
    expect(drawsOf(store.experiences) - afterFirst).toBeGreaterThan(seedsAfterFirst)
    expect(events).toContainEqual({
      kind: 'log',
      level: 'info',
      message: `meta-iteration 2: heeds ${mutants().length} edits of the replay buffer made by hand`,
    })
  })

  it('killed between counting the draws and the checkpoint, ends as if it had never been', async () => {
    const changes = { noveltyDiscount: 0.3 }
    const whole = setting(changes)
    await runExperiment(whole.ports, { resume: false })
    const first = setting(changes)
    const checkpoints: CheckpointStore = {
      latest: () => first.checkpoints.latest(),
      save: async (iteration, policy) => {
        if (iteration === 2) throw new Error('killed')
        await first.checkpoints.save(iteration, policy)
      },
    }
    await expect(runExperiment({ ...first.ports, checkpoints }, { resume: false })).rejects.toThrow('killed')
    const second = resumed(first, changes)
    expect(await runExperiment(second.ports, { resume: true })).toBe('finished')
    expect(first.store.experiences).toEqual(whole.store.experiences)
  })

  it('A1 adds no policy sample, A2 only what solves every demonstration, A3 weighs all alike, A6 has no mutant', async () => {
    const a1 = setting({ policySamples: false })
    const a2 = setting({ relabelling: false })
    const a3 = setting({ priority: 'uniform' })
    const a6 = setting({ mutants: 0 })
    for (const { ports } of [a1, a2, a3, a6]) await runExperiment(ports, { resume: false })
    expect(a1.store.experiences.filter((e) => e.source === 'policy')).toEqual([])
    const kept = a2.store.experiences.filter((e) => e.source === 'policy')
    expect(kept.every((e) => e.demosRight === e.demos)).toBe(true)
    expect(new Set(a3.store.experiences.map((e) => e.priority))).toEqual(new Set([1]))
    expect(a6.store.experiences.filter((e) => e.source === 'mutation')).toEqual([])
  })

  it('A2 keeps of a search what fits, not what came near', async () => {
    const { ports, store } = setting({ searchCalls: 1000, mutants: 0, relabelling: false })
    await runExperiment(ports, { resume: false })
    const found = store.experiences.filter(({ source }) => source === 'search')
    expect(found.map(({ program }) => program)).toEqual(['O = vmirror(I)'])
  })

  it('keeps the mutants that match an evaluation task best, relabelled for it', async () => {
    const { ports, store } = setting({ matchesKept: 2, policySamples: false })
    await runExperiment(ports, { resume: false })
    const kept = store.experiences.filter(({ source }) => source === 'search')
    const ofMirror = kept.filter(({ taskId }) => taskId === 'e/mirror')
    expect(ofMirror).toHaveLength(2)
    expect(ofMirror[0]?.demosRight).toBe(2)
    for (const { taskId, program, outputs, pairIndices } of kept) {
      const { demoOutputs } = executeProgram(
        evaluationTasks.find(({ id }) => id === taskId) as Task,
        program,
        budgetOf(ports.config),
      )
      expect(outputs.map((output) => output.toRows())).toEqual(pairIndices.map((k) => demoOutputs[k]?.toRows()))
    }
    const others = setting({ matchesKept: 2, policySamples: false, relabelling: false })
    await runExperiment(others.ports, { resume: false })
    const fits = others.store.experiences.filter(({ source }) => source === 'search')
    expect(fits.length).toBeGreaterThan(0)
    expect(fits.every(({ demosRight, demos }) => demosRight === demos)).toBe(true)
  })

  it('mutates what came near: near misses and what they become are kept with their lineage', async () => {
    const { ports, store } = setting({ mutants: 0, refineMutants: 20, searchCalls: 1000 })
    // reproduces the first demonstration of the half turn only by chance of its rule, never all
    const half = evaluationTasks[1] as Task
    const first = half.train[0] as Task['train'][number]
    const twisted = {
      ...half,
      train: [{ input: first.input, output: upsideDown(first.input) }, ...half.train.slice(1)],
    }
    const tasks = new Map([...trainingTasks, twisted].map((t) => [t.id, t]))
    const executor: typeof ports.executor = {
      execute: async (requests) =>
        requests.map(({ taskId, program }) =>
          executeProgram(tasks.get(taskId) as Task, program, budgetOf(ports.config)),
        ),
    }
    const searcher: typeof ports.searcher = {
      match: async (taskIds) => taskIds.map(() => [0]), // the first seed turns it upside down
      search: async (orders) => orders.map(() => []),
    }
    await runExperiment({ ...ports, evaluationTasks: [twisted], executor, searcher }, { resume: false })
    const refined = store.experiences.filter(({ source }) => source === 'search')
    expect(refined.length).toBeGreaterThan(0)
    for (const { lineage, taskId } of refined) {
      expect(taskId).toBe(twisted.id)
      expect(lineage?.parent).toContain('hmirror')
    }
  })

  it('focuses samples on the tasks that nothing fits yet', async () => {
    const counts: (readonly number[])[] = []
    const { ports } = setting({ searchCalls: 1000, mutants: 0, focus: 0.5, samplesPerTask: 10 })
    const { policy } = ports
    const sample: typeof policy.sample = (requests, options) => {
      counts.push(requests.map(({ count }) => count))
      return policy.sample(requests, options)
    }
    const counting: typeof policy = Object.assign(Object.create(policy) as typeof policy, { sample })
    await runExperiment({ ...ports, policy: counting }, { resume: false })
    // the search fits e/mirror before the first sampling; its five samples go to the two others
    expect(counts[0]).toEqual([5, 12, 12])
  })

  it('augments: some lessons have other grids, each is right for its program, and the same seed gives the same', async () => {
    const lessons = async (augmentation: number): Promise<string[]> => {
      const { ports } = setting({ augmentation, metaIterations: 1 })
      const learnt: string[] = []
      const language = compactLanguage(ports.policy.shape)
      const encodeTask: typeof language.encodeTask = (pairs) => {
        learnt.push(JSON.stringify(pairs.map(({ input, output }) => [input.toRows(), output.toRows()])))
        return language.encodeTask(pairs)
      }
      await runExperiment({ ...ports, language: { ...language, encodeTask } }, { resume: false })
      return learnt
    }
    const [plain, some, again] = [await lessons(0), await lessons(0.5), await lessons(0.5)]
    expect(again).toEqual(some)
    expect(some).toHaveLength(plain.length)
    const changed = some.filter((lesson, k) => lesson !== plain[k]).length
    expect(changed).toBeGreaterThan(plain.length * 0.2)
    expect(changed).toBeLessThan(plain.length * 0.7)
  })

  it('searches where nothing fits yet: every task once, then those for which the policy found something', async () => {
    const { ports, store, events, searches, searchCalls } = setting({ searchCalls: 1000, searchAgain: 0.2, mutants: 0 })
    await runExperiment(ports, { resume: false })
    const [first, ...later] = searches.map((orders) => orders.map(({ taskId }) => taskId))
    expect(first).toEqual(['e/mirror', 'e/half turn', 'e/never'])
    expect(later.flat()).not.toContain('e/mirror')
    expect(searchCalls).toEqual([1000, ...later.map(() => 200)])
    for (const order of searches.slice(1).flat()) expect(order.fragments.length).toBeGreaterThan(0)
    const found = store.experiences.filter(({ source }) => source === 'search')
    // relabelled like any other: the near miss too
    expect(found.filter(({ taskId }) => taskId === 'e/mirror').map(({ program }) => program)).toEqual([
      'O = vmirror(I)',
      'O = trim(I)',
    ])
    expect(lastReport(events).solved).toMatchObject({ search: 1 })
    const off = setting()
    await runExperiment(off.ports, { resume: false })
    expect(off.searches).toEqual([])
  })

  it('stopped in the middle of a search and resumed, ends as if it had never been stopped', async () => {
    const changes = { searchCalls: 1000, workers: 1 }
    const whole = setting(changes)
    await runExperiment(whole.ports, { resume: false })
    for (const stopAfterGates of [2, 5, 6, 8, 12, 16, 20]) {
      const first = setting(changes, stopAfterGates)
      expect(await runExperiment(first.ports, { resume: false })).toBe('stopped')
      const second = resumed(first, changes)
      expect(await runExperiment(second.ports, { resume: true })).toBe('finished')
      expect(first.store.experiences).toEqual(whole.store.experiences)
    }
  })

  it('learns at a rate that warms up by steps and falls by meta-iterations, with weight decay and clipping', async () => {
    const changes = { learningRate: 0.01, finalLearningRate: 0.2, warmupSteps: 4, weightDecay: 0.03, clipNorm: 0.7 }
    const { ports } = setting(changes)
    const policy = new ParrotPolicy(policyShape(ports.config))
    await runExperiment({ ...ports, policy }, { resume: false })
    const rates = policy.learntWith.map(({ learningRate }) => learningRate)
    const expected = [0.0025, 0.005, 0.0075, 0.01, 0.01] // 120 experiences in batches of 16 make 8 steps
    rates.slice(0, 5).forEach((rate, k) => expect(rate).toBeCloseTo(expected[k] ?? NaN, 10))
    const levels = [...new Set(rates.slice(3).map((rate) => rate.toFixed(6)))]
    expect(levels).toEqual(['0.010000', '0.006000', '0.002000'])
    for (const { weightDecay, clipNorm } of policy.learntWith) expect([weightDecay, clipNorm]).toEqual([0.03, 0.7])
  })

  it.each([
    [{}, { temperature: 0.95, topK: 0, topP: 1, grammar: false, maxTokens: 48 }],
    [
      { temperature: 0.5, topK: 20, topP: 0.9, grammar: true, maxTokens: 30 },
      { temperature: 0.5, topK: 20, topP: 0.9, grammar: true, maxTokens: 30 },
    ],
  ])('samples with the options of the settings %j', async (changes, options) => {
    const { ports } = setting(changes)
    const policy = new ParrotPolicy(policyShape(ports.config))
    await runExperiment({ ...ports, policy }, { resume: false })
    expect(policy.sampledWith).toEqual([options, options, options])
  })

  it('tells of each solved task once as a first', async () => {
    const { ports, events } = setting()
    await runExperiment(ports, { resume: false })
    const firsts = events.flatMap((event) =>
      event.kind === 'solved' && event.solved.first ? [event.solved.taskId] : [],
    )
    expect(firsts.length).toBe(new Set(firsts).size)
    expect(firsts.length).toBe(lastReport(events).solved.total)
  })
})
