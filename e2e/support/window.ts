import { expect as baseExpect, type Page } from '@playwright/test'
import type { Client, Command, Params, Results } from '../../src/ipc/contract'
import { test as hostTest } from '../headlessHost'
import { connectToHost } from './hostClient'

export interface WorkbenchWindow {
  readonly page: Page
  /** opens the window, or leads the open one, to a place such as `#/tasks` */
  open(hash?: string): Promise<void>
  /** asks the host past the window */
  ask<C extends Command>(command: C, params: Params<C>): Promise<Results[C]>
}

/**
 * The window over a host and workspace of its own. Whatever a spec does, the page may not report an error, break its
 * content security policy, or fetch anything from elsewhere.
 */
export const test = hostTest.extend<{ complaints: string[]; client: Client; window: WorkbenchWindow }>({
  complaints: [
    async ({ page, host }, use) => {
      const complaints: string[] = []
      const { hostname } = new URL(host.address)
      page.on('console', (message) => {
        // Monaco only warns when its worker is blocked and it goes on in the window's own thread
        const isBad = message.type() === 'error' || /worker/i.test(message.text())
        if (isBad) complaints.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`))
      page.on('crash', () => complaints.push('the page crashed'))
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (url.protocol.startsWith('http') && url.hostname !== hostname) complaints.push(`fetched ${url.href}`)
      })
      page.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`)
      })
      await page.exposeFunction('tellViolation', (text: string) => complaints.push(`content security policy: ${text}`))
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { tellViolation } = globalThis as unknown as { tellViolation(text: string): void }
          tellViolation(`${event.violatedDirective} ${event.blockedURI}`)
        })
      })
      await use(complaints)
      baseExpect(complaints, 'what the window complained of').toEqual([])
    },
    { auto: true },
  ],
  client: async ({ host }, use) => {
    const { client, close } = await connectToHost(host.address)
    await use(client)
    close()
  },
  window: async ({ page, host, client }, use) => {
    await use({
      page,
      async open(hash = '') {
        await page.goto(host.address + hash)
        await baseExpect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
      },
      async ask(command, params) {
        const result = await client.call(command, params)
        if (!result.ok) throw new Error(`${command}: ${result.error.message}`)
        return result.value
      },
    })
  },
})

export { expect } from '@playwright/test'
