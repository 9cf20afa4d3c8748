import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Problem } from '../../core/util/result'
import { FileCheckpoints } from './fileCheckpoints'

let directory: string
let problems: Problem[]
let checkpoints: FileCheckpoints

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'codeit-checkpoints-')), 'checkpoints')
  problems = []
  checkpoints = new FileCheckpoints(directory, (problem) => problems.push(problem))
})
afterEach(() => rm(join(directory, '..'), { recursive: true }))

const policyOf = (iteration: number): Uint8Array =>
  Uint8Array.from({ length: 5000 }, (_, k) => (k * 7 + iteration) % 256)
const fileOf = (iteration: number): string => join(directory, `iteration-000${iteration}.ckpt`)
const saveUpTo = async (last: number): Promise<void> => {
  for (let iteration = 0; iteration <= last; iteration++) await checkpoints.save(iteration, policyOf(iteration))
}

it('has none at first', async () => {
  expect(await checkpoints.latest()).toBeNull()
})

it('gives back the newest and keeps three', async () => {
  await saveUpTo(4)
  expect(await checkpoints.latest()).toEqual({ iteration: 4, policy: policyOf(4) })
  expect(await checkpoints.iterations()).toEqual([2, 3, 4])
  expect(problems).toEqual([])
})

it.each([
  ['cut short', () => truncate(fileOf(3), 3000)],
  ['empty', () => truncate(fileOf(3), 0)],
  [
    'with one bit turned',
    async () => {
      const bytes = await readFile(fileOf(3))
      bytes[4000] = (bytes[4000] as number) ^ 1
      await writeFile(fileOf(3), bytes)
    },
  ],
  ['something else', () => writeFile(fileOf(3), 'codeit-checkpoint-1 {oops\nxyz')],
  ['of another iteration', async () => writeFile(fileOf(3), await readFile(fileOf(2)))],
])('falls back to the one before when the newest is %s', async (_, breakIt) => {
  await saveUpTo(3)
  await breakIt()
  expect(await checkpoints.latest()).toEqual({ iteration: 2, policy: policyOf(2) })
  expect(problems).toEqual([expect.objectContaining({ code: 'checkpoint/broken', where: fileOf(3) })])
})

it('removes what an interrupted save and an abandoned course left behind', async () => {
  await saveUpTo(3)
  await writeFile(`${fileOf(3)}.123456`, 'half')
  await checkpoints.save(2, policyOf(9))
  expect((await readdir(directory)).sort()).toEqual(['iteration-0001.ckpt', 'iteration-0002.ckpt'])
  expect((await checkpoints.latest())?.policy).toEqual(policyOf(9))
})
