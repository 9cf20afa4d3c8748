import { expect, it } from 'vitest'
import { iterationsCsv, lossCsv, solvedCsv } from './runTables'

const report = (iteration: number, failures: Record<string, number>) => ({
  iteration,
  loss: 0.5,
  shares: { parsed: 1, executed: 0.75, valid: 0.5, solved: 0 },
  solved: { total: 3, policy: iteration },
  evaluationTasks: 40,
  samples: 480,
  experiences: 900,
  added: 12,
  failures,
  elapsedMs: 1500,
})

it('has a column for every failure of any iteration, 0 where it did not occur', () => {
  const text = iterationsCsv([report(1, { 'run/size': 2 }), report(2, { 'run/depth': 1 })])
  expect(text.split('\n')).toEqual([
    'iteration,loss,parsed,executed,valid,solved,tasks_solved_total,tasks_solved_policy,' +
      'evaluation_tasks,samples,experiences,added,elapsed_seconds,failed run/depth,failed run/size',
    '1,0.5,1,0.75,0.5,0,3,1,40,480,900,12,1.5,0,2',
    '2,0.5,1,0.75,0.5,0,3,2,40,480,900,12,1.5,1,0',
    '',
  ])
})

it('keeps programs of several lines and quotes in one cell', () => {
  const one = { taskId: 'a/b/c', iteration: 2, source: 'policy', program: 'x1 = "\nO = x1', lines: 2, first: true }
  expect(solvedCsv([one])).toBe(
    'task,iteration,source,lines,first,program\n"a/b/c",2,"policy",2,true,"x1 = ""\nO = x1"\n',
  )
  expect(lossCsv({ step: [1, 2], value: [3, Number.NaN] })).toBe('step,loss\n1,3\n2,NaN\n')
})
