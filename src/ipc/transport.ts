import type { Channel } from './contract'

/** Where the window finds its host: what the preload exposes, else the WebSocket of the page's own address. */
export const WINDOW_CHANNEL = 'codeit'
export const SOCKET_PATH = '/rpc'
/** query parameter of the page's address and of the WebSocket's */
export const TOKEN_PARAMETER = 'token'
/** Electron's ipc channel, both directions */
export const IPC_CHANNEL = 'codeit:message'
/** the largest message either side accepts: an uploaded archive, with room */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

declare global {
  interface Window {
    /** the desktop's channel (preload); absent in a browser */
    readonly codeit?: Pick<Channel, 'send' | 'onMessage'>
  }
}

/** Tasks that one question for thumbnails may name; here, not in the contract, whose checks the window does without. */
export const THUMBNAILS_AT_MOST = 100
