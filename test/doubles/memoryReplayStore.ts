import type { Candidate, Experience, NewExperience } from '../../src/core/replay/experience'
import type { ExperienceKey, Metric, ReplayStore } from '../../src/core/replay/replayStore'

/** The replay store's contract in a few lines of memory: for tests of the loop. */
export class MemoryReplayStore implements ReplayStore {
  experiences: Experience[] = []
  private found: Candidate[] = []
  private series: Metric[] = []
  private nextId = 1

  async addExperiences(experiences: readonly NewExperience[]): Promise<ExperienceKey[]> {
    const known = new Set(this.experiences.map((e) => `${e.taskId}\n${e.program}`))
    const added: ExperienceKey[] = []
    for (const experience of experiences) {
      const key = `${experience.taskId}\n${experience.program}`
      if (known.has(key)) continue
      known.add(key)
      const stored = { ...experience, id: this.nextId++, drawn: 0 }
      this.experiences.push(stored)
      added.push(keyOf(stored))
    }
    return added
  }

  async keys(): Promise<ExperienceKey[]> {
    return this.experiences.map(keyOf)
  }

  async get(ids: readonly number[]): Promise<Experience[]> {
    const byId = new Map(this.experiences.map((e) => [e.id, e]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  async countDraws(ids: readonly number[]): Promise<void> {
    const times = new Map<number, number>()
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
    this.experiences = this.experiences.map((e) => ({ ...e, drawn: e.drawn + (times.get(e.id) ?? 0) }))
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
    this.nextId = 1 + this.experiences.reduce((id, e) => Math.max(id, e.id), 0)
  }
}

const keyOf = ({ id, source, priority, lines, iteration, drawn }: Experience): ExperienceKey => ({
  id,
  source,
  priority,
  lines,
  iteration,
  drawn,
})
