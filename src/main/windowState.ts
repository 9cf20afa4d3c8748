import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, screen, type BrowserWindow } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(480), height: z.int().min(320) })
const schema = z.object({ bounds, isMaximized: z.boolean() })
export type WindowState = z.infer<typeof schema>

const file = (): string => join(app.getPath('userData'), 'window.json')

/** Where the window was when it was last closed; null at first, or when that place is on no screen any more. */
export function readWindowState(): WindowState | null {
  let text: string
  try {
    text = readFileSync(file(), 'utf8')
  } catch {
    return null // the first start
  }
  const read = schema.safeParse(parseJson(text))
  return read.success && isOnScreen(read.data.bounds) ? read.data : null
}

/** Remembers the window's place whenever it is closed. */
export function rememberWindowState(window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
    writeFileAtomic.sync(file(), JSON.stringify(state))
  })
}

function isOnScreen({ x, y, width, height }: WindowState['bounds']): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const overlapX = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const overlapY = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return overlapX > 100 && overlapY > 100
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a file broken by hand counts as none
  }
}
