import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, type TestInfo } from '@playwright/test'

/** A menu of Monaco's own, whose roles are not ours to change. */
const NOT_OURS = '.action-widget'

/** The page in both themes: nothing serious for axe; a picture of each is kept. */
export async function look(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await page.screenshot({ path: join(testInfo.project.outputDir, '../views', `${name}-${colorScheme}.png`) })
    const { violations } = await new AxeBuilder({ page }).exclude(NOT_OURS).analyze()
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([])
  }
}
