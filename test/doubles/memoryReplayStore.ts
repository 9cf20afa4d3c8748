import { partOf, type Candidate, type Experience, type NewExperience } from '../../src/core/replay/experience'
import type { EvictionLimits, ExperienceKey, Metric, ReplayStore } from '../../src/core/replay/replayStore'

/** The replay store's contract in a few lines of memory: for tests of the loop. */
export class MemoryReplayStore implements ReplayStore {
  experiences: Experience[] = []
  private edits = 0
  private found: Candidate[] = []
  private series: Metric[] = []
  private draws: { readonly iteration: number; readonly id: number }[] = []
  private nextId = 1

  async addExperiences(experiences: readonly NewExperience[], distinctOutputs = false): Promise<ExperienceKey[]> {
    const keysOf = ({ taskId, program, pairIndices, outputs }: NewExperience): string[] => {
      const realised = JSON.stringify([taskId, pairIndices, outputs.map((grid) => grid.toRows())])
      return [`${taskId}\n${program}`, ...(distinctOutputs ? [realised] : [])]
    }
    const known = new Set(this.experiences.flatMap(keysOf))
    const added: ExperienceKey[] = []
    for (const experience of experiences) {
      const keys = keysOf(experience)
      if (keys.some((key) => known.has(key))) continue
      for (const key of keys) known.add(key)
      const stored = { ...experience, id: this.nextId++, drawn: 0, pinned: false, excluded: false }
      this.experiences.push(stored)
      added.push(keyOf(stored))
    }
    return added
  }

  async forEachKey(_iteration: number, take: (key: ExperienceKey) => void): Promise<void> {
    this.edits = 0
    for (const experience of this.experiences) take(keyOf(experience))
  }

  async pendingEdits(): Promise<number> {
    return this.edits
  }

  /** What a person does by hand. */
  change(ids: readonly number[], flags: Partial<Pick<Experience, 'pinned' | 'excluded'>>): void {
    this.edits += ids.length
    this.experiences = this.experiences.map((e) => (ids.includes(e.id) ? { ...e, ...flags } : e))
  }

  async evict({ capacity, kept }: EvictionLimits): Promise<number> {
    const newest = Math.max(0, ...this.experiences.map(({ id }) => id))
    const places = { textbook: 0, own: 0 }
    const gone = this.experiences
      .filter((e) => e.source !== 'seed' && e.demosRight < e.demos && !e.pinned && e.id !== newest)
      .toSorted((a, b) => b.demosRight / b.demos - a.demosRight / a.demos || b.id - a.id)
      .filter(({ source }) => ++places[partOf(source)] > kept[partOf(source)])
      .reverse()
      .slice(0, Math.max(0, this.experiences.length - capacity))
    this.experiences = this.experiences.filter((e) => !gone.includes(e))
    return gone.length
  }

  async count(): Promise<number> {
    return this.experiences.length
  }

  async get(ids: readonly number[]): Promise<Experience[]> {
    const byId = new Map(this.experiences.map((e) => [e.id, e]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  async countDraws(iteration: number, ids: readonly number[]): Promise<void> {
    this.draws.push(...ids.map((id) => ({ iteration, id })))
    this.sumDraws()
  }

  private sumDraws(): void {
    const times = new Map<number, number>()
    for (const { id } of this.draws) times.set(id, (times.get(id) ?? 0) + 1)
    this.experiences = this.experiences.map((e) => ({ ...e, drawn: times.get(e.id) ?? 0 }))
  }

  async addCandidates(candidates: readonly Candidate[]): Promise<void> {
    this.found.push(...candidates)
  }

  async candidates(): Promise<Candidate[]> {
    return this.found.slice()
  }

  async addMetrics(metrics: readonly Metric[]): Promise<void> {
    this.series.push(...metrics)
  }

  async metrics(): Promise<Metric[]> {
    return this.series.slice()
  }

  async truncateAfter(iteration: number): Promise<void> {
    this.experiences = this.experiences.filter((e) => e.iteration <= iteration)
    this.found = this.found.filter((c) => c.iteration <= iteration)
    this.series = this.series.filter((m) => m.iteration <= iteration)
    this.draws = this.draws.filter((draw) => draw.iteration <= iteration)
    this.sumDraws()
    this.nextId = 1 + this.experiences.reduce((id, e) => Math.max(id, e.id), 0)
  }
}

const keyOf = (experience: Experience): ExperienceKey => {
  const { id, taskId, source, priority, excluded, lines, iteration, drawn } = experience
  return { id, taskId, part: partOf(source), priority: excluded ? 0 : priority, lines, iteration, drawn }
}
