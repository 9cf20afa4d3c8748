/** The page's side of the double: runs a built preload as Electron's sandbox would, with `require('electron')` alone. */
export const preloadScript = (code) => `(() => {
  const listeners = new Map()
  window.__electronDoubleDeliver = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
  }
  const ipcRenderer = {
    send: (channel, ...args) => void window.__electronDoubleSend(channel, structuredClone(args)),
    on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  }
  const contextBridge = {
    exposeInMainWorld(key, api) {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      Object.defineProperty(window, key, { value: Object.freeze({ ...api }), enumerable: true })
    },
  }
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error('module not found: ' + name)
  }
  const module = { exports: {} }
  ;((require, module, exports) => {${code}\n})(require, module, module.exports)
})()`
