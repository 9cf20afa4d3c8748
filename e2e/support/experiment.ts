import { expect, type Locator, type Page } from '@playwright/test'

/** Settings of a run that is real in every part and over in some fifteen seconds on two cores. */
export const SMALL_RUN: Readonly<Record<string, string>> = {
  'Evaluation tasks at most': '40',
  'Meta-iterations': '4',
  Mutants: '600',
  'Model width': '48',
  'Feed-forward width': '96',
  'Encoder layers': '1',
  'Decoder layers': '1',
  'Seeds and mutants per iteration': '600',
  'Policy experiences per iteration': '500',
  'Experiences before the first sampling': '1600',
  'Samples per task': '12',
  'Longest program': '32',
}

/** The experiments' pages, as a person finds them. */
export class ExperimentPage {
  readonly stages: Locator
  readonly solvedCurve: Locator
  readonly lossCurve: Locator
  readonly solved: Locator
  readonly create: Locator
  readonly createAndStart: Locator

  constructor(private readonly page: Page) {
    this.stages = page.getByRole('list', { name: 'Stages of a meta-iteration' })
    this.solvedCurve = page.getByRole('region', { name: 'Solved tasks' }).getByRole('img')
    this.lossCurve = page.getByRole('region', { name: 'Loss' }).getByRole('img')
    this.solved = page.getByRole('list', { name: 'Solved tasks, newest first' }).getByRole('listitem')
    this.create = page.getByRole('button', { name: 'Create', exact: true })
    this.createAndStart = page.getByRole('button', { name: 'Create and start' })
  }

  button(name: 'Start' | 'Resume' | 'Pause' | 'Stop'): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** A setting of the form, by its label. */
  setting(label: string): Locator {
    return this.page.getByLabel(label, { exact: true })
  }

  async fill(settings: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(settings)) await this.setting(label).fill(value)
  }

  /** From the list of experiments to the form, a preset and a name. */
  async startForm(preset: string, name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Experiments' }).click()
    await this.page
      .getByRole('link', { name: /^(New|Choose the settings)$/ })
      .first()
      .click()
    await this.page.getByRole('radio', { name: new RegExp(`^${preset} `) }).check()
    await this.page.getByLabel('Name', { exact: true }).fill(name)
  }

  /** The page of one experiment says that it is in this state. */
  async isIn(state: string, timeoutMs = 60_000): Promise<void> {
    const title = this.page.getByRole('heading', { level: 2 }).first()
    await expect(title).toBeVisible()
    await expect(this.page.locator('.tag').getByText(state, { exact: true })).toBeVisible({ timeout: timeoutMs })
  }

  /** The curve has a point of this meta-iteration or a later one. */
  async hasReported(iteration: number): Promise<void> {
    await expect
      .poll(async () => reportedIteration(await this.solvedCurve.getAttribute('aria-label')), { timeout: 90_000 })
      .toBeGreaterThanOrEqual(iteration)
  }

  /** id of the experiment whose page is open */
  id(): string {
    const [, id = ''] = /#\/experiments\/([^/]+)$/.exec(this.page.url()) ?? []
    return decodeURIComponent(id)
  }
}

function reportedIteration(summary: string | null): number {
  return Number(/at iteration (\d+)/.exec(summary ?? '')?.[1] ?? 0)
}
