import { expect, type Locator, type Page } from '@playwright/test'

/** The program editor and what stands beside it, as a person finds them. */
export class EditorPage {
  readonly program: Locator
  readonly pairs: Locator
  readonly values: Locator
  readonly save: Locator
  readonly library: Locator
  private readonly input: Locator

  constructor(private readonly page: Page) {
    this.program = page.getByRole('region', { name: 'Program' })
    this.pairs = page.getByRole('region', { name: 'Pairs' })
    this.values = page.getByRole('listbox', { name: 'Value of each line' })
    this.save = this.program.getByRole('button', { name: 'Save' })
    this.library = this.program.getByRole('button', { name: 'Library' })
    this.input = this.program.getByRole('textbox', { name: 'Program' })
  }

  /** The editor is there and the first evaluation is done. */
  async isReady(): Promise<void> {
    await expect(this.input).toBeAttached()
    await expect(this.pairs.getByText(/\d+ right|\d+ wrong|not run/).first()).toBeVisible()
  }

  pair(name: string): Locator {
    return this.pairs.getByRole('listitem', { name, exact: true })
  }

  /** what stands in the head: types check, an error with its line, or running */
  get verdict(): Locator {
    return this.program.getByRole('status')
  }

  /** Puts the cursor at the start of a line's text (line from 1), by keyboard. */
  async goToLine(line: number): Promise<void> {
    await this.input.focus()
    await this.page.keyboard.press('ControlOrMeta+Home')
    for (let k = 1; k < line; k++) await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press('Home')
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Replaces the whole text as pasting does. */
  async replace(text: string): Promise<void> {
    await this.input.focus()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
  }

  async undo(): Promise<void> {
    await this.input.focus()
    await this.page.keyboard.press('ControlOrMeta+z')
  }

  /** Puts the cursor before the n-th character of a line, both from 1, by keyboard. */
  async goTo(line: number, column: number): Promise<void> {
    await this.goToLine(line)
    for (let k = 1; k < column; k++) await this.page.keyboard.press('ArrowRight')
  }

  /** the value of a line, as it stands beside it; lines from 1 among those with values */
  value(line: number): Locator {
    return this.values.getByRole('option').nth(line - 1)
  }

  /** The text as drawn, comments included. */
  async text(): Promise<string> {
    const lines = await this.program.locator('.view-line').evaluateAll((nodes) =>
      nodes
        .map((node) => ({ top: parseFloat((node as HTMLElement).style.top), text: node.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    )
    return lines.join('\n').trimEnd()
  }

  /** places underlined as errors or warnings */
  get squiggles(): Locator {
    return this.program.locator('.squiggly-error, .squiggly-warning')
  }
}
