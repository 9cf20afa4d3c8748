import { BrowserWindow } from 'electron'
import { serveChannel, type ServedHost } from '../ipc/serve'
import { WINDOW_ADDRESS } from './appProtocol'
import { readWindowState, rememberWindowState } from './windowState'
import { windowChannel } from './windowChannel'

export interface WindowOptions {
  readonly host: ServedHost
  readonly preload: string
}

/** Opens the workbench's window where it was last, sandboxed, and serves it. */
export async function openWindow({ host, preload }: WindowOptions): Promise<BrowserWindow> {
  const state = readWindowState()
  const window = new BrowserWindow({
    title: 'CodeIt Workbench',
    ...(state?.bounds ?? { width: 1440, height: 900 }),
    minWidth: 800,
    minHeight: 560,
    show: false, // until it has something to show
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true },
  })
  rememberWindowState(window)
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize()
    window.show()
  })
  serveChannel(windowChannel(window), host)
  await window.loadURL(WINDOW_ADDRESS)
  return window
}
