import { describe, expect, it } from 'vitest'
import {
  comparisonCsv,
  differingSettings,
  groupRuns,
  iterationsOf,
  solvedCurve,
  spreadOf,
  taskRows,
  type ComparedRun,
} from './compareRuns'

const run = (id: string, config: Record<string, unknown>, totals: number[], solved: [string, number][] = []) =>
  ({
    id,
    name: `run ${id}`,
    config,
    iterations: totals.map((total, k) => ({ iteration: k + 1, solved: { total, policy: total - 1 } })),
    solved: solved.map(([taskId, lines]) => ({ taskId, lines })),
  }) satisfies ComparedRun

const A = { priority: 'uniform', mutants: 100, threads: 1 }
const B = { priority: 'demonstrations', mutants: 100, threads: 2 }
const runs = [
  run('a1', { ...A, seed: 1 }, [2, 4], [['t1', 3], ['t1', 2]]), // prettier-ignore
  run('b1', { ...B, seed: 1 }, [5], [['t1', 3], ['t2', 7]]), // prettier-ignore
  run('a2', { ...A, seed: 2 }, [4, 8, 9], [['t1', 5], ['t3', 1]]), // prettier-ignore
]
const groups = groupRuns(runs, (name) => name.toUpperCase())

describe('comparing runs', () => {
  it('puts runs together that differ in their seed and their threads alone', () => {
    expect(groups.map(({ label, runs: members }) => [label, members.map(({ id }) => id)])).toEqual([
      ['PRIORITY uniform', ['a1', 'a2']],
      ['PRIORITY demonstrations', ['b1']],
    ])
    expect(differingSettings(runs)).toEqual(['priority'])
    expect(groupRuns(runs.slice(0, 1), String).map(({ label }) => label)).toEqual(['run a1'])
  })

  it('names the first settings of many', () => {
    const many = [1, 2].map((k) => run(`r${k}`, { a: k, b: k, c: k === 1, d: k, e: 0 }, []))
    expect(groupRuns(many, String)[0]?.label).toBe('a 1, b 1, c on, 1 more')
  })

  it('gives mean and sample deviation', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: Math.sqrt(32 / 7), count: 8 })
    expect(spreadOf([3])).toEqual({ mean: 3, deviation: null, count: 1 })
  })

  it('follows a count over the iterations that the runs reached', () => {
    const iterations = iterationsOf(groups)
    expect(iterations).toEqual([1, 2, 3])
    const [uniform, other] = groups.map((group) => solvedCurve(group, iterations, 'total'))
    expect(uniform?.map((spread) => spread?.mean)).toEqual([3, 6, 9])
    expect(uniform?.[2]).toEqual({ mean: 9, deviation: null, count: 1 })
    expect(other).toEqual([{ mean: 5, deviation: null, count: 1 }, null, null])
  })

  it('says which tasks one group solves and another does not', () => {
    expect(taskRows(groups)).toEqual([
      { taskId: 't2', groups: [{ solvedBy: 0, lines: null }, { solvedBy: 1, lines: 7 }], isCommon: false }, // prettier-ignore
      { taskId: 't3', groups: [{ solvedBy: 1, lines: 1 }, { solvedBy: 0, lines: null }], isCommon: false }, // prettier-ignore
      { taskId: 't1', groups: [{ solvedBy: 2, lines: 2 }, { solvedBy: 1, lines: 3 }], isCommon: true }, // prettier-ignore
    ])
  })

  it('writes comma-separated values that survive quotes', () => {
    const odd = { ...run('x', { seed: 3 }, [1]), name: 'a "b", c' }
    expect(comparisonCsv([{ label: 'g', runs: [odd] }])).toBe(
      'group,run,seed,iteration,total,policy\n"g","a ""b"", c",3,1,1,0\n',
    )
  })
})
