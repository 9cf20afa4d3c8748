// Builds when out/ is missing or older than anything it is made of.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Runs a package's command by its own script: no shell, no npx, the same on every system. */
export function runTool(packageName, script, args, options = {}) {
  const file = join(root, 'node_modules', ...packageName.split('/'), script)
  return spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit', ...options })
}

export function isBuilt() {
  const outputs = ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html']
  const times = outputs.map((file) => timeOf(join(root, file)))
  const inputs = ['src', 'package.json', 'electron.vite.config.ts', 'tsconfig.json', 'svelte.config.js']
  return Math.min(...times) > Math.max(...inputs.map((path) => newestUnder(join(root, path))))
}

export function build(options) {
  return runTool('electron-vite', 'bin/electron-vite.js', ['build'], options).status === 0
}

/** Builds quietly when needed; on failure the build's own words are shown and the process ends. */
export function ensureBuilt() {
  if (isBuilt()) return
  process.stdout.write('Building (about half a minute, only after a change) ...\n')
  const { status, stdout, stderr } = runTool('electron-vite', 'bin/electron-vite.js', ['build'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return
  process.stderr.write(`${stdout}${stderr}\nThe build failed; see above.\n`)
  process.exit(1)
}

function newestUnder(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // folders count too: a file taken away changes its folder
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestUnder(join(path, name))), stat.mtimeMs)
}

function timeOf(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0
}
