import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ok, type Result } from '../core/util/result'
import { createClient } from '../ipc/client'
import { decodeMessage, encodeMessage } from '../ipc/codec'
import type { Channel, Message } from '../ipc/contract'
import type { EventListener, ServedHost } from '../ipc/serve'
import { startServer, type RunningServer } from './server'

class EchoHost implements ServedHost {
  readonly listeners = new Set<EventListener>()
  handle(command: string, params: unknown): Promise<Result<unknown>> {
    return Promise.resolve(ok({ command, params }))
  }
  on(listener: EventListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

let root: string
let host: EchoHost
let server: RunningServer

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'codeit-server-'))
  await writeFile(join(root, 'index.html'), '<h1>here</h1>')
  await writeFile(`${root}-secret`, 'secret')
  host = new EchoHost()
  const started = await startServer({ host, rendererDirectory: root, port: 0 })
  if (!started.ok) throw new Error(started.error.message)
  server = started.value
})
afterEach(async () => {
  await server.close()
  await rm(root, { recursive: true })
  await rm(`${root}-secret`)
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
      .on('error', reject)
      .end()
  })
}

const socketAddress = (): URL => {
  const url = new URL(server.address)
  url.protocol = 'ws:'
  url.pathname = '/rpc'
  return url
}

/** The status a WebSocket is refused with, or 101. */
function knock(url: URL, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

describe('the headless host over HTTP', () => {
  it('prints an address on loopback with a token of its own', () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  })

  it('serves the window under the strict policy', async () => {
    const { status, headers, text } = await get('/')
    expect([status, text]).toEqual([200, '<h1>here</h1>'])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  it.each(['/nothing.js', '/%', '/%00', '/assets'])('answers 404 for %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('serves nothing outside its folder', async () => {
    const name = `${basename(root)}-secret`
    for (const path of [`/../${name}`, `/%2e%2e/${name}`, `/..%2f${name}`, `/..%5c${name}`, `//etc/passwd`]) {
      const { status, text } = await get(path)
      expect([path, status, text.includes('secret')]).toEqual([path, 404, false])
    }
  })

  it('refuses names that are not its own (DNS rebinding) and other methods', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(421)
    expect((await get('/', { host: `evil.example:${server.port}` })).status).toBe(421)
    expect((await get('/', { host: `localhost:${server.port}` })).status).toBe(200)
    expect((await get('/', {}, 'POST')).status).toBe(405)
  })
})

describe('the headless host over the WebSocket', () => {
  it('asks for the token, its own origin and its own name', async () => {
    const good = socketAddress()
    const own = { origin: `http://127.0.0.1:${server.port}` }
    expect(await knock(good, own)).toBe(101)
    expect(await knock(good)).toBe(101)
    expect(await knock(good, { origin: 'http://evil.example' })).toBe(403)
    expect(await knock(good, { origin: 'null' })).toBe(403)
    expect(await knock(good, { host: 'evil.example' })).toBe(421)
    const wrong = socketAddress()
    wrong.searchParams.set('token', 'x'.repeat(32))
    expect(await knock(wrong, own)).toBe(401)
    wrong.searchParams.delete('token')
    expect(await knock(wrong, own)).toBe(401)
    const elsewhere = socketAddress()
    elsewhere.pathname = '/'
    expect(await knock(elsewhere, own)).toBe(404)
  })

  it('carries requests and events, and forgets a client that leaves', async () => {
    const socket = new WebSocket(socketAddress())
    await new Promise((resolve) => socket.on('open', resolve))
    const client = createClient(channelOf(socket))
    expect(await client.call('programs.get', { taskId: 'a' })).toEqual({
      ok: true,
      value: { command: 'programs.get', params: { taskId: 'a' } },
    })
    const heard = new Promise((resolve) => client.on('workspace.changed', resolve))
    for (const listener of host.listeners) listener('workspace.changed', { what: 'tasks' })
    expect(await heard).toEqual({ what: 'tasks' })
    socket.close()
    await expect.poll(() => host.listeners.size).toBe(0)
  })

  it('ends the connection on what is no message, and lives on', async () => {
    for (const data of [new Uint8Array([1, 2, 3]), encodeMessage({ kind: 'request' }), encodeMessage(null)]) {
      const socket = new WebSocket(socketAddress())
      const code = await new Promise((resolve) => {
        socket.on('open', () => socket.send(data))
        socket.on('close', resolve)
      })
      expect(code).toBe(1002)
    }
    expect((await get('/')).status).toBe(200)
  })

  it('survives a client that breaks off in the handshake', async () => {
    const raw = connect(server.port, '127.0.0.1')
    await new Promise((resolve) => raw.on('connect', resolve))
    raw.write(`GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`)
    raw.resetAndDestroy()
    expect((await get('/')).status).toBe(200)
  })

  it('says so when the port is taken', async () => {
    const second = await startServer({ host, rendererDirectory: root, port: server.port })
    expect(second).toMatchObject({ ok: false, error: { code: 'host/port' } })
    for (const port of [NaN, -1, 70_000]) {
      const wrong = await startServer({ host, rendererDirectory: root, port })
      expect(wrong).toMatchObject({ ok: false, error: { code: 'host/port' } })
    }
  })
})

function channelOf(socket: WebSocket): Channel {
  return {
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) => {
      socket.on('message', (data: Buffer) => {
        const message = decodeMessage(data)
        if (message.ok) listener(message.value as Message)
      })
    },
    onClose: (listener) => socket.on('close', listener),
  }
}
