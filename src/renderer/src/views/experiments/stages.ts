import type { ExperimentEvent, Stage } from '../../../../core/loop/events'

type Progress = Extract<ExperimentEvent, { kind: 'progress' }>

/** The stages as the strip shows them; the verb is what the status bar says. */
export const STAGES: readonly { readonly id: Stage; readonly title: string; readonly doing: string }[] = [
  { id: 'mutate', title: 'Mutate', doing: 'mutating seeds' },
  { id: 'learn', title: 'Learn', doing: 'learning' },
  { id: 'sample', title: 'Sample', doing: 'sampling' },
  { id: 'execute', title: 'Execute', doing: 'executing' },
  { id: 'relabel', title: 'Relabel', doing: 'relabelling' },
  { id: 'score', title: 'Score', doing: 'scoring' },
  { id: 'search', title: 'Search', doing: 'searching' },
  { id: 'checkpoint', title: 'Checkpoint', doing: 'saving' },
]

/** What a run does now, such as "learning, iteration 2 of 6". */
export function progressText(progress: Progress): string {
  const { stage, iteration, iterations } = progress
  return iteration === 0 ? stageName(stage) : `${stageName(stage)}, iteration ${iteration} of ${iterations}`
}

function stageName(stage: Stage): string {
  return STAGES.find((one) => one.id === stage)?.doing ?? stage
}
