// A Chromium for the end-to-end tests: one that is here, or one that can be installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { runTool } from './ensureBuilt.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
}

/** Path of a Chromium: CHROMIUM, Playwright's own, then the system's; null when there is none. */
export function findChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const candidates = [process.env.CHROMIUM, playwrightChromium(), ...onPath, ...(PLACES[process.platform] ?? [])]
  return candidates.find((file) => file && existsSync(file)) ?? null
}

/** As findChromium, but tries to install one: Playwright's own, then Debian's package where we may. */
export function findOrInstallChromium() {
  const found = findChromium()
  if (found) return found
  process.stdout.write('No Chromium here: trying to install one ...\n')
  runTool('@playwright/test', 'cli.js', ['install', 'chromium'], { timeout: 300_000 })
  // there is no use in one whose libraries are missing: the package brings them
  if (playwrightChromium() && canRun(playwrightChromium())) return playwrightChromium()
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], { stdio: 'inherit', env })
  }
  const installed = findChromium()
  return installed && canRun(installed) ? installed : null
}

function playwrightChromium() {
  const file = chromium.executablePath()
  return file && existsSync(file) ? file : null
}

function canRun(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}
