// npm start: the desktop window where there can be one, else the same workbench at a loopback address.
import { spawn, spawnSync } from 'node:child_process'
import { ensureBuilt, root } from './ensureBuilt.mjs'
import { electronInstaller, findElectron, hasDisplay } from './findElectron.mjs'

const DOWNLOAD_LIMIT_MS = 300_000
const args = process.argv.slice(2)

ensureBuilt()
const reason = whyNoWindow()
if (reason === null) openDesktop(findElectron())
else await serveInstead(reason)

/** null when the window can open; fetches Electron's program first where there is a screen but no program yet. */
function whyNoWindow() {
  if (!hasDisplay()) return 'there is no display'
  if (isRootOnLinux()) return "Electron's sandbox does not run as root"
  if (findElectron()) return null
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return "Electron's program is not installed"
  process.stdout.write("Fetching Electron's program (about 120 MB, once) ...\n")
  spawnSync(process.execPath, [electronInstaller], { cwd: root, stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  return findElectron() ? null : "Electron's program cannot be fetched"
}

function isRootOnLinux() {
  return process.platform === 'linux' && process.getuid?.() === 0
}

function openDesktop(electron) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(electron, [root, ...args], { stdio: 'inherit', env })
  child.on('error', (error) => void serveInstead(error.message))
  child.on('exit', (code, signal) => (process.exitCode = signal ? 1 : (code ?? 1)))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
}

async function serveInstead(why) {
  process.stdout.write(`No desktop window (${why}): open this address in a browser instead. Ctrl+C ends it.\n`)
  await import(new URL('../out/main/serve.js', import.meta.url).href)
}
