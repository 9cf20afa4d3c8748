/** A program found for a task. */
interface Found {
  readonly taskId: string
  readonly lines: number
}

/** A solved task with the first program that solved it and the shortest one so far. */
export interface RefinedTask<F extends Found> {
  readonly taskId: string
  readonly first: F
  readonly shortest: F
}

/** How many solved tasks got a shorter program later on. */
export interface Refinement {
  readonly solved: number
  readonly shortened: number
  /** of the solved tasks; 0 where none is solved */
  readonly share: number
  /** mean lines of the programs that first solved them, and of the shortest; 0 where none is solved */
  readonly firstLines: number
  readonly shortestLines: number
}

/** Each solved task once, in the order of solving. `found` lists the solutions as they were found. */
export function refinedTasks<F extends Found>(found: readonly F[]): RefinedTask<F>[] {
  const tasks = new Map<string, RefinedTask<F>>()
  for (const one of found) {
    const known = tasks.get(one.taskId)
    if (!known) tasks.set(one.taskId, { taskId: one.taskId, first: one, shortest: one })
    else if (one.lines < known.shortest.lines) tasks.set(one.taskId, { ...known, shortest: one })
  }
  return [...tasks.values()]
}

export function refinementOf(found: readonly Found[]): Refinement {
  const tasks = refinedTasks(found)
  const solved = tasks.length
  const shortened = tasks.filter(({ first, shortest }) => shortest.lines < first.lines).length
  const mean = (lines: (task: RefinedTask<Found>) => number): number =>
    tasks.reduce((sum, task) => sum + lines(task), 0) / Math.max(1, solved)
  return {
    solved,
    shortened,
    share: shortened / Math.max(1, solved),
    firstLines: mean(({ first }) => first.lines),
    shortestLines: mean(({ shortest }) => shortest.lines),
  }
}
