import { decodeMessage, encodeMessage } from '../../../ipc/codec'
import type { Channel, Message } from '../../../ipc/contract'
import { SOCKET_PATH, TOKEN_PARAMETER } from '../../../ipc/transport'

/** Opens one connection to the host: the preload's bridge in the desktop application, else a WebSocket on loopback. */
export function openChannel(): Promise<Channel> {
  return window.codeit ? Promise.resolve(bridgeChannel(window.codeit)) : openSocket()
}

function bridgeChannel(bridge: NonNullable<Window['codeit']>): Channel {
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: () => undefined, // Electron's ipc lives as long as the window
  }
}

function openSocket(): Promise<Channel> {
  const url = new URL(SOCKET_PATH, location.href.replace(/^http/, 'ws'))
  const token = new URLSearchParams(location.search).get(TOKEN_PARAMETER)
  if (token) url.searchParams.set(TOKEN_PARAMETER, token)
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the host does not answer')), { once: true })
    socket.addEventListener('open', () => resolve(socketChannel(socket)), { once: true })
  })
}

function socketChannel(socket: WebSocket): Channel {
  return {
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) =>
      socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
        const message = decodeMessage(new Uint8Array(event.data))
        if (message.ok) listener(message.value as Message)
        else console.error('a message of the host could not be read', message.error)
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
  }
}
