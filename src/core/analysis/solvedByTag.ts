/** A task that was tried: its tags, and where the program that solves it came from; null: none does. */
export interface TaggedOutcome {
  readonly tags: readonly string[]
  readonly solvedBy: string | null
}

/** The tasks of one tag, such as a concept of ConceptARC, and how many of them are solved. */
export interface TagRow {
  readonly tag: string
  readonly tasks: number
  readonly solved: number
  /** of the solved ones, by the source of the program */
  readonly bySource: Readonly<Record<string, number>>
}

/** One row a tag, by name; a task of several tags counts in each, one without tags in none. */
export function solvedByTag(outcomes: readonly TaggedOutcome[]): TagRow[] {
  const rows = new Map<string, { tag: string; tasks: number; solved: number; bySource: Record<string, number> }>()
  for (const { tags, solvedBy } of outcomes) {
    for (const tag of new Set(tags)) {
      const row = rows.get(tag) ?? { tag, tasks: 0, solved: 0, bySource: {} }
      rows.set(tag, row)
      row.tasks++
      if (solvedBy === null) continue
      row.solved++
      row.bySource[solvedBy] = (row.bySource[solvedBy] ?? 0) + 1
    }
  }
  return [...rows.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1))
}
