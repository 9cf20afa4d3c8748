import { describe, expect, it } from 'vitest'
import { err, ok, type Result } from '../core/util/result'
import { createClient } from './client'
import type { Message } from './contract'
import { createLocalChannel } from './localChannel'
import { serveChannel, type EventListener, type ServedHost } from './serve'

/** A host that answers when told to. */
class ManualHost implements ServedHost {
  readonly asked: { command: string; params: unknown; answer: (result: Result<unknown>) => void }[] = []
  readonly listeners = new Set<EventListener>()
  handle(command: string, params: unknown): Promise<Result<unknown>> {
    return new Promise((answer) => this.asked.push({ command, params, answer }))
  }
  on(listener: EventListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function connect() {
  const channel = createLocalChannel()
  const host = new ManualHost()
  serveChannel(channel.far, host)
  return { channel, host, client: createClient(channel.near) }
}

describe('client and serve', () => {
  it('gives every answer to its own request, in whatever order they come', async () => {
    const { host, client } = connect()
    const first = client.call('programs.get', { taskId: 'a' })
    const second = client.call('programs.get', { taskId: 'b' })
    await settle()
    expect(host.asked.map(({ params }) => params)).toEqual([{ taskId: 'a' }, { taskId: 'b' }])
    host.asked[1]?.answer(err('task/unknown', 'no b'))
    host.asked[0]?.answer(ok(null))
    expect(await first).toEqual({ ok: true, value: null })
    expect(await second).toMatchObject({ ok: false, error: { code: 'task/unknown' } })
  })

  it('brings events to subscribers until they unsubscribe', async () => {
    const { host, client } = connect()
    const heard: unknown[] = []
    const stop = client.on('workspace.changed', (payload) => heard.push(payload))
    for (const listener of host.listeners) listener('workspace.changed', { what: 'tasks' })
    await settle()
    stop()
    for (const listener of host.listeners) listener('workspace.changed', { what: 'settings' })
    await settle()
    expect(heard).toEqual([{ what: 'tasks' }])
  })

  it('answers what is pending, and all that follows, with a problem when the channel closes', async () => {
    const { channel, host, client } = connect()
    const pending = client.call('tasks.list', {})
    await settle()
    channel.close()
    expect(await pending).toMatchObject({ ok: false, error: { code: 'connection/lost' } })
    expect(await client.call('tasks.list', {})).toMatchObject({ ok: false, error: { code: 'connection/lost' } })
    expect(host.listeners.size).toBe(0)
  })

  it('does not take the answer to a page before it for its own', async () => {
    const channel = createLocalChannel()
    const requests: number[] = []
    channel.far.onMessage((message: Message) => {
      if (message.kind === 'request') requests.push(message.id)
    })
    void createClient(channel.near).call('tasks.list', {})
    void createClient(channel.near).call('tasks.list', {})
    await settle()
    expect(new Set(requests).size).toBe(2)
  })
})
