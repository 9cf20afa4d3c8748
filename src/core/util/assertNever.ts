import { InternalError } from './internalError'

/** Makes a switch total: a new case does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected case ${JSON.stringify(value)}`)
}
