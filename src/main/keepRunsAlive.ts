import { app, Notification } from 'electron'
import type { Host } from '../node/host/host'

/**
 * Runs outlive the window: with an experiment running, closing the last window leaves the application in the background
 * (starting it again brings the window back), and it ends with the last run. Quitting stops runs at their next gate, from
 * where they can be resumed.
 */
export function keepRunsAlive(host: Host): void {
  let hasWindow = true
  let isClosed = false
  const quitWhenIdle = (): void => {
    if (!hasWindow && !isRunning(host)) app.quit()
  }
  app.on('browser-window-created', () => (hasWindow = true))
  app.on('window-all-closed', () => {
    hasWindow = false
    // on macOS an application without a window stays
    if (process.platform !== 'darwin') quitWhenIdle()
    if (isRunning(host)) tellItGoesOn()
  })
  host.on((name) => {
    if (name === 'experiment.changed' && process.platform !== 'darwin') quitWhenIdle()
  })
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void host.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}

const isRunning = (host: Host): boolean =>
  host.experiments.list().some(({ state }) => state === 'running' || state === 'pausing' || state === 'stopping')

function tellItGoesOn(): void {
  if (!Notification.isSupported()) return
  const body = 'The experiment goes on. Start CodeIt Workbench again to see it.'
  new Notification({ title: 'CodeIt Workbench', body }).show()
}
