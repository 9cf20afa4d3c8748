import { csvText } from './csv'

/** What comparing needs of an experiment. */
export interface ComparedRun {
  readonly id: string
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  /** ascending */
  readonly iterations: readonly { readonly iteration: number; readonly solved: Readonly<Record<string, number>> }[]
  /** tasks as they were found: a task may come again with a shorter program */
  readonly solved: readonly { readonly taskId: string; readonly lines: number }[]
}

/** Runs that differ in their seed alone. */
export interface RunGroup {
  /** the settings in which this group differs from others, or the name of its first run */
  readonly label: string
  readonly runs: readonly ComparedRun[]
}

export interface Spread {
  readonly mean: number
  /** sample standard deviation; null for fewer than two values */
  readonly deviation: number | null
  readonly count: number
}

/** Settings that say where and how fast a run is computed, never what comes out, and the seed. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['seed', 'workers', 'threads'])
const MOST_IN_LABEL = 3

/** Mean and sample deviation; a mean of 0 for no value at all. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, count)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: count < 2 ? null : Math.sqrt(squares / (count - 1)), count }
}

/** Names of the settings that are not the same in all runs; the seed and what only concerns speed are left out. */
export function differingSettings(runs: readonly ComparedRun[]): string[] {
  const names = new Set(runs.flatMap(({ config }) => Object.keys(config)))
  return [...names].filter(
    (name) => !NOT_COMPARED.has(name) && new Set(runs.map(({ config }) => JSON.stringify(config[name]))).size > 1,
  )
}

/** Runs of equal settings together, in the order of each group's first run. `labelOf` names a setting. */
export function groupRuns(runs: readonly ComparedRun[], labelOf: (setting: string) => string): RunGroup[] {
  const differing = differingSettings(runs)
  const groups = new Map<string, ComparedRun[]>()
  for (const run of runs) {
    const key = JSON.stringify(differing.map((name) => run.config[name]))
    const group = groups.get(key)
    if (group) group.push(run)
    else groups.set(key, [run])
  }
  return [...groups.values()].map((members) => {
    const [first] = members as [ComparedRun, ...ComparedRun[]]
    const settings = differing.map((name) => `${labelOf(name)} ${settingText(first.config[name])}`)
    const more = settings.length > MOST_IN_LABEL ? `, ${settings.length - MOST_IN_LABEL} more` : ''
    const label = settings.length === 0 ? first.name : settings.slice(0, MOST_IN_LABEL).join(', ') + more
    return { label, runs: members }
  })
}

export const settingText = (value: unknown): string =>
  value === true ? 'on' : value === false ? 'off' : value === undefined ? '-' : String(value)

/** Iterations that at least one run has reached, ascending. */
export function iterationsOf(groups: readonly RunGroup[]): number[] {
  const reached = groups.flatMap(({ runs }) => runs.flatMap(({ iterations }) => iterations.map((one) => one.iteration)))
  return [...new Set(reached)].sort((a, b) => a - b)
}

/** Of each iteration: the spread of a count of solved tasks over the runs that reached it; null where none did. */
export function solvedCurve({ runs }: RunGroup, iterations: readonly number[], count: string): (Spread | null)[] {
  return iterations.map((iteration) => {
    const values = runs.flatMap((run) => {
      const value = run.iterations.find((one) => one.iteration === iteration)?.solved[count]
      return value === undefined ? [] : [value]
    })
    return values.length > 0 ? spreadOf(values) : null
  })
}

/** Who solved a task. */
export interface TaskRow {
  readonly taskId: string
  /** by group: how many of its runs solved it, and the fewest lines; null lines where none did */
  readonly groups: readonly { readonly solvedBy: number; readonly lines: number | null }[]
  /** solved in every run of every group */
  readonly isCommon: boolean
}

/** The tasks that some run solved; those on which the groups differ most first. */
export function taskRows(groups: readonly RunGroup[]): TaskRow[] {
  const taskIds = new Set(groups.flatMap(({ runs }) => runs.flatMap(({ solved }) => solved.map((one) => one.taskId))))
  const rows = [...taskIds].map((taskId): TaskRow => {
    const cells = groups.map(({ runs }) => {
      const lines = runs.map(({ solved }) =>
        Math.min(...solved.filter((one) => one.taskId === taskId).map((one) => one.lines)),
      )
      const found = lines.filter(Number.isFinite)
      return { solvedBy: found.length, lines: found.length > 0 ? Math.min(...found) : null }
    })
    return { taskId, groups: cells, isCommon: cells.every(({ solvedBy }, k) => solvedBy === groups[k]?.runs.length) }
  })
  const unevenness = (row: TaskRow): number => {
    const shares = row.groups.map(({ solvedBy }, k) => solvedBy / (groups[k]?.runs.length ?? 1))
    return Math.max(...shares) - Math.min(...shares)
  }
  return rows.sort((a, b) => unevenness(b) - unevenness(a) || (a.taskId < b.taskId ? -1 : 1))
}

/** Every run's counts as comma-separated values: a line for each run and iteration. */
export function comparisonCsv(groups: readonly RunGroup[]): string {
  const all = groups.flatMap((group) => group.runs.map((run) => ({ group: group.label, run })))
  const counts = [...new Set(all.flatMap(({ run }) => run.iterations.flatMap(({ solved }) => Object.keys(solved))))]
  return csvText(
    ['group', 'run', 'seed', 'iteration', ...counts],
    all.flatMap(({ group, run }) =>
      run.iterations.map(({ iteration, solved }) => [
        group,
        run.name,
        Number(run.config['seed']),
        iteration,
        ...counts.map((name) => solved[name]),
      ]),
    ),
  )
}
