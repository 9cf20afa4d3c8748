import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog } from 'electron'
import { formatProblem } from '../core/util/result'
import { appDirectories, defaultWorkspaceDirectory } from '../node/host/appDirectories'
import { createHost, type Host } from '../node/host/host'
import { handleAppScheme, registerAppScheme } from './appProtocol'
import { keepRunsAlive } from './keepRunsAlive'
import { setMenu } from './menu'
import { restrictContents } from './security'
import { openWindow } from './workbenchWindow'

/** The desktop application: one process, one host, at most one window on it at a time. */
const directories = appDirectories(import.meta.dirname)
// not strict: Electron and the system add arguments of their own
const { values } = parseArgs({ options: { workspace: { type: 'string' } }, strict: false })

app.setName('CodeIt Workbench')
registerAppScheme()
// the workspace has one writer: a second start shows the first one's window
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  restrictContents()
  handleAppScheme(directories.renderer)
  setMenu()
  const opened = await createHost({
    workspaceDirectory: typeof values.workspace === 'string' ? values.workspace : defaultWorkspaceDirectory(),
    resourcesDirectory: directories.resources,
    entriesDirectory: directories.entries,
    kind: 'desktop',
    version: directories.version,
    choosePath,
  })
  if (!opened.ok) {
    dialog.showErrorBox('The workspace cannot be opened', formatProblem(opened.error))
    app.exit(2)
    return
  }
  const host = opened.value
  const show = (): void => void showWindow(host)
  app.on('second-instance', show)
  app.on('activate', show)
  keepRunsAlive(host)
  show()
}

async function showWindow(host: Host): Promise<void> {
  const window = BrowserWindow.getAllWindows()[0] ?? (await openWindow({ host, preload: directories.preload }))
  if (window.isMinimized()) window.restore()
  window.focus()
}

async function choosePath(title: string): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title,
    // a folder or a zip: not every system shows both in one dialog
    properties: process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openDirectory'],
  }
  const window = BrowserWindow.getAllWindows()[0]
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}
