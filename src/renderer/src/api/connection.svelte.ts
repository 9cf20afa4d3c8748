import { createClient } from '../../../ipc/client'
import type { Client, Command, EventName, Events, Params, Results } from '../../../ipc/contract'
import { err, type Result } from '../../../core/util/result'
import { openChannel } from './channel'

export type ConnectionStatus = 'connecting' | 'open' | 'lost'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 8000

/**
 * The one connection to the host. It reconnects by itself with growing pauses; `onOpen` listeners run at every (new)
 * connection, so that state is fetched again, and event subscriptions survive.
 */
export class Connection {
  status = $state<ConnectionStatus>('connecting')
  /** connections so far: a page that fetched under an older one fetches again */
  epoch = $state(0)
  private client: Client | null = null
  private readonly openListeners: (() => void)[] = []
  private readonly subscriptions: ((client: Client) => void)[] = []
  private retryMs = FIRST_RETRY_MS

  async open(): Promise<void> {
    try {
      const channel = await openChannel()
      const client = createClient(channel)
      channel.onClose(() => this.lose())
      this.client = client
      this.retryMs = FIRST_RETRY_MS
      for (const subscribe of this.subscriptions) subscribe(client)
      this.status = 'open'
      this.epoch++
      for (const listener of this.openListeners) listener()
    } catch (cause) {
      console.info('no connection to the host yet', cause)
      this.lose()
    }
  }

  /** Resolves to a Result always; while the connection is lost, to a problem that says so. */
  async call<C extends Command>(command: C, params: Params<C>): Promise<Result<Results[C]>> {
    if (!this.client) return err('connection/lost', 'the connection to the workbench host is lost')
    return this.client.call(command, params)
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): void {
    const subscribe = (client: Client): void => {
      client.on(event, listener)
    }
    this.subscriptions.push(subscribe)
    if (this.client) subscribe(this.client)
  }

  /** Runs at every connection, the first one included. */
  onOpen(listener: () => void): void {
    this.openListeners.push(listener)
  }

  private lose(): void {
    this.client = null
    this.status = 'lost'
    setTimeout(() => void this.open(), this.retryMs)
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
  }
}
