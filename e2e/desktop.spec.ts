import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './desktopFixture'

/** Asks the host through the page's one channel, as the window's own code does. */
function ask(page: Page, command: string, params: unknown): Promise<unknown> {
  return page.evaluate(
    ({ command, params }) =>
      new Promise((resolve) => {
        const { codeit } = window
        if (!codeit) throw new Error('the preload exposed nothing')
        const id = 1e15 + Math.floor(Math.random() * 1e9)
        codeit.onMessage((message) => {
          if (message.kind === 'response' && message.id === id) resolve(message.result)
        })
        codeit.send({ kind: 'request', id, command, params })
      }),
    { command, params },
  )
}

test('the desktop window opens on the host, sealed off from everything else', async ({ application }) => {
  const { page } = application
  await expect(page).toHaveTitle(/CodeIt/)
  expect(await ask(page, 'workspace.get', {})).toMatchObject({ ok: true, value: { host: 'desktop' } })
  expect(await ask(page, 'tasks.get', { taskId: '' })).toMatchObject({ ok: false, error: { code: 'message/invalid' } })

  const exposed = await page.evaluate(() => ({
    keys: Object.keys(window.codeit ?? {}).sort(),
    isFrozen: Object.isFrozen(window.codeit),
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
  }))
  expect(exposed).toEqual({ keys: ['onMessage', 'send'], isFrozen: true, require: 'undefined', process: 'undefined' })

  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'; script-src 'self'")
  const isInlineRun = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.isInlineRun = true'
    document.head.append(script)
    return 'isInlineRun' in window
  })
  expect(isInlineRun).toBe(false)
  expect(await page.evaluate(async () => (await fetch('/../main/index.js')).status)).toBe(404)
})

test('the window hears of imported tasks', async ({ application, folder }) => {
  const { page } = application
  const task = { train: [{ input: [[1]], output: [[2]] }], test: [{ input: [[3]], output: [[4]] }] }
  await mkdir(join(folder, 'mine/training'), { recursive: true })
  await writeFile(join(folder, 'mine/training/one.json'), JSON.stringify(task))
  const source = { path: join(folder, 'mine') }
  expect(await ask(page, 'tasks.import', { source })).toMatchObject({ ok: true, value: { added: { training: 1 } } })
  await page.getByRole('combobox', { name: 'Dataset' }).selectOption('mine')
  await expect(page.getByRole('link', { name: 'one, mine/training' })).toBeVisible()
})

test('closing the window with nothing running ends the application and remembers its place', async ({
  application,
  folder,
}) => {
  await expect(application.page).toHaveTitle(/CodeIt/)
  expect(await application.closeWindow()).toBe(0)
  const state: unknown = JSON.parse(await readFile(join(folder, 'user-data/window.json'), 'utf8'))
  expect(state).toMatchObject({ bounds: { width: expect.any(Number) as unknown } })
})
