import { contextBridge, ipcRenderer } from 'electron'
import type { Message } from '../ipc/contract'
import { IPC_CHANNEL, WINDOW_CHANNEL } from '../ipc/transport'

/** The one thing the window gets of Electron: a channel to the host that carries the contract's messages. */
contextBridge.exposeInMainWorld(
  WINDOW_CHANNEL,
  Object.freeze({
    send: (message: Message): void => ipcRenderer.send(IPC_CHANNEL, message),
    onMessage: (listener: (message: Message) => void): void => {
      ipcRenderer.on(IPC_CHANNEL, (_event, message: Message) => listener(message))
    },
  }),
)
