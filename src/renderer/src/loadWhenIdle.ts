import { prepareMonaco } from './monaco/load'
import { VIEWS } from './views/registry'
import { loadProgramView, loadTaskEditorView } from './views/tasks/taskPages'

type Load = () => Promise<unknown>

const PARTS: readonly Load[] = [loadProgramView, prepareMonaco, loadTaskEditorView, ...VIEWS.map(({ load }) => load)]
/** so long nobody has scrolled, pointed or typed, and the page that was opened has been drawn */
const QUIET_MS = 1000
const ACTS = ['scroll', 'wheel', 'pointermove', 'pointerdown', 'keydown'] as const

/** Loads what may be opened next, one part after the other, while neither the window nor who sits before it is busy. */
export async function loadWhenIdle(): Promise<void> {
  let quietFrom = performance.now() + QUIET_MS
  const act = (): void => void (quietFrom = performance.now() + QUIET_MS)
  for (const type of ACTS) window.addEventListener(type, act, { capture: true, passive: true })
  for (const load of PARTS) {
    do {
      await new Promise((done) => setTimeout(done, quietFrom - performance.now()))
      await new Promise((done) => requestIdleCallback(done))
    } while (performance.now() < quietFrom)
    await loadAhead(load)
  }
  for (const type of ACTS) window.removeEventListener(type, act, { capture: true })
}

/** Loads before it is shown; what fails is told where it is. */
export async function loadAhead(load: Load): Promise<void> {
  await load().catch(() => undefined)
}
