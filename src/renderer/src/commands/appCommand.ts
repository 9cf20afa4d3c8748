/** Something that a person can have done from the command palette or by a key. */
export interface AppCommand {
  /** `area.verb`; kept in the settings beside a key of the user's own */
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** presses in tinykeys' grammar: `$mod+K`, `g t`; left out: none until the user gives it one */
  readonly keys?: string
  /** further words by which it is found */
  readonly words?: readonly string[]
  readonly run: () => unknown
}

/** In the order of the palette; commands of the open page come first. */
export const COMMAND_GROUPS = ['This page', 'Go to', 'Do', 'Appearance', 'Help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]
