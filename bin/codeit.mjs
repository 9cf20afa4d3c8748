#!/usr/bin/env node
// The command line, as built: starts fast and needs no loader.
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

// A command runs many different programs a few times each: compiling simply at once and optimising later suits that
// better than the other way round (measured by bench/interpreter.ts: replaying 400 programs takes about half the time).
setFlagsFromString('--always-sparkplug')
setFlagsFromString('--interrupt-budget=500000')

const entry = new URL('../out/main/cli.js', import.meta.url)
if (existsSync(entry)) {
  await import(entry.href)
} else {
  process.stderr.write('codeit: not built yet (run npm run build)\n')
  process.exitCode = 2
}
