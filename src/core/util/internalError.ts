/** Our own bug, never the user's: the only kind of error that core throws out of itself. */
export class InternalError extends Error {
  constructor(message: string) {
    super(`internal: ${message}`)
    this.name = 'InternalError'
  }
}
