import { describe, expect, it } from 'vitest'
import { InternalError } from '../../core/util/internalError'
import { err, ok } from '../../core/util/result'
import { COMMANDS } from '../../ipc/contract'
import { dispatch, type Handlers } from './dispatch'

const refuse = () => err('task/unknown', 'not in this test')
const handlersWith = (some: Partial<Handlers>): Handlers => ({
  ...(Object.fromEntries(COMMANDS.map((command) => [command, refuse])) as unknown as Handlers),
  ...some,
})

async function send(command: string, params: unknown, some: Partial<Handlers> = {}) {
  const bugs: string[] = []
  const result = await dispatch(handlersWith(some), command, params, (name, error) => bugs.push(`${name}: ${error}`))
  return { result, bugs }
}

describe('dispatch', () => {
  it('runs the handler with the parameters it read', async () => {
    const { result } = await send(
      'programs.get',
      { taskId: 'starter/training/a', more: 1 },
      { 'programs.get': ({ taskId }) => ok({ taskId, text: '', origin: 'user', savedAt: '', name: '' }) },
    )
    expect(result).toMatchObject({ ok: true, value: { taskId: 'starter/training/a' } })
  })

  it.each([
    ['programs.save', { taskId: 'a' }, 'programs.save.text'],
    ['programs.get', null, 'programs.get'],
    ['replay.page', { experimentId: 'a', filter: { sources: ['seed', 'x'] } }, 'replay.page.filter.sources[1]'],
    ['experiments.get', { experimentId: '' }, 'experiments.get.experimentId'],
  ])('refuses wrong parameters of %s with their path', async (command, params, where) => {
    const { result, bugs } = await send(command, params)
    expect(result).toMatchObject({ ok: false, error: { code: 'message/invalid', where } })
    expect(bugs).toEqual([])
  })

  it.each(['no.such', 'constructor', '__proto__', ''])('refuses the command %j', async (command) => {
    expect((await send(command, {})).result).toMatchObject({ ok: false, error: { code: 'host/command' } })
  })

  it.each([
    [
      'throws',
      () => {
        throw new InternalError('boom')
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('answers `internal` and reports the bug when a handler %s', async (_, handler) => {
    const { result, bugs } = await send('tasks.list', {}, { 'tasks.list': handler })
    expect(result).toMatchObject({ ok: false, error: { code: 'internal', where: 'tasks.list' } })
    expect(bugs).toHaveLength(1)
    expect(bugs[0]).toContain('boom')
  })
})
