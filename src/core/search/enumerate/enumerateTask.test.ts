import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readStarterPrograms } from '../../../../test/fuzz/starterPrograms'
import { checkProgram, isRunnable } from '../../dsl/check/checkProgram'
import { runProgram } from '../../dsl/eval/interpreter'
import { validOutput } from '../../dsl/eval/runOnPairs'
import { DEFAULT_BUDGET } from '../../dsl/meter'
import { printProgram } from '../../dsl/syntax/printer'
import { parseTaskText } from '../../task/parseTask'
import type { Task } from '../../task/task'
import { enumerateTask, type TaskEnumeration } from './enumerateTask'
import type { EnumerateOptions } from './enumerateOptions'
import { learnCosts, type PrimitiveCosts } from './learnCosts'

const STARTER = join(import.meta.dirname, '../../../../resources/starter')

function starterTask(name: string): Task {
  const task = parseTaskText(name, readFileSync(join(STARTER, 'training', `${name}.json`), 'utf8'))
  if (!task.ok) throw new Error(task.error.message)
  return task.value
}

function search({ train, test }: Task, options: EnumerateOptions): TaskEnumeration {
  const steps = enumerateTask({ train, testInputs: test.map(({ input }) => input) }, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const { texts } = readStarterPrograms()
/** What is known without a task's own program. */
const costsWithout = (name: string): PrimitiveCosts => {
  const own = readFileSync(join(STARTER, 'seeds', `${name}.dsl`), 'utf8')
  return learnCosts(texts.filter((text) => text !== own).map((text) => checkProgram(text).program))
}

const EASY = [
  'cropping-largest',
  'cropping-peel',
  'mirroring-beside',
  'mirroring-diagonal',
  'mirroring-top-bottom',
  'filling-holes',
  'compositions-swap-halves',
]

describe('enumerating programs for a task', { timeout: 60_000 }, () => {
  let results: Map<string, TaskEnumeration>
  const find = (name: string): TaskEnumeration =>
    search(starterTask(name), { costs: costsWithout(name), evaluations: 60_000 })
  beforeAll(() => {
    results = new Map(EASY.map((name) => [name, find(name)]))
  }, 60_000)
  const resultOf = (name: string): TaskEnumeration => results.get(name) as TaskEnumeration

  it.each(EASY)('solves %s', (name) => {
    const { test } = starterTask(name)
    const isRight = resultOf(name)
      .fits.slice(0, 3)
      .map(({ predictions }) => test.every(({ output }, k) => predictions[k]?.equals(output)))
    expect(isRight).toContain(true)
  })

  it('gives programs that reproduce the demonstrations, and predict what the interpreter gives', () => {
    for (const name of EASY) {
      const { train, test } = starterTask(name)
      for (const { text, predictions } of resultOf(name).fits) {
        const { program, diagnostics } = checkProgram(text)
        expect(isRunnable(diagnostics)).toBe(true)
        const give = (input: Task['train'][0]['input']) => validOutput(runProgram(program, input, DEFAULT_BUDGET))
        for (const { input, output } of train) expect(give(input)).toEqual(output)
        predictions.forEach((grid, k) => {
          const given = test[k] && give(test[k].input)
          expect(grid?.toRows()).toEqual(given?.toRows())
        })
      }
    }
  })

  it('ranks fits by cost, each with predictions of its own', () => {
    for (const { fits } of results.values()) {
      const whole = fits.filter(({ predictions }) => predictions.every((grid) => grid !== null))
      expect(whole.map(({ cost }) => cost)).toEqual(whole.map(({ cost }) => cost).sort((a, b) => a - b))
      const keys = fits.map(({ predictions }) => JSON.stringify(predictions.map((grid) => grid?.toRows())))
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('gives the same for the same budget', () => {
    const again = find('filling-holes')
    const plain = ({ fits, near, evaluated, values, level }: TaskEnumeration) => ({
      fits: fits.map(({ text, cost }) => [text, cost]),
      near: near.map(({ text }) => text),
      counts: [evaluated, values, level],
    })
    expect(plain(again)).toEqual(plain(resultOf('filling-holes')))
  })

  it('does not see test outputs', () => {
    const { train, test } = starterTask('cropping-largest')
    expect(Object.keys({ train, testInputs: test.map(({ input }) => input) })).not.toContain('test')
  })

  it('keeps near misses that do not fit', () => {
    const task = starterTask('compositions-agreement')
    const { near } = search(task, { costs: costsWithout('compositions-agreement'), evaluations: 20_000 })
    expect(near.length).toBeGreaterThan(0)
    for (const { program, text, demosRight } of near) {
      expect(printProgram(program)).toBe(text)
      const right = task.train.filter(({ input, output }) =>
        validOutput(runProgram(checkProgram(text).program, input, DEFAULT_BUDGET))?.equals(output),
      )
      expect(right.length).toBeLessThan(task.train.length)
      expect(right.length).toBeGreaterThanOrEqual(demosRight)
    }
  })

  it('keeps to its budget of evaluations', () => {
    const costs = costsWithout('lines-cross')
    const { evaluated } = search(starterTask('lines-cross'), { costs, evaluations: 5000 })
    expect(evaluated).toBeLessThan(12_000)
    const more = search(starterTask('lines-cross'), { costs, evaluations: 40_000 })
    expect(more.evaluated).toBeGreaterThan(evaluated)
  })

  it('ends soon after the deadline', () => {
    const costs = costsWithout('lines-cross')
    let looks = 0
    const deadline = (): boolean => ++looks > 3
    search(starterTask('lines-cross'), { costs, evaluations: 1_000_000_000, deadline })
    expect(looks).toBeLessThan(8)
  })

  it('builds upon the lines of programs at hand', () => {
    const name = 'lines-cross'
    const own = checkProgram(readFileSync(join(STARTER, 'seeds', `${name}.dsl`), 'utf8')).program
    const costs = costsWithout(name)
    const found = search(starterTask(name), { costs, evaluations: 60_000, fragments: [own] })
    expect(found.fits.length).toBeGreaterThan(0)
  })
})
