import type { Page } from '@playwright/test'
import { EditorPage } from '../../e2e/support/editor'
import type { MadeWorkspace } from './madeWorkspace'
import { frames } from './mainThread'

const SEED_TASK = 'starter/training/moving-down-one'

/** One thing that a person does in the window, from a place of its own. */
export interface Step {
  readonly name: string
  readonly hash: string
  act(): Promise<void>
}

/** A round over all views, a step each. */
export function stepsOf(page: Page, { running, filled }: MadeWorkspace): readonly Step[] {
  const editor = new EditorPage(page)
  const region = (name: string) => page.getByRole('region', { name, exact: true })
  // an `expect` that has to wait describes the whole page each time, on the thread that is measured
  const editorIsReady = () => page.locator('.monaco-editor .view-line').first().waitFor()
  const experiences = page.getByRole('grid', { name: 'Experiences' }).locator('[role=rowgroup] [role=row]')
  return [
    {
      name: 'gallery scrolled',
      hash: '#/tasks',
      act: async () => void (await scrollGallery(page, 3)),
    },
    {
      name: 'gallery filtered',
      hash: '#/tasks',
      async act() {
        for (const text of ['task-00', '9', '']) await filterFor(page, text)
        const solved = page.getByLabel('Solved', { exact: true })
        await solved.selectOption('no')
        await page.getByRole('button', { name: 'With red' }).click()
        await page.getByRole('button', { name: 'Clear', exact: true }).click()
      },
    },
    {
      name: 'program opened',
      hash: `#/tasks/${SEED_TASK}`,
      act: () => editorIsReady(),
    },
    {
      name: 'program typed',
      hash: `#/tasks/${SEED_TASK}`,
      async act() {
        await editorIsReady()
        await editor.goToLine(1)
        await page.keyboard.type('x9 = vmirror(I)\n', { delay: 40 })
        await page.keyboard.type('x8 = fill', { delay: 40 })
        await page.keyboard.press('Escape')
        for (let k = 0; k < 3; k++) await editor.undo()
      },
    },
    {
      name: 'task grids',
      hash: `#/tasks/${SEED_TASK}/grids`,
      async act() {
        const display = page.getByRole('toolbar', { name: 'How grids are drawn' })
        for (const name of ['Larger', 'Smaller', 'Digits', 'Digits', 'Diff', 'Diff'])
          await display.getByRole('button', { name }).click()
      },
    },
    {
      name: 'task editor',
      hash: `#/tasks/${SEED_TASK}/edit`,
      async act() {
        await page.getByRole('grid', { name: /^train 1, input/ }).focus()
        for (const key of ['p', '3', 'ArrowDown', ' ', 'ArrowDown', ' ', 'ControlOrMeta+z', 'ControlOrMeta+z'])
          await page.keyboard.press(key)
      },
    },
    {
      name: 'experiments',
      hash: '#/experiments',
      act: () => region('Experiments').getByRole('row').nth(1).waitFor(),
    },
    {
      name: 'new experiment',
      hash: '#/experiments/new',
      async act() {
        await page.getByRole('radio', { name: /^CPU laptop / }).check()
        await page.getByLabel('Mutants', { exact: true }).fill('700')
      },
    },
    {
      name: 'run watched',
      hash: `#/experiments/${running}`,
      async act() {
        await region('Solved tasks').getByRole('img').waitFor()
        await frames(page, 5)
      },
    },
    {
      name: 'runs compared',
      hash: `#/experiments/compare/${running}/${filled}`,
      act: () => page.getByRole('table', { name: 'Results and settings' }).waitFor(),
    },
    {
      name: 'replay buffer',
      hash: `#/replay/${filled}`,
      async act() {
        await experiences.nth(1).click()
        for (const column of [/Priority/, /Lines/, /Program/])
          await page.getByRole('columnheader', { name: column }).first().click()
        await experiences.first().hover()
        for (let k = 0; k < 20; k++) await page.mouse.wheel(0, 2000)
        await page.getByLabel('Program contains').fill('hmirror')
        await page.getByLabel('Program contains').fill('')
      },
    },
    {
      name: 'primitives',
      hash: `#/primitives/${running}`,
      async act() {
        const rows = page.getByRole('table', { name: 'Primitives' }).getByRole('row')
        await rows.nth(1).waitFor()
        await region('Primitives').getByRole('columnheader').nth(2).getByRole('button').click()
        await region('Primitives').getByRole('searchbox').fill('mirror')
        await rows.nth(1).getByRole('link').click()
      },
    },
    {
      name: 'policy',
      hash: `#/policy/${running}`,
      async act() {
        const task = region('What it reads').getByRole('combobox', { name: 'Task' })
        await task.fill('moving')
        await page.getByRole('option', { name: /^moving-down-one / }).click()
      },
    },
    {
      name: 'search',
      hash: '#/search',
      act: () => page.getByRole('form', { name: 'Search' }).getByLabel('Mutants').fill('500'),
    },
    {
      name: 'palette',
      hash: '#/search',
      async act() {
        await page.getByRole('link', { name: 'Search' }).first().focus()
        await page.keyboard.press('ControlOrMeta+k')
        await page.keyboard.type('moving down', { delay: 40 })
        await page.getByRole('dialog').getByRole('option', { name: SEED_TASK }).waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'hidden' })
      },
    },
  ]
}

const PIXELS_A_SECOND = 6000

/** Frames a second in each of some seconds of steady scrolling, some 45 rows a second. */
export async function scrollGallery(page: Page, seconds: number): Promise<number[]> {
  const list = page.getByRole('list', { name: 'Tasks' })
  await list.getByRole('link').first().hover()
  const cdp = await page.context().newCDPSession(page)
  const scrolling = cdp.send('Input.synthesizeScrollGesture', {
    x: 700,
    y: 500,
    yDistance: -PIXELS_A_SECOND * (seconds + 1),
    speed: PIXELS_A_SECOND,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  const counted = await frames(page, seconds)
  await scrolling
  await cdp.detach()
  return counted
}

/** Milliseconds from the key to the frame that shows another number of tasks; NaN where the number stays. */
export async function filterFor(page: Page, text: string): Promise<number> {
  const pane = page.getByRole('region', { name: 'Tasks' })
  await pane.getByRole('searchbox').evaluate((box) => {
    const status = box.closest('section')?.querySelector('[role=status]')
    const before = status?.textContent
    const waiting = new Promise<number>((done) => {
      box.addEventListener(
        'input',
        () => {
          const from = performance.now()
          const look = (): void => {
            const passed = performance.now() - from
            if (status?.textContent !== before) requestAnimationFrame(() => done(performance.now() - from))
            else if (passed > 2000) done(NaN)
            else requestAnimationFrame(look)
          }
          look()
        },
        { once: true },
      )
    })
    Object.assign(window, { waiting })
  })
  await pane.getByRole('searchbox').fill(text)
  return page.evaluate(() => (window as unknown as { waiting: Promise<number> }).waiting)
}
