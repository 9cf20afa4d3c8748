// Electron's program, if it is here. Its npm package brings none: it is fetched on first use, and importing the package
// would do that in the middle of a start, so its files are read instead.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './ensureBuilt.mjs'

const packageDirectory = join(root, 'node_modules', 'electron')

/** Path of the program, or null. */
export function findElectron() {
  const pathFile = join(packageDirectory, 'path.txt')
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!override && !existsSync(pathFile)) return null
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron'
  const file = join(override ?? join(packageDirectory, 'dist'), name)
  return existsSync(file) ? file : null
}

export const electronInstaller = join(packageDirectory, 'install.js')

/** Only Linux and its like can be without a screen. */
export function hasDisplay() {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
