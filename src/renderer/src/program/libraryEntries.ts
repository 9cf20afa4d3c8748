import type { FoundTask, ProgramFile } from '../../../ipc/contract'

/** A program that can be chosen for a task. */
export interface LibraryEntry {
  readonly key: string
  /** '' where it has none */
  readonly name: string
  readonly origin: ProgramFile['origin']
  /** '' for a seed, and for what is not kept yet */
  readonly savedAt: string
  readonly text: string
  readonly lines: number
  /** a version that the user can name and remove */
  readonly isVersion: boolean
}

/** The versions kept for a task and its seed, then what the search found for it and is not among them. */
export function libraryEntries(history: readonly ProgramFile[], found: FoundTask | undefined): LibraryEntry[] {
  const kept = history.map(({ name, origin, savedAt, text }): LibraryEntry => {
    const isVersion = origin !== 'seed'
    return { key: isVersion ? savedAt : 'seed', name, origin, savedAt, text, lines: lineCount(text), isVersion }
  })
  const known = new Set(kept.map(({ text }) => text.trim()))
  const attempts = (found?.attempts ?? []).filter(({ program }) => !known.has(program.trim()))
  const others = attempts.map(({ program: text }, k): LibraryEntry => {
    return {
      key: `found-${k}`,
      name: '',
      origin: 'search',
      savedAt: '',
      text,
      lines: lineCount(text),
      isVersion: false,
    }
  })
  return [...kept, ...others]
}

/** Lines that hold more than a comment. */
const lineCount = (text: string): number => text.split('\n').filter((line) => /^[^#]*[^\s#]/.test(line)).length
