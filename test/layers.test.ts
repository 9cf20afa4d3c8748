import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { brokenRule, importsOf } from './layerRules'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Shipped sources; tests and type declarations may reach wherever they need. */
function sourceFiles(): string[] {
  return readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(ts|svelte)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .sort()
}

describe('what may import what', () => {
  it('holds in every source file', () => {
    const files = sourceFiles()
    expect(files.length).toBeGreaterThan(10)
    const broken = files
      .flatMap((file) => importsOf(file, readFileSync(root + file, 'utf8')))
      .map((found) => ({ ...found, rule: brokenRule(found) }))
      .filter(({ rule }) => rule !== null)
      .map(({ file, line, specifier, rule }) => `${file}:${line} imports '${specifier}': ${rule}`)
    expect(broken).toEqual([])
  })

  it.each([
    ['src/core/task/task.ts', '../grid/grid', null],
    ['src/core/dsl/eval/trace.ts', '../primitives', null],
    ['src/core/dsl/eval/trace.ts', '../value', null],
    ['src/core/dsl/eval/trace.ts', './valueView', null],
    ['src/core/dsl/eval/trace.ts', '../check/infer', /siblings/],
    ['src/core/dsl/value.ts', './syntax/ast', /never reverse/],
    ['src/core/grid/grid.ts', '../dsl/value', /never reverse/],
    ['src/core/mutate/accept.ts', '../replay/entry', /siblings/],
    ['src/core/loop/config.ts', '../policy/policyPort', null],
    ['src/core/nonsense/x.ts', '../util/rng', /no layer/],
    ['src/core/util/rng.ts', 'zod', /no package/],
    ['src/core/util/rng.ts', 'node:fs', /no package/],
    ['src/core/util/rng.ts', '../../ipc/contract', /nothing else/],
    ['src/core/util/rng.ts', '../../../resources/a.json', /outside/],
    ['src/renderer/App.svelte', '../ipc/contract', null],
    ['src/renderer/App.svelte', '../node/host/host', /may import ipc, core/],
    ['src/renderer/App.svelte', 'node:fs', /Node/],
    ['src/renderer/App.svelte', 'path', /Node/],
    ['src/renderer/App.svelte', 'monaco-editor', /only in/],
    ['src/renderer/monaco/setup.ts', 'monaco-editor/esm/vs/editor/editor.worker', null],
    ['src/preload/index.ts', '../ipc/contract', null],
    ['src/preload/index.ts', '../core/util/result', /may import ipc/],
    ['src/preload/index.ts', 'electron', null],
    ['src/node/host/host.ts', 'electron', /only in/],
    ['src/node/ort/session.ts', 'onnxruntime-node', null],
    ['src/node/jobs/pool.ts', 'onnxruntime-node', /only in/],
    ['src/node/jobs/pool.ts', '@duckdb/node-api', /only in/],
    ['src/node/store/replay.ts', '@duckdb/node-api', null],
    ['src/main/index.ts', 'lowdb/node', /only in/],
    ['src/cli/index.ts', '../main/index', /may import/],
    ['src/strange/x.ts', 'zod', /no part/],
  ])('%s importing %s', (file, specifier, expected) => {
    const rule = brokenRule({ file, line: 1, specifier })
    if (expected === null) expect(rule).toBeNull()
    else expect(rule).toMatch(expected)
  })

  it('finds imports of every form, in components too, at their line', () => {
    const text = [
      "import a from 'one'",
      "// import b from 'comment'",
      "import type { C } from '../two'",
      "export * from './three'",
      "const d = await import('four')",
    ].join('\n')
    const found = [1, 3, 4, 5].map((line, k) => [line, ['one', '../two', './three', 'four'][k]])
    expect(importsOf('src/core/a.ts', text).map((i) => [i.line, i.specifier])).toEqual(found)
    const component = `<p>import x from 'y'</p>\n<script lang="ts">\nimport w from './w?worker'\n</script>`
    expect(importsOf('src/renderer/A.svelte', component)).toEqual([
      { file: 'src/renderer/A.svelte', line: 3, specifier: './w' },
    ])
  })
})
