import type { BufferPart, Candidate, NewExperience, TaughtExperience } from './experience'

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
  readonly taskId: string
  readonly part: BufferPart
  /** 0: excluded or deleted by hand, never drawn */
  readonly priority: number
  readonly lines: number
  readonly iteration: number
  readonly drawn: number
}

export interface EvictionLimits {
  /** experiences that may stay */
  readonly capacity: number
  /** of each part at least so many stay: what a lesson draws */
  readonly kept: Readonly<Record<BufferPart, number>>
}

/** The replay buffer on disk, as the loop sees it. Every call is one transaction. */
export interface ReplayStore {
  /**
   * Adds what is new (task and program text not yet stored together; where outputs must be distinct, task and realised
   * outputs neither) and returns the keys of what was added, in order.
   */
  addExperiences(experiences: readonly NewExperience[], distinctOutputs?: boolean): Promise<ExperienceKey[]>
  /**
   * Gives the keys of all experiences by ascending id, for draws from this meta-iteration on: edits made by hand so far
   * are heeded from it on.
   */
  forEachKey(iteration: number, take: (key: ExperienceKey) => void): Promise<void>
  /** Edits made by hand that no draw has heeded yet. */
  pendingEdits(): Promise<number>
  /**
   * Where there are more experiences than `capacity`, forgets those that reproduce least, the oldest of them first, and
   * gives how many. Seeds, solutions (right on every demonstration), what is pinned and the newest experience stay.
   */
  evict(limits: EvictionLimits): Promise<number>
  /** How many experiences there are. */
  count(): Promise<number>
  /** The experiences with these ids, in the order asked for. */
  get(ids: readonly number[]): Promise<TaughtExperience[]>
  /** Adds one to `drawn` for each id (ids may repeat), as drawn in this meta-iteration. */
  countDraws(iteration: number, ids: readonly number[]): Promise<void>
  addCandidates(candidates: readonly Candidate[]): Promise<void>
  /** All candidates in the order they were found. */
  candidates(): Promise<Candidate[]>
  addMetrics(metrics: readonly Metric[]): Promise<void>
  metrics(): Promise<Metric[]>
  /** Forgets everything of iterations after `iteration`, draws included: what a run killed in mid-iteration left behind. */
  truncateAfter(iteration: number): Promise<void>
}
