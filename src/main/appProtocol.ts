import { protocol } from 'electron'
import { readStaticFile } from '../node/host/staticFiles'

const SCHEME = 'app'
const HOST = 'workbench'
export const WINDOW_ADDRESS = `${SCHEME}://${HOST}/`

/** Before the application is ready: the scheme behaves as https does (an origin, fetch, workers, the policy's 'self'). */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the window's files, and nothing else, under `app://workbench/`. */
export function handleAppScheme(rendererDirectory: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.host !== HOST || request.method !== 'GET') return new Response(null, { status: 403 })
    const { status, headers, body } = await readStaticFile(rendererDirectory, url.pathname)
    return new Response(body, { status, headers })
  })
}
