import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

/** The dialog for importing tasks, as a person finds it. */
export class ImportDialog {
  readonly dialog: Locator
  readonly path: Locator
  readonly folder: Locator
  readonly zip: Locator
  readonly datasetName: Locator
  readonly problem: Locator
  readonly refused: Locator
  private readonly opener: Locator

  constructor(page: Page) {
    this.opener = page.getByRole('region', { name: 'Tasks' }).getByRole('button', { name: 'Import' })
    this.dialog = page.getByRole('dialog', { name: 'Import tasks' })
    this.path = this.dialog.getByLabel('Folder or zip on this machine')
    this.folder = this.dialog.getByLabel('Choose a folder')
    this.zip = this.dialog.getByLabel('Choose a zip')
    this.datasetName = this.dialog.getByLabel('Dataset name')
    this.problem = this.dialog.getByRole('alert')
    this.refused = this.dialog.getByRole('list', { name: 'Refused files' }).getByRole('listitem')
  }

  async open(): Promise<void> {
    await this.opener.click()
    await expect(this.dialog).toBeVisible()
  }

  async importPath(path: string): Promise<void> {
    await this.path.fill(path)
    await this.dialog.getByRole('button', { name: 'Import', exact: true }).click()
  }

  /** The report says how many tasks came in, and into which dataset. */
  async hasImported(tasks: string, dataset: string): Promise<void> {
    await expect(this.dialog.getByText(new RegExp(`^\\s*${tasks} imported into ${dataset} in`))).toBeVisible({
      timeout: 60_000,
    })
  }

  async showTasks(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Show the tasks' }).click()
    await expect(this.dialog).toBeHidden()
  }

  async importMore(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Import more' }).click()
  }
}

/** A task in ARC's JSON; each pair as its grids' rows written as digits. */
export function taskJson(...pairs: readonly (readonly [input: string, output: string])[]): string {
  const grid = (text: string): number[][] => text.split(' ').map((row) => [...row].map(Number))
  const all = pairs.map(([input, output]) => ({ input: grid(input), output: grid(output) }))
  return JSON.stringify({ train: all.slice(0, -1), test: all.slice(-1) })
}

export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), text)
  }
}
