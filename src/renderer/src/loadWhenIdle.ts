/** Loads what may be opened next, one part after the other, while the window has nothing else to do. */
export async function loadWhenIdle(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const load of parts) {
    await new Promise((done) => requestIdleCallback(done))
    await load().catch(() => undefined) // told where it is shown
  }
}
