/** The outcome of reading something from outside: a value, or what went wrong, where, and how to mend it. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Problem }

/** A problem at a border (file, message, database). `where` is a path such as `a.zip/x.json: train[0].input[3]`. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly where?: string
  readonly mend?: string
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const err = (code: string, message: string, where?: string, mend?: string): { ok: false; error: Problem } => ({
  ok: false,
  error: { code, message, ...(where === undefined ? {} : { where }), ...(mend === undefined ? {} : { mend }) },
})

/** One line: what, where, how to mend. */
export function formatProblem(problem: Problem): string {
  const where = problem.where ? `${problem.where}: ` : ''
  const mend = problem.mend ? ` (${problem.mend})` : ''
  return `${where}${problem.message}${mend}`
}
