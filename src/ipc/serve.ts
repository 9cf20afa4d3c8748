import type { Result } from '../core/util/result'
import type { Channel, EventName, Events } from './contract'

export type EventListener = <E extends EventName>(name: E, payload: Events[E]) => void

/** The side of a host that a channel needs. */
export interface ServedHost {
  /** validates and runs a command; never rejects */
  handle(command: string, params: unknown): Promise<Result<unknown>>
  /** subscribes to every event; the answer ends it */
  on(listener: EventListener): () => void
}

/** Answers one client's requests and tells it every event, until its channel closes or the returned function is called. */
export function serveChannel(channel: Channel, host: ServedHost): () => void {
  let isOpen = true
  const unsubscribe = host.on((name, payload) => channel.send({ kind: 'event', name, payload }))
  const close = (): void => {
    isOpen = false
    unsubscribe()
  }
  channel.onClose(close)
  channel.onMessage((message) => {
    if (!isOpen || message.kind !== 'request') return
    void host.handle(message.command, message.params).then((result) => {
      if (isOpen) channel.send({ kind: 'response', id: message.id, result })
    })
  })
  return close
}
