import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

/**
 * The window's files with their headers, for both ways it is shown: `app://` on the desktop, loopback HTTP elsewhere.
 * The policy forbids all but the bundle's own code; Monaco needs inline styles.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer', // the address carries the token
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface StaticFile {
  readonly status: 200 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}

/** The file at a URL's path under `root`; whatever lies outside, or is not there, is 404. */
export async function readStaticFile(root: string, pathname: string): Promise<StaticFile> {
  const file = resolveInside(root, pathname)
  if (file === null) return NOT_FOUND
  let body: Uint8Array<ArrayBuffer>
  try {
    body = new Uint8Array(await readFile(file))
  } catch (error) {
    if (isAbsent(error)) return NOT_FOUND
    throw error
  }
  const isPage = file.endsWith('.html')
  return {
    status: 200,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      // every other file has the hash of its contents in its name
      'cache-control': isPage ? 'no-store' : 'private, max-age=31536000, immutable',
    },
    body,
  }
}

const NOT_FOUND: StaticFile = {
  status: 404,
  headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: new TextEncoder().encode('not found\n'),
}

function resolveInside(root: string, pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null // a lone % names no file
  }
  if (decoded.includes('\0')) return null
  const file = resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`)
  return file.startsWith(resolve(root) + sep) ? file : null
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
}
