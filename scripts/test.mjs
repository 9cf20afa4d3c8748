// npm test: every check in order, stops at the first red, ends with one line `N passed, N failed, N skipped` (tests).
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from './ensureBuilt.mjs'
import { findOrInstallChromium } from './findChromium.mjs'

const reports = join(root, 'test-results', 'reports')
const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(reports, 'playwright.json')

const counts = { passed: 0, failed: 0, skipped: 0 }
const lines = []
const notes = []

const tool = (name, script, args) => () => runTool(name, script, args).status === 0

const steps = [
  ['lint', tool('eslint', 'bin/eslint.js', ['.'])],
  ['format', tool('prettier', 'bin/prettier.cjs', ['--check', '.'])],
  ['types', tool('typescript', 'bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  [
    'types of the window',
    tool('svelte-check', 'bin/svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings']),
  ],
  ['build', tool('electron-vite', 'bin/electron-vite.js', ['build'])],
  ['unit tests', runUnitTests],
  ['end-to-end tests', runBrowserTests],
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const isGreen = steps.every(([name, run]) => runStep(name, run))
if (!isGreen && counts.failed === 0) counts.failed = 1 // a red check that is no test

process.stdout.write(`\n${lines.join('\n')}\n`)
for (const note of notes) process.stdout.write(`${note}\n`)
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = isGreen ? 0 : 1

function runStep(name, run) {
  process.stdout.write(`\n=== ${name}\n`)
  const start = performance.now()
  const isOk = run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  lines.push(`${isOk ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  process.stdout.write(`=== ${name}: ${isOk ? 'ok' : 'FAILED'} in ${seconds} s\n`)
  return isOk
}

function runUnitTests() {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
  const { status } = runTool('vitest', 'vitest.mjs', args)
  const report = readReport(vitestReport)
  if (report) {
    counts.passed += report.numPassedTests
    counts.failed += report.numFailedTests
    counts.skipped += report.numPendingTests + report.numTodoTests
  }
  return status === 0 && report !== null
}

function runBrowserTests() {
  const executable = findOrInstallChromium()
  if (executable === null) {
    notes.push(`No Chromium is here and none could be installed: the end-to-end tests were SKIPPED.`)
    notes.push('Install Chromium or Chrome, or name one with CHROMIUM=/path, and run npm test again.')
    counts.skipped += countBrowserTests()
    return true
  }
  process.stdout.write(`Chromium: ${executable}\n`)
  const env = { ...process.env, CHROMIUM: executable, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport }
  const { status } = runTool('@playwright/test', 'cli.js', ['test', '--reporter=list,json'], { env })
  const report = readReport(playwrightReport)
  if (report) {
    counts.passed += report.stats.expected + report.stats.flaky
    counts.failed += report.stats.unexpected + report.errors.length
    counts.skipped += report.stats.skipped
  }
  return status === 0 && report !== null
}

function countBrowserTests() {
  const { stdout } = runTool('@playwright/test', 'cli.js', ['test', '--list'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  return Number(/Total: (\d+) test/.exec(stdout)?.[1] ?? 0)
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // the runner ended before it wrote one: its own words are above
  }
}
