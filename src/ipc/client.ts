import { err, type Result } from '../core/util/result'
import type { Channel, Client, Command, EventName, Events, Params, Results } from './contract'

type Listener = (payload: never) => void

const lost = (): Result<never> =>
  err(
    'connection/lost',
    'the connection to the workbench is lost',
    undefined,
    'It is tried again; or reload the window.',
  )

/** Asks the host over a channel: answers find their request by its id, events go to whoever subscribed. */
export function createClient(channel: Channel): Client {
  // not from 1: after a reload a late answer to the page before must find no request here
  let nextId = Math.floor(Math.random() * 2 ** 40)
  let isClosed = false
  const pending = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Map<EventName, Set<Listener>>()

  channel.onMessage((message) => {
    if (message.kind === 'response') {
      const settle = pending.get(message.id)
      pending.delete(message.id)
      settle?.(message.result)
    } else if (message.kind === 'event') {
      for (const listener of [...(listeners.get(message.name) ?? [])]) listener(message.payload as never)
    }
  })
  channel.onClose(() => {
    isClosed = true
    for (const settle of pending.values()) settle(lost())
    pending.clear()
  })

  return {
    call<C extends Command>(command: C, params: Params<C>): Promise<Result<Results[C]>> {
      if (isClosed) return Promise.resolve(lost())
      return new Promise((resolve) => {
        const id = nextId++
        // the host answers a command with its own result type: the contract is checked on its side
        pending.set(id, resolve as (result: Result<unknown>) => void)
        channel.send({ kind: 'request', id, command, params })
      })
    },
    on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
      const subscribed = listeners.get(event) ?? new Set<Listener>()
      listeners.set(event, subscribed.add(listener))
      return () => subscribed.delete(listener)
    },
  }
}
