import { WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '../../src/ipc/codec'
import { createClient } from '../../src/ipc/client'
import type { Client, Message } from '../../src/ipc/contract'
import { SOCKET_PATH } from '../../src/ipc/transport'

/** A second window's view of the host: what the page shows is compared with it. */
export async function connectToHost(address: string): Promise<{ client: Client; close(): void }> {
  const url = new URL(address)
  const socket = new WebSocket(`ws://${url.host}${SOCKET_PATH}${url.search}`)
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const client = createClient({
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) =>
      socket.on('message', (data: Buffer) => {
        const message = decodeMessage(data)
        if (message.ok) listener(message.value as Message)
      }),
    onClose: (listener) => socket.on('close', listener),
  })
  return { client, close: () => socket.close() }
}
