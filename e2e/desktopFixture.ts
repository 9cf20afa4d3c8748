import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/findChromium.mjs'
import { findElectron, hasDisplay } from '../scripts/findElectron.mjs'
import { startNode } from './startProcess'

export interface DesktopOptions {
  /** what runs the built main process: our double for `electron`, or Electron itself */
  desktop: 'double' | 'electron'
}

export interface Desktop {
  readonly page: Page
  /** closes the window; the exit code of the application, which ends with it */
  closeWindow(): Promise<number | null>
}

const ROOT = join(import.meta.dirname, '..')

export const test = base.extend<DesktopOptions & { folder: string; application: Desktop }>({
  desktop: ['double', { option: true }],
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'codeit-desktop-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  },
  application: async ({ desktop, folder }, use) => {
    test.skip(desktop === 'electron' && !findElectron(), "Electron's program is not installed here")
    test.skip(desktop === 'electron' && !hasDisplay(), 'there is no display here')
    const { end, ...application } = desktop === 'double' ? await openDouble(folder) : await openElectron(folder)
    await use(application)
    await end()
  },
})

export { expect } from '@playwright/test'

type OpenDesktop = Desktop & { end(): Promise<void> }

const appArguments = (folder: string): string[] => ['--workspace', join(folder, 'workspace')]

async function openDouble(folder: string): Promise<OpenDesktop> {
  const register = new URL('electronDouble/register.mjs', import.meta.url).href
  const main = join(ROOT, 'out/main/index.js')
  const running = startNode(['--import', register, main, ...appArguments(folder)], {
    ...process.env,
    CHROMIUM: findChromium() ?? '',
    ELECTRON_DOUBLE_USER_DATA: join(folder, 'user-data'),
  })
  const [, endpoint = ''] = await running.waitFor(/electron-double: window at (\S+)/)
  const browser = await chromium.connectOverCDP(endpoint)
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((candidate) => candidate.url().includes('workbench.app.double'))
  if (!page) throw new Error(`no window of ours:\n${running.text()}`)
  return {
    page,
    async closeWindow() {
      await page.close()
      return running.ended
    },
    async end() {
      await browser.close()
      running.child.kill('SIGTERM')
      await running.ended
    },
  }
}

async function openElectron(folder: string): Promise<OpenDesktop> {
  const isRoot = process.getuid?.() === 0
  const application = await _electron.launch({
    executablePath: findElectron() ?? '',
    args: [
      ROOT,
      `--user-data-dir=${join(folder, 'user-data')}`,
      // Chromium's own sandbox refuses root, as in a container; the window's preferences stay as they are
      ...(isRoot ? ['--no-sandbox'] : []),
      ...appArguments(folder),
    ],
  })
  const child = application.process()
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const page = await application.firstWindow()
  return {
    page,
    async closeWindow() {
      await page.close()
      return ended
    },
    async end() {
      if (child.exitCode === null) await application.close()
    },
  }
}
