import type { Candidate, Experience, NewExperience, Source } from './experience'

/** One point of a metric series. */
export interface Metric {
  readonly iteration: number
  readonly name: string
  /** position along the run: optimiser step for loss, meta-iteration for the rest */
  readonly step: number
  readonly value: number
}

/** What sampling needs to know of every experience, kept in RAM. */
export interface ExperienceKey {
  readonly id: number
  readonly source: Source
  readonly priority: number
  readonly lines: number
  readonly iteration: number
  readonly drawn: number
}

/** The replay buffer on disk, as the loop sees it. Every call is one transaction. */
export interface ReplayStore {
  /** Adds what is new (task and program text not yet stored together) and returns the keys of what was added, in order. */
  addExperiences(experiences: readonly NewExperience[]): Promise<ExperienceKey[]>
  /** Keys of all experiences by ascending id. */
  keys(): Promise<ExperienceKey[]>
  /** The experiences with these ids, in the order asked for. */
  get(ids: readonly number[]): Promise<Experience[]>
  /** Adds one to `drawn` for each id (ids may repeat). */
  countDraws(ids: readonly number[]): Promise<void>
  addCandidates(candidates: readonly Candidate[]): Promise<void>
  /** All candidates in the order they were found. */
  candidates(): Promise<Candidate[]>
  addMetrics(metrics: readonly Metric[]): Promise<void>
  metrics(): Promise<Metric[]>
  /** Forgets everything of iterations after `iteration`: what a run killed in mid-iteration left behind. */
  truncateAfter(iteration: number): Promise<void>
}
