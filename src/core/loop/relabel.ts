import type { Mutant } from '../mutate/mutateSeeds'
import type { NewExperience, Source } from '../replay/experience'
import { priorityOf } from '../replay/priority'
import type { ExperimentConfig } from './config'
import type { Execution } from './ports'

/** The relabelled experience of one execution, if it is worth keeping. */
export function experienceOf(
  config: ExperimentConfig,
  iteration: number,
  source: Source,
  execution: Execution,
): NewExperience[] {
  const { demoOutputs, demosRight } = execution
  const solvesAll = demosRight === demoOutputs.length
  if (source === 'policy' && !config.relabelling && !solvesAll) return []
  const pairIndices = demoOutputs.flatMap((output, k) => (output ? [k] : []))
  const outputs = demoOutputs.flatMap((output) => (output ? [output] : []))
  if (outputs.length === 0) return []
  const { taskId, program, lines } = execution
  const demos = demoOutputs.length
  const priority = priorityOf(config.priority, demosRight, demos)
  return [
    { source, iteration, taskId, program, lines, pairIndices, outputs, demosRight, demos, priority, lineage: null },
  ]
}

/** An accepted mutant gave a valid grid on every demonstration input of its parent's task. */
export function experienceOfMutant(config: ExperimentConfig, mutant: Mutant): NewExperience {
  const { parent, operator, before, after, demosRight, pairs } = mutant
  return {
    source: 'mutation',
    iteration: 0,
    taskId: mutant.task.id,
    program: mutant.text,
    lines: mutant.program.statements.length,
    pairIndices: pairs.map((_, k) => k),
    outputs: pairs.map(({ output }) => output),
    demosRight,
    demos: pairs.length,
    priority: priorityOf(config.priority, demosRight, pairs.length),
    lineage: { parent, operator, before, after },
  }
}
