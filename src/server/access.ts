import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/**
 * Who may talk to the headless host: only pages that it served itself. The token keeps other programs and users of the
 * machine out; Host and Origin are checked because any web page may open a WebSocket to a loopback address, and a name
 * of its own may be made to resolve to it (DNS rebinding).
 */
export function isOwnHost(headers: IncomingHttpHeaders, port: number): boolean {
  return headers.host !== undefined && ownHosts(port).includes(headers.host.toLowerCase())
}

/** Browsers always send an Origin with a WebSocket; programs that send none still need the token. */
export function isOwnOrigin(headers: IncomingHttpHeaders, port: number): boolean {
  return headers.origin === undefined || ownHosts(port).some((host) => headers.origin === `http://${host}`)
}

export function isToken(given: string | null, token: string): boolean {
  // digests: of one length whatever was given, so the comparison takes one time
  return given !== null && timingSafeEqual(digest(given), digest(token))
}

const ownHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`]
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
