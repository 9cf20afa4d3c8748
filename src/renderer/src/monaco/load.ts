import type { createProgramDiff } from './createProgramDiff'
import type { createProgramEditor } from './createProgramEditor'

/** Parts of Monaco from the inside out: each evaluates what the ones before it have not. */
const PARTS = [
  () => import('monaco-editor/editor/browser/widget/codeEditor/codeEditorWidget'),
  () => import('monaco-editor/editor/browser/widget/diffEditor/diffEditorWidget'),
  () => import('monaco-editor/editor'),
]

let prepared: Promise<void> | undefined

/** Makes ready what every editor needs, once. */
export function prepareMonaco(): Promise<void> {
  return (prepared ??= prepare())
}

/** Monaco takes some 200 ms before the first editor stands: in steps, so that the window answers between them. */
async function prepare(): Promise<void> {
  for (const load of PARTS) {
    await load()
    await nextTask()
  }
  const { registerLanguage } = await import('./language')
  await document.fonts.load('13px "JetBrains Mono Variable"') // Monaco measures the font once
  await nextTask()
  registerLanguage()
  await nextTask()
}

export async function loadProgramEditor(): Promise<typeof createProgramEditor> {
  await prepareMonaco()
  return (await import('./createProgramEditor')).createProgramEditor
}

export async function loadProgramDiff(): Promise<typeof createProgramDiff> {
  await prepareMonaco()
  return (await import('./createProgramDiff')).createProgramDiff
}

function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done))
}
