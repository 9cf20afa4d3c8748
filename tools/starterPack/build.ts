/** Draws the starter pack anew into `resources/starter`: `npx tsx tools/starterPack/build.ts`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packFiles } from './packFiles'

const folder = fileURLToPath(new URL('../../resources/starter/', import.meta.url))
const files = packFiles()

rmSync(folder, { recursive: true, force: true })
for (const [path, text] of files) {
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}
console.log(`${files.size} files written to resources/starter`)
