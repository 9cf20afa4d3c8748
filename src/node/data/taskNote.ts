/** What a task's file says of it for people. */
export interface TaskNote {
  readonly description: string
  readonly tags: readonly string[]
}

/** The notes in a task file that was parsed before: a part of the format that others have added. */
export function notesIn(text: string): TaskNote {
  const { description, tags } = JSON.parse(text.replace(/^\ufeff/, '')) as { description?: unknown; tags?: unknown }
  return {
    description: typeof description === 'string' ? description : '',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
  }
}
