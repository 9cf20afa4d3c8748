import { defaultWorkspaceDirectory, type AppDirectories } from '../node/host/appDirectories'
import type { Output } from './output'

export interface CliContext {
  readonly directories: AppDirectories
  readonly output: Output
}

/** The options that every command takes. */
export interface CommonOptions {
  readonly workspace?: string
  readonly json?: boolean
}

export const workspaceOf = (options: CommonOptions): string => options.workspace ?? defaultWorkspaceDirectory()
