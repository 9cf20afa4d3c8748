/**
 * A double for the parts of `electron` that src/main uses: the built main and preload bundles run against a real Chromium
 * where Electron's own program cannot be had. It refuses what Electron refuses (insecure preferences, late schemes, npm
 * packages in a sandboxed preload) and throws for anything it does not know. It proves that the bundles wire up, never
 * that they run in Electron.
 */
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { preloadScript } from './preloadScript.mjs'

const userData = process.env.ELECTRON_DOUBLE_USER_DATA
if (!userData) throw new Error('electron double: ELECTRON_DOUBLE_USER_DATA is not set')
mkdirSync(userData, { recursive: true })

const known = (name, object) =>
  new Proxy(object, {
    get(target, key) {
      if (key in target || typeof key === 'symbol') return target[key]
      throw new Error(`electron double: ${name}.${key} is not there`)
    },
  })

/** @type {import('@playwright/test').BrowserContext | null} */
let browser = null
const privilegedSchemes = new Set()
const schemeHandlers = new Map()
const windows = new Set()

class Event {
  defaultPrevented = false
  preventDefault() {
    this.defaultPrevented = true
  }
}

class App extends EventEmitter {
  isReadyNow = false
  name = ''
  whenReady = async () => {
    if (this.isReadyNow) return
    const profile = join(userData, 'chromium')
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM || undefined,
      viewport: null,
      args: ['--remote-debugging-port=0', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    })
    await browser.route(/^https:\/\/[^/]+\.double\//, serveScheme)
    const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
    this.endpoint = `http://127.0.0.1:${port}`
    this.isReadyNow = true
    this.emit('ready')
  }
  setName(name) {
    this.name = name
  }
  getPath = (name) => {
    if (name === 'userData') return userData
    throw new Error(`electron double: path ${name} is not there`)
  }
  requestSingleInstanceLock = () => true
  quit = () => void this.end(0)
  exit = (code) => process.exit(code)
  async end(code) {
    this.emit('before-quit', new Event())
    await Promise.all([...windows].map((window) => window.close()))
    const event = new Event()
    this.emit('will-quit', event)
    if (event.defaultPrevented) return
    this.emit('quit')
    await browser?.close()
    process.exit(code)
  }
}
export const app = known('app', new App())
process.on('SIGTERM', () => app.quit())

export const ipcMain = new EventEmitter()

export const protocol = known('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (app.isReadyNow) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of schemes) privilegedSchemes.add(scheme)
  },
  handle(scheme, handler) {
    if (!privilegedSchemes.has(scheme)) throw new Error(`electron double: the scheme ${scheme} is not privileged`)
    schemeHandlers.set(scheme, handler)
  },
})

/** Chromium knows no `app://host/path`: it is shown as `https://host.app.double/path` and served by the app's handler. */
const toShown = (url) => url.replace(/^(\w+):\/\/([^/]+)/, 'https://$2.$1.double')
const toOwn = (url) => url.replace(/^https:\/\/([^/]+)\.(\w+)\.double/, '$2://$1')

async function serveScheme(route) {
  const url = toOwn(route.request().url())
  const handler = schemeHandlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return route.abort()
  const response = await handler(new Request(url, { method: route.request().method() }))
  const body = Buffer.from(await response.arrayBuffer())
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
}

export const session = {
  defaultSession: known('session.defaultSession', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
  }),
}
export const screen = known('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
})
export const shell = known('shell', {})
export const dialog = known('dialog', {
  showErrorBox: (title, text) => process.stderr.write(`electron-double: ${title}: ${text}\n`),
})
export const Menu = known('Menu', { buildFromTemplate: (template) => template, setApplicationMenu() {} })
export const Notification = known('Notification', { isSupported: () => false })

export class BrowserWindow extends EventEmitter {
  static getAllWindows = () => [...windows]
  #page = null
  #isClosed = false

  constructor(options) {
    super()
    const { preload, sandbox, contextIsolation, nodeIntegration, webSecurity } = options.webPreferences ?? {}
    if (nodeIntegration || contextIsolation === false || sandbox === false || webSecurity === false) {
      throw new Error('electron double: insecure webPreferences')
    }
    this.preload = preload
    windows.add(this)
    this.webContents = Object.assign(new EventEmitter(), {
      send: (channel, ...args) => void this.#deliver(channel, structuredClone(args)),
      setWindowOpenHandler() {},
    })
    app.emit('web-contents-created', new Event(), this.webContents)
    app.emit('browser-window-created', new Event(), this)
  }

  async loadURL(url) {
    this.#page = await browser.newPage()
    const page = this.#page
    const frame = () => ({ url: toOwn(page.url()) })
    await page.exposeBinding('__electronDoubleSend', (_source, channel, args) => {
      const event = { sender: this.webContents, senderFrame: frame() }
      if (!ipcMain.emit(channel, event, ...args)) process.stderr.write(`electron-double: nobody hears '${channel}'\n`)
    })
    if (this.preload) await page.addInitScript(preloadScript(readFileSync(this.preload, 'utf8')))
    page.on('close', () => this.#closed())
    await page.route(
      (target) => !target.hostname.endsWith('.double'),
      (route) => {
        const event = new Event()
        if (route.request().isNavigationRequest()) this.webContents.emit('will-navigate', event, route.request().url())
        return event.defaultPrevented ? route.abort() : route.continue()
      },
    )
    await page.goto(toShown(url))
    this.emit('ready-to-show')
    process.stdout.write(`electron-double: window at ${app.endpoint}\n`)
  }

  close = () => this.#page?.close()
  isDestroyed = () => this.#isClosed
  isMaximized = () => false
  isMinimized = () => false
  getNormalBounds = () => ({ x: 0, y: 0, width: 1440, height: 900 })
  show() {}
  focus() {}
  maximize() {}
  restore() {}

  async #deliver(channel, args) {
    try {
      await this.#page?.evaluate(
        ([name, values]) => globalThis.__electronDoubleDeliver?.(name, values),
        [channel, args],
      )
    } catch (error) {
      // a page that navigates or closes hears nothing, as in Electron
      if (!this.#isClosed) process.stderr.write(`electron-double: not delivered: ${error.message.split('\n')[0]}\n`)
    }
  }

  #closed() {
    this.emit('close', new Event())
    this.#isClosed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
}
