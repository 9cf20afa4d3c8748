import type { WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '../ipc/codec'
import type { Channel, Message } from '../ipc/contract'

const PROTOCOL_ERROR = 1002

/** A client's WebSocket as a channel. What is no message of ours ends the connection: such a client is not the window. */
export function socketChannel(socket: WebSocket): Channel {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message))
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer) => {
        const message = decodeMessage(data)
        if (message.ok && isMessage(message.value)) listener(message.value)
        else socket.close(PROTOCOL_ERROR, 'not a message of the workbench')
      })
    },
    onClose(listener) {
      socket.on('close', listener)
    },
  }
}

/** Only requests come this way; their parameters are validated by the host. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { kind, id, command } = value as Readonly<Record<string, unknown>>
  return kind === 'request' && typeof id === 'number' && typeof command === 'string'
}
