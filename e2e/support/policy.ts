import { expect, type Locator, type Page } from '@playwright/test'

/** The policy page, as a person finds it. */
export class PolicyPage {
  readonly policy: Locator
  readonly reading: Locator
  readonly writing: Locator
  readonly task: Locator
  readonly devices: Locator
  readonly form: Locator
  /** sampled programs, best first */
  readonly samples: Locator
  /** the position that is looked at, in words */
  readonly position: Locator

  constructor(private readonly page: Page) {
    this.policy = page.getByRole('region', { name: 'Policy' })
    this.reading = page.getByRole('region', { name: 'What it reads' })
    this.writing = page.getByRole('region', { name: 'What it writes' })
    this.task = this.reading.getByRole('combobox', { name: 'Task' })
    this.devices = page.getByRole('list', { name: 'Devices that a policy can run on' })
    this.form = page.getByRole('form', { name: 'Sample the policy' })
    this.samples = page.getByRole('list', { name: 'Sampled programs, best first' }).getByRole('listitem')
    this.position = page.getByRole('region', { name: 'The position in words' })
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Policy' }).click()
    await expect(this.policy).toBeVisible()
    await expect(this.encoding('Positions')).toBeVisible()
  }

  encoding(name: 'Positions' | 'Near miss' | 'Sparse text' | 'Dense text'): Locator {
    return this.reading.getByRole('button', { name })
  }

  /** The positions of one demonstration pair, reached by the keyboard as one list. */
  positions(pair: number): Locator {
    return this.reading.getByRole('listbox', { name: `Positions of pair ${pair}`, exact: true })
  }

  async devicesAreTested(): Promise<void> {
    await expect(this.policy.getByRole('button', { name: 'Test' })).toBeEnabled({ timeout: 60_000 })
    await expect(this.devices.getByRole('listitem').filter({ hasText: /works|not here/ })).toHaveCount(5)
  }

  async choose(task: string): Promise<void> {
    await this.task.fill(task)
    await this.page.getByRole('option', { name: task }).click()
    await expect(this.task).toHaveValue(task)
  }

  async sample(): Promise<void> {
    await this.form.getByRole('button', { name: 'Sample' }).click()
    await expect(this.samples.first()).toBeVisible({ timeout: 60_000 })
    await expect(this.writing.getByRole('status')).toBeEmpty()
  }
}
