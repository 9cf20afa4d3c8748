import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { FEATURE_COUNT, FEATURE_WIDTH } from '../policy/encodeCompact'
import type { NearMiss } from '../policy/encodeNearMiss'
import { compactLanguage } from '../policy/policyLanguage'
import type { SampleRequest } from '../policy/policyPort'
import type { TaughtExperience } from '../replay/experience'
import type { Pair, Task } from '../task/task'
import { budgetOf, executeProgram } from './executeProgram'
import { runExperiment } from './experimentLoop'
import { evaluationTasks, lasting, resumed, setting, trainingTasks } from '../../../test/doubles/loopSetting'
import { nearestOf } from './nearMisses'

const ON = { refinement: 0.5, mutants: 40, samplesPerTask: 20 }

interface Seen {
  readonly pairs: readonly Pair[]
  readonly nearMiss: NearMiss | undefined
}

/** A run with everything that its policy was given to read, in order. */
async function watched(changes: Record<string, unknown>, toSolve?: readonly Task[]) {
  const { ports, store, events } = setting(changes, Infinity, toSolve)
  const seen: Seen[] = []
  const asked: (readonly SampleRequest[])[] = []
  const language = compactLanguage(ports.policy.shape)
  const encodeTask: typeof language.encodeTask = (pairs, nearMiss) => {
    seen.push({ pairs, nearMiss })
    return language.encodeTask(pairs, nearMiss)
  }
  const { policy } = ports
  const sample: typeof policy.sample = (requests, options) => {
    asked.push(requests)
    return policy.sample(requests, options)
  }
  const watching = Object.assign(Object.create(policy) as typeof policy, { sample })
  await runExperiment({ ...ports, policy: watching, language: { ...language, encodeTask } }, { resume: false })
  return { seen, asked, store, events, config: ports.config }
}

describe('refinement', () => {
  it('is off unless asked for: no prompt has a near miss, and the policy has no features for any', async () => {
    const { seen, store, asked } = await watched({ ...ON, refinement: 0 })
    expect(seen.every(({ nearMiss }) => nearMiss === undefined)).toBe(true)
    expect(asked.every((requests) => requests.length === evaluationTasks.length)).toBe(true)
    expect(store.experiences.some(({ lineage }) => lineage?.operator === 'refinement')).toBe(false)
    expect(setting().ports.policy.shape.features).toEqual({ count: FEATURE_COUNT, width: FEATURE_WIDTH })
  })

  it('shows beside some lessons and prompts what other programs of the same task really gave', async () => {
    const { seen, config } = await watched(ON)
    const beside = seen.filter(({ nearMiss }) => nearMiss !== undefined)
    expect(beside.length).toBeGreaterThan(seen.length * 0.2)
    expect(beside.length).toBeLessThan(seen.length * 0.6)
    for (const { pairs, nearMiss } of beside) {
      const { program, outputs } = nearMiss as NearMiss
      const { demoOutputs, demosRight } = executeProgram({ id: 'x', train: pairs, test: [] }, program, budgetOf(config))
      expect(outputs.slice(0, pairs.length)).toEqual(demoOutputs)
      expect(demosRight).toBeLessThan(pairs.length)
    }
  })

  it('shows it under the same variation where a lesson is augmented', async () => {
    const { seen, config } = await watched({ ...ON, augmentation: 1, metaIterations: 1 })
    const inputs = new Set([...trainingTasks, ...evaluationTasks].flatMap(({ train }) => train.map(inputText)))
    const varied = seen.filter(({ nearMiss, pairs }) => nearMiss && pairs.some((pair) => !inputs.has(inputText(pair))))
    expect(varied.length).toBeGreaterThan(10)
    for (const { pairs, nearMiss } of varied) {
      const { demoOutputs } = executeProgram(
        { id: 'x', train: pairs, test: [] },
        nearMiss?.program ?? '',
        budgetOf(config),
      )
      expect(nearMiss?.outputs).toEqual(demoOutputs)
    }
  })

  it('shows nothing of a test pair: with other test outputs the policy reads and writes the same', async () => {
    const twisted = evaluationTasks.map((task): Task => {
      return { ...task, test: task.test.map(({ input }) => ({ input, output: Grid.fromRows([[9, 9]]) })) }
    })
    const [usual, other] = [await watched(ON), await watched(ON, twisted)]
    expect(usual.asked.some((requests) => requests.length > evaluationTasks.length)).toBe(true)
    expect(other.seen).toEqual(usual.seen)
    expect(other.asked).toEqual(usual.asked)
    expect(other.store.experiences).toEqual(usual.store.experiences)
  })

  it('keeps the number of samples of a task, and records what they refine', async () => {
    const { asked, store } = await watched(ON)
    const open = asked.filter((requests) => requests.length > evaluationTasks.length)
    expect(open.length).toBeGreaterThan(0)
    for (const requests of asked) {
      const samples = requests.reduce((sum, { count }) => sum + count, 0)
      expect(samples).toBe(evaluationTasks.length * ON.samplesPerTask)
    }
    const refined = store.experiences.filter(({ lineage }) => lineage?.operator === 'refinement')
    expect(refined.length).toBeGreaterThan(0)
    for (const { source, program, lineage } of refined) {
      expect(source).toBe('policy')
      expect(lineage?.parent).not.toBe(program)
      expect(lineage?.parent).toContain(lineage?.before)
      expect(program).toContain(lineage?.after)
    }
  })

  it('stopped anywhere and resumed, ends as if it had never been stopped', async () => {
    const whole = setting(ON)
    await runExperiment(whole.ports, { resume: false })
    for (const stopAfterGates of [4, 9, 14, 19]) {
      const first = setting(ON, stopAfterGates)
      expect(await runExperiment(first.ports, { resume: false })).toBe('stopped')
      const second = resumed(first, ON)
      expect(await runExperiment(second.ports, { resume: true })).toBe('finished')
      expect(first.store.experiences).toEqual(whole.store.experiences)
      expect(lasting(second.events).at(-1)).toEqual(lasting(whole.events).at(-1))
    }
  })
})

describe('nearestOf', () => {
  const output = Grid.fromRows([[1]])
  const other = Grid.fromRows([[2]])
  const experience = (id: number, program: string, outputs: readonly Grid[]): TaughtExperience => {
    return { id, taskId: 't', program, pairIndices: outputs.map((_, k) => k), outputs }
  }
  const taught = experience(1, 'x1 = hmirror(I)\nO = vmirror(x1)', [output])

  it('is the one that shares most of the text, of those that do not do the same', () => {
    const same = experience(2, 'x1 = hmirror(I)\nO = vmirror(x1)', [output])
    const far = experience(3, 'O = tophalf(I)', [other])
    const near = experience(4, 'x1 = hmirror(I)\nO = dmirror(x1)', [other])
    expect(nearestOf(taught, [same, far, near])).toBe(near)
    expect(nearestOf(taught, [same])).toBeNull()
    expect(nearestOf(taught, [])).toBeNull()
  })
})

const inputText = ({ input }: Pair): string => JSON.stringify(input.toRows())
