import { prepareMonaco } from './monaco/load'
import { VIEWS } from './views/registry'
import { loadProgramView, loadTaskEditorView } from './views/tasks/taskPages'

type Load = () => Promise<unknown>

/** until the page that is open has been drawn */
const FIRST_MS = 1000
const PARTS: readonly Load[] = [loadProgramView, prepareMonaco, loadTaskEditorView, ...VIEWS.map(({ load }) => load)]

/** Loads what may be opened next, one part after the other, while the window has nothing else to do. */
export async function loadWhenIdle(): Promise<void> {
  await new Promise((done) => setTimeout(done, FIRST_MS))
  for (const load of PARTS) {
    await new Promise((done) => requestIdleCallback(done))
    await loadAhead(load)
  }
}

/** Loads before it is shown; what fails is told where it is. */
export async function loadAhead(load: Load): Promise<void> {
  await load().catch(() => undefined)
}
