import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Grid } from '../../grid/grid'
import { DEFAULT_BUDGET, type Budget } from '../meter'
import { parseProgram } from '../syntax/parser'
import { compileProgram, runCompiled } from './compile'
import { runProgram } from './interpreter'
import type { Outcome } from './outcome'

const STARTER = join(import.meta.dirname, '../../../../resources/starter')

function bothWays(text: string, input: Grid, budget: Budget): { compiled: Outcome; plain: Outcome } {
  const { program } = parseProgram(text)
  return { compiled: runCompiled(compileProgram(program), input, budget), plain: runProgram(program, input, budget) }
}

describe('a compiled program is what the interpreter says', () => {
  const small = Grid.fromRows([
    [1, 0, 2],
    [0, 2, 0],
  ])

  it.each([
    'O = I',
    'x1 = hmirror(I)\nO = x1',
    'O = first(x1)',
    'O = constructor(I)',
    'O = __proto__(toString)',
    'x1 = height(I)\nO = x1(I)',
    'O = hmirror(I, I)',
    'O = hmirror(I, I, I, I, I)',
    'x1 = hmirror(I)',
    'T = hmirror(I)\nO = identity(T)',
    'x1 = T\nx2 = x1\nO = branch(x2, I, x2)',
    'x1 = hmirror(I)\nx1 = vmirror(x1)\nO = dmirror(x1)',
    'O = hmirror(O)',
    'I = hmirror(I)\nO = vmirror(I)',
    'x1 = rbind(replace, FIVE)\nx2 = x1(I, TWO)\nO = x1(x2)',
    'x1 = compose(first, size)\nO = x1(I)',
    'x1 = initset(ONE)\nx2 = remove(ONE, x1)\nO = first(x2)',
    'x1 = power(hmirror, TEN)\nx2 = power(x1, TEN)\nO = x2(I)',
  ])('%j', (text) => {
    for (const budget of [DEFAULT_BUDGET, { ...DEFAULT_BUDGET, depth: 2 }, { ...DEFAULT_BUDGET, cells: 3 }]) {
      const { compiled, plain } = bothWays(text, small, budget)
      expect(compiled).toEqual(plain)
    }
  })

  it('runs again with nothing left of the run before', () => {
    const compiled = compileProgram(parseProgram('x1 = hmirror(I)\nO = vmirror(x1)').program)
    const other = Grid.fromRows([[3, 4]])
    const first = runCompiled(compiled, small, DEFAULT_BUDGET)
    expect(runCompiled(compiled, other, DEFAULT_BUDGET)).not.toEqual(first)
    expect(runCompiled(compiled, small, DEFAULT_BUDGET)).toEqual(first)
  })

  const seeds = readdirSync(join(STARTER, 'seeds'))
  it.each(seeds)('%s, whole and stopped after every number of steps', (file) => {
    const text = readFileSync(join(STARTER, 'seeds', file), 'utf8')
    const task = JSON.parse(readFileSync(join(STARTER, 'training', file.replace('.dsl', '.json')), 'utf8')) as {
      train: { input: number[][] }[]
    }
    const input = Grid.fromRows(task.train[0]?.input ?? [[0]])
    const { compiled, plain } = bothWays(text, input, DEFAULT_BUDGET)
    expect(compiled).toEqual(plain)
    for (let steps = 0; steps < plain.steps; steps += Math.max(1, Math.floor(plain.steps / 40))) {
      const stopped = bothWays(text, input, { ...DEFAULT_BUDGET, steps })
      expect(stopped.compiled).toEqual(stopped.plain)
    }
  })
})
