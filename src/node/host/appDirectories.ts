import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where the parts of the built application lie; every process entry knows its own directory, `out/main`. */
export interface AppDirectories {
  readonly entries: string
  readonly renderer: string
  readonly preload: string
  readonly resources: string
  readonly version: string
}

export function appDirectories(entriesDirectory: string): AppDirectories {
  const root = resolve(entriesDirectory, '../..')
  return {
    entries: entriesDirectory,
    renderer: resolve(entriesDirectory, '../renderer'),
    preload: resolve(entriesDirectory, '../preload/index.cjs'),
    resources: resolve(root, 'resources'),
    version: readVersion(resolve(root, 'package.json')),
  }
}

/** The workspace that opens when none is named: in the user's own data folder, as the system has it. */
export function defaultWorkspaceDirectory(): string {
  return resolve(envPaths('codeit-workbench', { suffix: '' }).data, 'workspace')
}

function readVersion(file: string): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
