#!/usr/bin/env node
// The command line, as built: starts fast and needs no loader.
import { existsSync } from 'node:fs'

const entry = new URL('../out/main/cli.js', import.meta.url)
if (existsSync(entry)) {
  await import(entry.href)
} else {
  process.stderr.write('codeit: not built yet (run npm run build)\n')
  process.exitCode = 2
}
