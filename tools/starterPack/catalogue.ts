import { compositionsTasks } from './families/compositions'
import { countingTasks } from './families/counting'
import { croppingTasks } from './families/cropping'
import { fillingTasks } from './families/filling'
import { linesTasks } from './families/lines'
import { mirroringTasks } from './families/mirroring'
import { movingTasks } from './families/moving'
import { objectsTasks } from './families/objects'
import { recolouringTasks } from './families/recolouring'
import { symmetryTasks } from './families/symmetry'
import { tilingTasks } from './families/tiling'
import type { TaskDesign } from './taskDesign'

/** Every starter task, in the order in which the gallery shows them. */
export const CATALOGUE: readonly TaskDesign[] = [
  ...movingTasks,
  ...mirroringTasks,
  ...recolouringTasks,
  ...countingTasks,
  ...croppingTasks,
  ...tilingTasks,
  ...linesTasks,
  ...symmetryTasks,
  ...objectsTasks,
  ...fillingTasks,
  ...compositionsTasks,
]
