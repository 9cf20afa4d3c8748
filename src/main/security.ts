import { app, session, shell } from 'electron'
import { WINDOW_ADDRESS } from './appProtocol'

/** The window shows the bundle and nothing else: no permission, no other page, no new window, no embedded one. */
export function restrictContents(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, allow) => allow(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, url) => {
      if (!isOwnPage(url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

export const isOwnPage = (url: string): boolean => url.startsWith(WINDOW_ADDRESS)
