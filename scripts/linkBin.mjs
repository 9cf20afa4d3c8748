// `npx codeit` inside the checkout: npm links the commands of a package's dependencies, not its own. This does it.
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const binDirectory = join(root, 'node_modules', '.bin')
const target = join(root, 'bin', 'codeit.mjs')

if (existsSync(binDirectory)) {
  const link = join(binDirectory, 'codeit')
  rmSync(link, { force: true })
  if (process.platform === 'win32') {
    writeFileSync(`${link}.cmd`, `@node "%~dp0\\..\\..\\bin\\codeit.mjs" %*\r\n`)
    writeFileSync(link, `#!/bin/sh\nexec node "$(dirname "$0")/../../bin/codeit.mjs" "$@"\n`)
  } else {
    symlinkSync(relative(binDirectory, target), link)
    chmodSync(target, 0o755)
  }
}
