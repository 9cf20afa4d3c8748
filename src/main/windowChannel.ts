import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import type { Channel, Message } from '../ipc/contract'
import { IPC_CHANNEL } from '../ipc/transport'
import { isOwnPage } from './security'

/** Electron's ipc with one window as a channel; messages of other senders, or of a page that is not ours, are not heard. */
export function windowChannel(window: BrowserWindow): Channel {
  return {
    send(message) {
      if (!window.isDestroyed()) window.webContents.send(IPC_CHANNEL, message)
    },
    onMessage(listener) {
      const { webContents } = window
      const hear = (event: IpcMainEvent, message: Message): void => {
        if (event.sender === webContents && isOwnPage(event.senderFrame?.url ?? '')) listener(message)
      }
      ipcMain.on(IPC_CHANNEL, hear)
      window.on('closed', () => ipcMain.off(IPC_CHANNEL, hear))
    },
    onClose(listener) {
      window.on('closed', listener)
    },
  }
}
