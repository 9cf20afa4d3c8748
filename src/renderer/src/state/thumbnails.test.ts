import { expect, it } from 'vitest'
import { ok } from '../../../core/util/result'
import type { Thumbnail } from '../../../ipc/contract'
import { THUMBNAILS_AT_MOST } from '../../../ipc/transport'
import type { Connection } from '../api/connection.svelte'
import { Thumbnails } from './thumbnails.svelte'
import { Toasts } from './toasts.svelte'

/** A host that knows tasks by name and answers when it is told to. */
function startHost(known: (taskId: string) => boolean = () => true) {
  const questions: { taskIds: readonly string[]; answer: () => Promise<void> }[] = []
  let changed = (): void => undefined
  const connection = {
    onOpen: () => undefined,
    on: (_: string, listener: (event: { what: string }) => void) => (changed = () => listener({ what: 'tasks' })),
    call: (_: string, { taskIds }: { taskIds: readonly string[] }) =>
      new Promise((resolve) => {
        const found = taskIds.filter(known).map((taskId): Thumbnail => ({ taskId, input: [[1]], output: [[2]] }))
        questions.push({
          taskIds,
          async answer() {
            resolve(ok(found))
            await settle()
          },
        })
      }),
  }
  const thumbnails = new Thumbnails(connection as unknown as Connection, new Toasts())
  return { thumbnails, questions, change: () => changed() }
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('asks once for all that is needed in one turn, and keeps the answers', async () => {
  const { thumbnails, questions } = startHost()
  expect(['a', 'b', 'a'].map((id) => thumbnails.get(id))).toEqual([null, null, null])
  await settle()
  await questions[0]?.answer()
  expect(thumbnails.get('b')).toMatchObject({ taskId: 'b', input: [[1]] })
  await settle()
  expect(questions.map(({ taskIds }) => taskIds)).toEqual([['a', 'b']])
})

it('asks for what was needed last while a question was on its way', async () => {
  const { thumbnails, questions } = startHost()
  thumbnails.get('first')
  await settle()
  for (let k = 0; k < THUMBNAILS_AT_MOST + 50; k++) thumbnails.get(String(k))
  await questions[0]?.answer()
  thumbnails.get('last')
  await settle()
  expect(questions[1]?.taskIds).toHaveLength(THUMBNAILS_AT_MOST)
  expect(questions[1]?.taskIds.at(-1)).toBe('last')
})

it('does not ask again for a task that is not there', async () => {
  const { thumbnails, questions } = startHost((taskId) => taskId !== 'gone')
  thumbnails.get('gone')
  await settle()
  await questions[0]?.answer()
  expect(thumbnails.get('gone')).toBeNull()
  await settle()
  expect(questions).toHaveLength(1)
})

it('gives the old one after a change until the new one is here', async () => {
  const { thumbnails, questions, change } = startHost()
  thumbnails.get('a')
  await settle()
  await questions[0]?.answer()
  change()
  expect(thumbnails.get('a')).not.toBeNull()
  await settle()
  expect(questions[1]?.taskIds).toEqual(['a'])
  await questions[1]?.answer()
  thumbnails.get('a')
  await settle()
  expect(questions).toHaveLength(2)
})
