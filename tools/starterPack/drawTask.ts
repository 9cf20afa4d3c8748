import type { TaskJson } from '../../src/core/task/task'
import { InternalError } from '../../src/core/util/internalError'
import { Rng } from '../../src/core/util/rng'
import { heightOf, sameRows, tally, widthOf, type Rows } from './rows'
import type { DrawnPair, TaskDesign } from './taskDesign'

/** The largest side of a starter grid: a small policy has to read it. */
export const MAX_STARTER_SIDE = 14

const ATTEMPTS = 2000

/** The task that a design draws for a pack seed: always the same one. */
export function drawTask(design: TaskDesign, packSeed: number): TaskJson {
  const rng = Rng.fromSeed(packSeed, `starter/${design.id}`)
  const trainPairs = design.trainPairs ?? 3
  const pairs: DrawnPair[] = []
  for (let index = 0; index < trainPairs + (design.testPairs ?? 1); index++) {
    pairs.push(drawPair(design, rng.fork(`pair-${index}`), index, pairs))
  }
  return { train: pairs.slice(0, trainPairs), test: pairs.slice(trainPairs) }
}

function drawPair(design: TaskDesign, rng: Rng, index: number, earlier: readonly DrawnPair[]): DrawnPair {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const pair = design.draw(rng, index)
    if (pair && isWorthShowing(pair) && earlier.every((other) => !sameRows(other.input, pair.input))) return pair
  }
  throw new InternalError(`starter task ${design.id}: no usable pair ${index} in ${ATTEMPTS} attempts`)
}

/** Something is drawn, something happens, and it fits. */
function isWorthShowing({ input, output }: DrawnPair): boolean {
  return isSmall(input) && isSmall(output) && tally(input).length > 1 && !sameRows(input, output)
}

function isSmall(rows: Rows): boolean {
  const sides = [heightOf(rows), widthOf(rows)]
  return sides.every((side) => side >= 1 && side <= MAX_STARTER_SIDE)
}
