import { defineConfig } from '@playwright/test'
import type { DesktopOptions } from './e2e/desktopFixture'
import { findChromium } from './scripts/findChromium.mjs'

/**
 * End-to-end tests on the built application: the window in a real Chromium over the headless host, and one smoke spec of
 * the desktop's own wiring, through the double for `electron` and, where its program is here, in Electron itself.
 */
const chromium = findChromium()
const DESKTOP_SPEC = 'desktop.spec.ts'

export default defineConfig<DesktopOptions>({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 1, // experiments use every core
  timeout: 120_000,
  retries: 1, // what passes at the second try is told as flaky
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'browser', testIgnore: DESKTOP_SPEC },
    { name: 'electron-double', testMatch: DESKTOP_SPEC, use: { desktop: 'double' } },
    { name: 'electron', testMatch: DESKTOP_SPEC, use: { desktop: 'electron' } },
  ],
})
