import { Grid } from '../../../core/grid/grid'
import type { NewExperience } from '../../../core/replay/experience'

/** So many that writing them takes several steps, in the middle of which a test can step in. */
export const MANY = 20_000

/** of the size that ARC's grids often have */
const USUAL = Grid.fromRows(Array.from({ length: 15 }, (_, i) => Array.from({ length: 15 }, (_, j) => (i + j) % 10)))

export function manyExperiences(count = MANY): NewExperience[] {
  return Array.from({ length: count }, (_, n) => ({
    source: 'policy',
    iteration: 1 + (n % 3),
    taskId: `arc/training/${n % 50}`,
    program: `x${n} = hmirror(I)\nO = shift(x${n}, DOWN)`,
    lines: 2,
    pairIndices: [0, 2],
    outputs: [Grid.fromRows([[n % 10, 1, 2]]), USUAL],
    demosRight: 1,
    demos: 3,
    priority: 0.4,
    lineage: null,
  }))
}
