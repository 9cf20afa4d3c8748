import type { Code } from '../../core/errors/codes'
import type { Result } from '../../core/util/result'
import { refuse } from '../data/problems'

/** Thrown inside a reader of a file from outside, made a Result at its border: what is wrong, and where in the file. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    readonly values: Readonly<Record<string, string | number>>,
    /** a place inside the file; '' for the whole */
    readonly place = '',
  ) {
    super(code)
    this.name = 'Refusal'
  }
}

/** What `read` gives, or its Refusal as a problem at `where`. Anything else that it throws is our own bug. */
export function refusable<T>(where: string, read: () => T): Result<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(error.code, error.place === '' ? where : `${where}: ${error.place}`, error.values)
  }
}
