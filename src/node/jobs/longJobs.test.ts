import { expect, it } from 'vitest'
import type { LongJob } from '../store/longJob'
import { LongJobs } from './longJobs'

/** Work that ends when it is told to, or when it is cancelled. */
function work() {
  let end: (value: string) => void = () => undefined
  let job: LongJob | null = null
  const run = (given: LongJob): Promise<string> => {
    job = given
    return new Promise((resolve, reject) => {
      end = resolve
      given.signal.addEventListener('abort', () => reject(new Error('given up')))
    })
  }
  return { run, end: (value: string) => end(value), tell: (share: number) => job?.onProgress(share) }
}

it('tells of each job, cancels the one that is named, and waits for the rest', async () => {
  const told: unknown[] = []
  const jobs = new LongJobs<string>((id, share) => told.push([id, share]))
  const [one, two] = [work(), work()]
  const [first, second] = [jobs.run('one', one.run), jobs.run('two', two.run)]
  one.tell(0.25)
  two.tell(0.5)
  expect(told).toEqual([
    ['one', 0.25],
    ['two', 0.5],
  ])
  expect(jobs.cancel('one')).toBe(true)
  await expect(first).rejects.toThrow('given up')
  expect(jobs.cancel('one')).toBe(false)
  expect(jobs.isIdle).toBe(false)
  const idle = jobs.idle()
  two.end('done')
  expect(await second).toBe('done')
  await idle
  expect(jobs.isIdle).toBe(true)
})

it('cancels all', async () => {
  const jobs = new LongJobs<number>(() => undefined)
  const both = Promise.allSettled([jobs.run(1, work().run), jobs.run(2, work().run)])
  jobs.cancelAll()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
