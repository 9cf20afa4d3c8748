/** Runs asynchronous jobs one after the other, in the order asked for; a failed job does not stop the next. */
export class SerialQueue {
  private tail: Promise<unknown> = Promise.resolve()

  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.tail.then(job, job)
    this.tail = result
    return result
  }

  /** Resolves when everything asked for so far is over, whether it worked or not. */
  async idle(): Promise<void> {
    await this.tail.then(
      () => undefined,
      () => undefined,
    )
  }
}
