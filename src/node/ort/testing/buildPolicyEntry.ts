import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../../../..')

/**
 * Bundles policy.entry for tests and benchmarks, as electron-vite does for the application: worker threads cannot load
 * TypeScript. It lies under node_modules so that it finds onnxruntime-node.
 */
export async function buildPolicyEntry(): Promise<{ path: string; remove: () => Promise<void> }> {
  const cache = join(ROOT, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const outDir = await mkdtemp(join(cache, 'policy-entry-'))
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, 'src/node/ort/policy.entry.ts'),
      outDir,
      rollupOptions: { external: ['onnxruntime-node'], output: { entryFileNames: 'policy.mjs' } },
    },
  })
  return { path: join(outDir, 'policy.mjs'), remove: () => rm(outDir, { recursive: true, force: true }) }
}
