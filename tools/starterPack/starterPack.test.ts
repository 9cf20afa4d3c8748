import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../../src/core/dsl/meter'
import { PRIMITIVES } from '../../src/core/dsl/primitives'
import type { Program } from '../../src/core/dsl/syntax/ast'
import { parseProgram } from '../../src/core/dsl/syntax/parser'
import { parseTaskText } from '../../src/core/task/parseTask'
import { scoreProgram, solves } from '../../src/core/task/solves'
import type { Pair, Task } from '../../src/core/task/task'
import { formatProblem } from '../../src/core/util/result'
import { CATALOGUE } from './catalogue'
import { drawTask } from './drawTask'
import { EVALUATION_REFERENCES } from './evaluationReferences'
import { PACK_SEED, packFiles } from './packFiles'
import { FAMILIES, type TaskDesign } from './taskDesign'

const folder = fileURLToPath(new URL('../../resources/starter/', import.meta.url))
const arcFolder = fileURLToPath(new URL('../../../shared/arc/arc-agi-1/', import.meta.url))

const training = CATALOGUE.filter((design) => design.split === 'training')
const evaluation = CATALOGUE.filter((design) => design.split === 'evaluation')

const readPack = (path: string): string => readFileSync(join(folder, path), 'utf8')

const readTask = ({ id, split }: TaskDesign): Task => parsed(id, readPack(`${split}/${id}.json`))

function parsed(id: string, text: string): Task {
  const task = parseTaskText(id, text)
  if (!task.ok) throw new Error(formatProblem(task.error))
  return task.value
}

function programFrom(text: string): Program {
  const { program, diagnostics } = parseProgram(text)
  expect(diagnostics).toEqual([])
  return program
}

const referenceText = (id: string): string => (EVALUATION_REFERENCES[id] ?? []).join('\n')

const programText = (design: TaskDesign): string =>
  design.split === 'training' ? readPack(`seeds/${design.id}.dsl`) : referenceText(design.id)

const pairKey = ({ input, output }: Pair): string => JSON.stringify([input.toRows(), output.toRows()])

const pairsOf = (task: Task): Pair[] => [...task.train, ...task.test]

const listFiles = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

describe('the files of the starter pack', () => {
  it('are what the generators draw, byte for byte, and nothing else', () => {
    const drawn = packFiles()
    expect(listFiles(folder)).toEqual([...drawn.keys()].sort())
    for (const [path, text] of drawn) expect(readPack(path), path).toBe(text)
  })

  it('depend on the pack seed and the task alone', () => {
    const design = CATALOGUE[0]
    if (!design) throw new Error('the catalogue is empty')
    expect(drawTask(design, PACK_SEED)).toEqual(drawTask(design, PACK_SEED))
    expect(drawTask(design, PACK_SEED + 1)).not.toEqual(drawTask(design, PACK_SEED))
  })

  it('hold no program of the evaluation tasks', () => {
    for (const { id } of evaluation) expect(existsSync(join(folder, `seeds/${id}.dsl`)), id).toBe(false)
  })
})

describe('the catalogue', () => {
  it('has enough tasks, about half of them with seeds, in every family', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(72)
    expect(training.length / CATALOGUE.length).toBeGreaterThan(0.4)
    expect(training.length / CATALOGUE.length).toBeLessThan(0.6)
    for (const family of FAMILIES) {
      expect(training.filter((design) => design.family === family).length, family).toBeGreaterThan(0)
      expect(evaluation.filter((design) => design.family === family).length, family).toBeGreaterThan(0)
    }
    for (const distance of ['near', 'middle', 'far'] as const) {
      expect(evaluation.filter((design) => design.distance === distance).length, distance).toBeGreaterThanOrEqual(8)
    }
  })

  it('has readable and unique names', () => {
    const ids = CATALOGUE.map((design) => design.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/)
  })

  it('uses many primitives in its seeds', () => {
    const used = new Set<string>()
    for (const design of training) {
      for (const { callee, args } of programFrom(programText(design)).statements) {
        for (const name of [callee, ...args]) if (name && Object.hasOwn(PRIMITIVES, name.text)) used.add(name.text)
      }
    }
    expect(used.size).toBeGreaterThanOrEqual(60)
  })

  it('has a reference for each evaluation task and for no other', () => {
    expect(Object.keys(EVALUATION_REFERENCES).sort()).toEqual(evaluation.map((design) => design.id).sort())
  })
})

describe.each(CATALOGUE)('starter task $id', (design) => {
  const task = readTask(design)

  it('is a small ARC task without degenerate pairs', () => {
    expect(task.train.length).toBeGreaterThanOrEqual(3)
    expect(task.test.length).toBeGreaterThanOrEqual(1)
    for (const { input, output } of pairsOf(task)) {
      expect(input.equals(output)).toBe(false)
      expect(new Set(input.cells).size).toBeGreaterThan(1)
      expect(Math.max(input.rows, input.cols, output.rows, output.cols)).toBeLessThanOrEqual(14)
    }
    const inputs = pairsOf(task).map(({ input }) => JSON.stringify(input.toRows()))
    expect(new Set(inputs).size).toBe(inputs.length)
  })

  it(design.split === 'training' ? 'is solved by its seed' : 'is solved by its reference', () => {
    const program = programFrom(programText(design))
    expect(program.statements.length).toBeLessThanOrEqual(7)
    const { train, test, isSolution } = scoreProgram(program, task, DEFAULT_BUDGET)
    expect([...train, ...test].map((result) => result.right)).toEqual(pairsOf(task).map(() => true))
    expect(isSolution).toBe(true)
  })
})

describe('the evaluation split', () => {
  it('is not solved by any seed as it stands', () => {
    const seeds = training.map((design) => ({ id: design.id, program: programFrom(programText(design)) }))
    const solved = evaluation.flatMap((design) => {
      const task = readTask(design)
      return seeds
        .filter(({ program }) => solves(program, task, DEFAULT_BUDGET))
        .map(({ id }) => `${design.id} by ${id}`)
    })
    expect(solved).toEqual([])
  })

  it('has no reference that is also a seed', () => {
    const seeds = new Set(training.map((design) => design.program.join('\n')))
    for (const { id } of evaluation) expect(seeds.has(referenceText(id)), id).toBe(false)
  })
})

describe('the tasks among each other', () => {
  it('share no pair', () => {
    const owner = new Map<string, string>()
    for (const design of CATALOGUE) {
      for (const pair of pairsOf(readTask(design))) {
        const key = pairKey(pair)
        expect(owner.get(key) ?? design.id, `pair of ${design.id}`).toBe(design.id)
        owner.set(key, design.id)
      }
    }
  })

  it.skipIf(!existsSync(arcFolder))('share no pair with ARC (needs ../shared/arc beside the checkout)', () => {
    const own = new Set(CATALOGUE.flatMap((design) => pairsOf(readTask(design)).map(pairKey)))
    let read = 0
    for (const path of listFiles(arcFolder).filter((name) => name.endsWith('.json'))) {
      for (const pair of pairsOf(parsed(path, readFileSync(join(arcFolder, path), 'utf8')))) {
        expect(own.has(pairKey(pair)), path).toBe(false)
        read++
      }
    }
    expect(read).toBeGreaterThan(1000)
  })
})
