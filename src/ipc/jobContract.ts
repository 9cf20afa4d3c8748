import { z } from 'zod'

/** The part of the contract about long work: how far it is, and how it is given up. */

const id = z.string().min(1).max(100)

/** A name of the asker's own, unlike any other, for work that it wants to follow or to cancel. */
export const jobId = id.optional()

export const JOB_PARAMS = {
  /** the command of that name then answers `job/cancelled`, or what it had done already */
  'jobs.cancel': z.object({ jobId: id }),
} as const satisfies Record<string, z.ZodType>

export interface JobResults {
  /** whether it was still running */
  'jobs.cancel': { readonly cancelled: boolean }
}

export interface JobEvents {
  /** how much is done, 0 to 1 */
  'job.progress': { readonly jobId: string; readonly share: number }
}
