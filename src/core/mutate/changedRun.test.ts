import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../test/arbitraries/anyGrid'
import { prepareProgram } from '../dsl/eval/interpreter'
import { runProgram } from '../dsl/eval/interpreter'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { parseProgram } from '../dsl/syntax/parser'
import { Grid } from '../grid/grid'
import { Rng } from '../util/rng'
import { runChanged, runLines } from './changedRun'
import { mutateProgram, mutationContext } from './mutateProgram'

const PARENTS = [
  'x1 = objects(I, T, F, T)\nx2 = argmax(x1, size)\nx3 = hmirror(I)\nx4 = subgrid(x2, x3)\nO = hconcat(x4, x4)',
  'x1 = lbind(shift, UP)\nx2 = asobject(I)\nx3 = rot90(I)\nx4 = x1(x2)\nx5 = paint(x3, x4)\nO = vmirror(x5)',
  'x1 = ofcolor(I, ONE)\nx2 = mapply(neighbors, x1)\nx3 = fill(I, TWO, x2)\nx4 = I\nO = vconcat(x3, x4)',
].map((text) => parseProgram(text).program)

describe('runChanged', () => {
  it('gives what a run of the whole program gives, under any budget', () => {
    let shared = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...PARENTS),
        anyGrid(),
        fc.nat(),
        fc.constantFrom(20, 50, 100, 200, 400, 100_000),
        (parent, input, seed, steps) => {
          const mutation = mutateProgram(
            parent,
            mutationContext(parent, input, DEFAULT_BUDGET),
            Rng.fromSeed(seed, 'changedRun'),
          )
          if (!mutation) return
          const budget = { ...DEFAULT_BUDGET, steps }
          const changed = { prepared: prepareProgram(mutation.program), origins: mutation.origins }
          const whole = runProgram(mutation.program, input, budget)
          const value = runChanged(changed, runLines(parent, input, DEFAULT_BUDGET), input, budget)
          expect(value).toEqual(whole.kind === 'value' ? whole.value : undefined)
          expect(runChanged(changed, null, input, budget)).toEqual(value)
          if (value !== undefined) shared++
        },
      ),
      { numRuns: 600 },
    )
    expect(shared).toBeGreaterThan(50)
  })

  it('runs only the lines that a change reaches', () => {
    const input = Grid.fromRows([[1, 2]])
    const other = Grid.fromRows([[5]])
    const parent = parseProgram('x1 = hmirror(I)\nx2 = vmirror(I)\nO = hconcat(x1, x2)').program
    const changed = parseProgram('x1 = hmirror(I)\nx2 = rot180(I)\nO = hconcat(x1, x2)').program
    const run = runLines(parent, input, DEFAULT_BUDGET)
    // a value that no run would give: it shows up in the result exactly where the line is not run
    const known = { values: [other, ...run.values.slice(1)], steps: run.steps }
    const outputs = [
      [0, -1, 2],
      [-1, -1, 2],
    ].map((origins) => runChanged({ prepared: prepareProgram(changed), origins }, known, input, DEFAULT_BUDGET))
    expect(outputs).toEqual([Grid.fromRows([[5, 2, 1]]), Grid.fromRows([[1, 2, 2, 1]])])
  })
})
