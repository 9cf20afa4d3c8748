import { z } from 'zod'

/** The part of the contract about the programs that are kept for tasks. */

const id = z.string().min(1).max(200)

/** Where a program that the user keeps came from. */
export const SAVED_ORIGINS = ['user', 'mutation', 'policy', 'search'] as const
export type SavedOrigin = (typeof SAVED_ORIGINS)[number]

export const PROGRAM_PARAMS = {
  /** the program kept for a task: the user's own if there is one, else the seed */
  'programs.get': z.object({ taskId: id }),
  'programs.save': z.object({
    taskId: id,
    text: z.string().max(200_000),
    /** what found it; by default the user wrote it */
    origin: z.enum(SAVED_ORIGINS).optional(),
  }),
  /** every version, newest first; the seed last */
  'programs.history': z.object({ taskId: id }),
  /** '' takes the name away */
  'programs.rename': z.object({ taskId: id, savedAt: id, name: z.string().max(80) }),
  /** `programs.restore` brings it back */
  'programs.remove': z.object({ taskId: id, savedAt: id }),
  'programs.restore': z.object({ taskId: id, savedAt: id }),
} as const satisfies Record<string, z.ZodType>

export interface ProgramResults {
  'programs.get': ProgramFile | null
  'programs.save': ProgramFile
  'programs.history': ProgramFile[]
  /** these three give the history as it is then */
  'programs.rename': ProgramFile[]
  'programs.remove': ProgramFile[]
  'programs.restore': ProgramFile[]
}

export interface ProgramFile {
  readonly taskId: string
  readonly text: string
  readonly origin: 'seed' | SavedOrigin
  /** ISO time, which tells versions apart; '' for a seed */
  readonly savedAt: string
  /** '' where the user gave none */
  readonly name: string
}
