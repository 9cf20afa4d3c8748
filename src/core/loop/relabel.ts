import type { Grid } from '../grid/grid'
import type { Mutant } from '../mutate/mutateSeeds'
import type { NearMiss } from '../policy/encodeNearMiss'
import { REFINEMENT, type NewExperience, type Source } from '../replay/experience'
import { priorityOf } from '../replay/priority'
import type { Task } from '../task/task'
import type { ExperimentConfig } from './config'
import type { Execution } from './ports'

/** The relabelled experience of one execution, if it is worth keeping. `refines`: the near miss it was written beside. */
export function experienceOf(
  config: ExperimentConfig,
  iteration: number,
  source: Source,
  task: Task,
  execution: Execution,
  refines: NearMiss | null,
): NewExperience[] {
  const { demoOutputs, demosRight } = execution
  const isFound = source === 'policy' || source === 'search'
  if (isFound && !config.relabelling && demosRight < demoOutputs.length) return []
  const pairIndices = demoOutputs.flatMap((output, k) => (output ? [k] : []))
  const outputs = demoOutputs.flatMap((output) => (output ? [output] : []))
  if (outputs.length === 0) return []
  const { program, lines } = execution
  const demos = demoOutputs.length
  const priority = priorityOf(config, demoOutputs, targetsOf(task))
  return [
    {
      source,
      iteration,
      taskId: task.id,
      program,
      lines,
      pairIndices,
      outputs,
      demosRight,
      demos,
      priority,
      lineage: refines && { parent: refines.program, operator: REFINEMENT, ...changeOf(refines.program, program) },
    },
  ]
}

/** An accepted mutant gave a valid grid on every demonstration input of its parent's task. */
export function experienceOfMutant(
  config: ExperimentConfig,
  iteration: number,
  source: 'mutation' | 'search',
  mutant: Mutant,
): NewExperience {
  const { parent, operator, before, after, demosRight, pairs } = mutant
  return {
    source,
    iteration,
    taskId: mutant.task.id,
    program: mutant.text,
    lines: mutant.program.statements.length,
    pairIndices: pairs.map((_, k) => k),
    outputs: pairs.map(({ output }) => output),
    demosRight,
    demos: pairs.length,
    priority: priorityOf(
      config,
      pairs.map(({ output }) => output),
      targetsOf(mutant.task),
    ),
    lineage: { parent, operator, before, after },
  }
}

const targetsOf = (task: Pick<Task, 'train'>): Grid[] => task.train.map(({ output }) => output)

/** The lines in which a program differs from its near miss, those left out that both begin and end with. */
function changeOf(parent: string, program: string): { readonly before: string; readonly after: string } {
  const [before, after] = [parent.split('\n'), program.split('\n')]
  let same = 0
  while (same < Math.min(before.length, after.length) && before[same] === after[same]) same++
  let end = 0
  const most = Math.min(before.length, after.length) - same
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const changed = (lines: readonly string[]): string => lines.slice(same, lines.length - end).join('\n')
  return { before: changed(before), after: changed(after) }
}
