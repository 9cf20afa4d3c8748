import { expect, type Locator, type Page } from '@playwright/test'

/** The primitives' page, as a person finds it. */
export class PrimitivesPage {
  readonly pane: Locator
  /** one for each primitive that is shown */
  readonly rows: Locator
  readonly programsOf: Locator
  readonly search: Locator
  readonly overview: Locator

  constructor(private readonly page: Page) {
    this.pane = page.getByRole('region', { name: 'Primitives' })
    this.rows = page
      .getByRole('table', { name: 'Primitives' })
      .getByRole('row')
      .filter({ has: page.getByRole('link') })
    this.programsOf = this.pane.getByRole('combobox', { name: 'Programs of' })
    this.search = this.pane.getByRole('searchbox', { name: 'Search the primitives' })
    this.overview = page.getByRole('region', { name: 'Overview' })
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Primitives' }).click()
    await expect(this.rows.first()).toBeVisible()
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  /** What a row says in the column of this title; empty where it counts nothing. */
  async count(name: string, title: string): Promise<number> {
    const titles = await this.pane.getByRole('columnheader').allTextContents()
    const at = titles.findIndex((text) => text.trim() === title)
    // the first column is the row's header
    const text = await this.row(name)
      .getByRole('cell')
      .nth(at - 1)
      .textContent()
    return Number((text ?? '').replace(/\D/g, ''))
  }

  async sortBy(title: string): Promise<void> {
    await this.pane.getByRole('columnheader', { name: title }).getByRole('button').click()
  }

  /** The pane of the primitive that is chosen. */
  detail(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }
}
