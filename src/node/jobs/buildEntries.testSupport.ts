import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../../..')

/**
 * Builds process and worker entries for a test, as the real build does, into a folder of their own below node_modules
 * (so that packages resolve): name of the built file without `.js` -> source below src. Gives the folder.
 */
export async function buildEntries(name: string, entries: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(ROOT, 'node_modules/.cache/codeit-test', `${name}-${process.pid}`)
  await mkdir(directory, { recursive: true })
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: directory,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([to, from]) => [to, join(ROOT, 'src', from)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  await writeFile(join(directory, 'package.json'), '{"type": "module"}')
  return directory
}

export const removeEntries = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true })
