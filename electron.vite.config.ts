import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

const entry = (path: string): string => resolve(import.meta.dirname, 'src', path)

/**
 * One build, three programs over one core: Electron's main process, the headless host and the command line share the
 * `main` bundle (every process entry is an input there), beside the sandboxed preload and the renderer.
 */
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: entry('main/index.ts'),
          serve: entry('server/serve.entry.ts'),
          cli: entry('cli/cli.entry.ts'),
          experiment: entry('node/jobs/experiment.entry.ts'),
          policy: entry('node/ort/policy.entry.ts'),
          evalWorker: entry('node/jobs/evalWorker.entry.ts'),
          mutateWorker: entry('node/jobs/mutateWorker.entry.ts'),
          searchWorker: entry('node/jobs/searchWorker.entry.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false, // a sandboxed preload cannot require packages
      rollupOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    plugins: [svelte()],
    worker: { format: 'es' },
    // a font inlined as data: would be refused by the window's Content-Security-Policy
    build: { minify: true, cssMinify: true, assetsInlineLimit: 0 },
  },
})
