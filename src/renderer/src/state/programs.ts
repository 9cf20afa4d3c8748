const DRAFTS = 'codeit.drafts'

/**
 * Unsaved program texts, by task: a draft survives leaving the task and reloading the window. Other views send a
 * program to the editor by leaving a draft.
 */
export class Programs {
  private readonly drafts: Record<string, string> = readDrafts()

  draftOf(taskId: string): string | undefined {
    return this.drafts[taskId]
  }

  /** `null` forgets the draft. */
  keep(taskId: string, text: string | null): void {
    if (text === null) delete this.drafts[taskId]
    else this.drafts[taskId] = text
    sessionStorage.setItem(DRAFTS, JSON.stringify(this.drafts))
  }
}

function readDrafts(): Record<string, string> {
  const text = sessionStorage.getItem(DRAFTS)
  return text ? (JSON.parse(text) as Record<string, string>) : {} // written by `keep` alone
}
