import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { formatCode, helpOf } from '../core/errors/codes'
import { err, ok, type Result } from '../core/util/result'
import { serveChannel, type ServedHost } from '../ipc/serve'
import { MAX_MESSAGE_BYTES, SOCKET_PATH, TOKEN_PARAMETER } from '../ipc/transport'
import { readStaticFile, SECURITY_HEADERS } from '../node/host/staticFiles'
import { isOwnHost, isOwnOrigin, isToken } from './access'
import { socketChannel } from './socketChannel'

const LOOPBACK = '127.0.0.1'
const HEARTBEAT_MS = 30_000
const LAST_PORT = 65_535

export interface ServerOptions {
  readonly host: ServedHost
  readonly rendererDirectory: string
  /** 0: any free one */
  readonly port: number
}

export interface RunningServer {
  /** what to open in a browser, token included */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

/** The workbench at a loopback address: the window's files over HTTP, its channel over a WebSocket that asks for the token. */
export async function startServer({ host, rendererDirectory, port }: ServerOptions): Promise<Result<RunningServer>> {
  const token = randomBytes(24).toString('base64url')
  const server = createServer((request, response) => {
    void answer(request, response, rendererDirectory, portOf(server.address()))
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  server.on('upgrade', (request, socket: Socket, head) => {
    // a client that is gone already: 'close' follows
    socket.on('error', () => socket.destroy())
    const refusal = refuseSocket(request, portOf(server.address()), token)
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
  })
  const alive = new WeakSet<WebSocket>()
  sockets.on('connection', (client) => {
    alive.add(client)
    client.on('pong', () => alive.add(client))
    client.on('error', () => client.terminate())
    serveChannel(socketChannel(client), host)
  })
  const heartbeat = setInterval(() => {
    for (const client of sockets.clients) {
      if (!alive.delete(client)) client.terminate()
      else client.ping()
    }
  }, HEARTBEAT_MS)

  const refused = await listen(server, port)
  if (refused !== null) {
    clearInterval(heartbeat)
    return err('host/port', formatCode('host/port', { port, reason: refused }), undefined, helpOf('host/port'))
  }
  const opened = portOf(server.address())
  return ok({
    address: `http://${LOOPBACK}:${opened}/?${TOKEN_PARAMETER}=${token}`,
    port: opened,
    async close() {
      clearInterval(heartbeat)
      for (const client of sockets.clients) client.close(1001, 'the workbench ends')
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      for (const client of sockets.clients) client.terminate()
      await closed
    },
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, root: string, port: number): Promise<void> {
  if (!isOwnHost(request.headers, port)) return end(response, 421, 'this address serves its own pages only\n')
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'GET only\n')
  const url = urlOf(request)
  if (url === null) return end(response, 400, 'not an address\n')
  try {
    const { status, headers, body } = await readStaticFile(root, url.pathname)
    response.writeHead(status, { ...headers, 'content-length': body.byteLength })
    response.end(request.method === 'HEAD' ? undefined : body)
  } catch (error) {
    end(response, 500, `cannot be read: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(text)
}

/** The status line to refuse a WebSocket with, or null. */
function refuseSocket(request: IncomingMessage, port: number, token: string): string | null {
  const url = urlOf(request)
  if (!isOwnHost(request.headers, port)) return '421 Misdirected Request'
  if (!isOwnOrigin(request.headers, port)) return '403 Forbidden'
  if (url?.pathname !== SOCKET_PATH) return '404 Not Found'
  return isToken(url.searchParams.get(TOKEN_PARAMETER), token) ? null : '401 Unauthorized'
}

/** Resolves to null, or the reason why the port cannot be had. */
function listen(server: ReturnType<typeof createServer>, port: number): Promise<string | null> {
  if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) return Promise.resolve(`ports are 0 to ${LAST_PORT}`)
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(error.message))
    server.listen(port, LOOPBACK, () => resolve(null))
  })
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0

function urlOf({ url = '/' }: IncomingMessage): URL | null {
  const base = `http://${LOOPBACK}`
  return URL.canParse(url, base) ? new URL(url, base) : null
}
