import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { downloadDataset } from './downloadDataset'

let server: Server | null = null
afterEach(() => server?.close())

async function serve(status: number, body: Uint8Array): Promise<{ name: string; url: string }> {
  const listening = createServer((_request, response) => response.writeHead(status).end(body))
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', () => resolve()))
  return { name: 'arc', url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/data` }
}

it('gives the bytes as a zip to import', async () => {
  const body = Uint8Array.from({ length: 300_000 }, (_, k) => k % 251)
  const got = await downloadDataset('arc-agi-1', await serve(200, body))
  expect(got).toMatchObject({ ok: true, value: { name: 'arc' } })
  if (!got.ok) return
  expect(got.value.file.name).toMatch(/\.zip$/)
  expect(Buffer.from(got.value.file.bytes).equals(body)).toBe(true)
})

it('says why it cannot be had, and what to do instead', async () => {
  const source = await serve(404, new Uint8Array())
  const missing = await downloadDataset('arc-agi-1', source)
  expect(missing).toMatchObject({ ok: false, error: { code: 'download/failed', where: source.url } })
  expect(missing.ok ? '' : missing.error.message).toContain('answered 404')
  server?.close()
  server?.closeAllConnections()
  const gone = await downloadDataset('arc-agi-1', source)
  expect(gone.ok ? '' : gone.error.mend).toContain(source.url)
})
