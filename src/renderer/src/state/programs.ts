import type { SavedOrigin } from '../../../ipc/contract'

const DRAFTS = 'codeit.drafts'

export interface Draft {
  readonly text: string
  /** what wrote it */
  readonly origin: SavedOrigin
}

/**
 * Unsaved program texts, by task: a draft survives leaving the task and reloading the window. Other views send a
 * program to the editor by leaving a draft.
 */
export class Programs {
  private readonly drafts: Record<string, Draft> = readDrafts()

  draftOf(taskId: string): Draft | undefined {
    return this.drafts[taskId]
  }

  /** `null` forgets the draft. */
  keep(taskId: string, text: string | null, origin: SavedOrigin = 'user'): void {
    if (text === null) delete this.drafts[taskId]
    else this.drafts[taskId] = { text, origin }
    sessionStorage.setItem(DRAFTS, JSON.stringify(this.drafts))
  }
}

function readDrafts(): Record<string, Draft> {
  const text = sessionStorage.getItem(DRAFTS)
  return text ? (JSON.parse(text) as Record<string, Draft>) : {} // written by `keep` alone
}
