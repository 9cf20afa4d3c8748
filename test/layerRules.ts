import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'

/** One import statement (static, dynamic or re-export) of a source file; paths are relative to the repository root. */
export interface Import {
  readonly file: string
  readonly line: number
  readonly specifier: string
}

/** What each part of the program may import (docs: ARCHITECTURE, "What may import what"); itself always. */
const AREAS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ipc: ['core'],
  node: ['core', 'ipc'],
  main: ['node', 'ipc', 'core'],
  server: ['node', 'ipc', 'core'],
  cli: ['server', 'node', 'ipc', 'core'], // codeit serve is the server
  preload: ['ipc'],
  renderer: ['ipc', 'core'],
}

/** Layers inside core, lowest first: a part may import the lines above it, never its own line's other parts. */
const CORE_LAYERS: readonly (readonly string[])[] = [
  ['util'],
  ['errors'],
  ['grid'],
  ['dsl'],
  ['dsl/syntax', 'dsl/primitives'],
  ['dsl/check', 'dsl/eval'],
  ['task'],
  ['mutate', 'search', 'policy', 'onnx', 'replay'],
  ['loop', 'analysis'],
]

/** Packages with one home. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  electron: ['src/main/', 'src/preload/'],
  'monaco-editor': ['src/renderer/monaco/', 'src/renderer/src/monaco/'],
  'onnxruntime-node': ['src/node/ort/'],
  lowdb: ['src/node/store/'],
  '@duckdb/node-api': ['src/node/store/'],
  '@huggingface/tokenizers': ['src/node/huggingface/'],
}

/** Parts that run where Node is: the rest must do without its modules. */
const NODE_AREAS = new Set(['node', 'main', 'server', 'cli'])

export function importsOf(file: string, text: string): Import[] {
  // a component's scripts keep their place, the markup around them is blanked out
  const script = file.endsWith('.svelte') ? keepScripts(text) : text
  return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName, pos }) => ({
    file,
    line: script.slice(0, pos).split('\n').length,
    specifier: fileName.replace(/\?.*$/, ''), // Vite's ?worker, ?url, ?raw
  }))
}

function keepScripts(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ')
  let kept = ''
  let at = 0
  for (const match of text.matchAll(/(<script\b[^>]*>)([^]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? '').length
    const end = start + (match[2] ?? '').length
    kept += blank(text.slice(at, start)) + text.slice(start, end)
    at = end
  }
  return kept + blank(text.slice(at))
}

/** The rule an import breaks, in words; null when it breaks none. */
export function brokenRule({ file, specifier }: Import): string | null {
  const area = areaOf(file)
  if (area === null || !Object.hasOwn(AREAS, area)) return `'${area ?? file}' is no part of src that ARCHITECTURE names`
  return specifier.startsWith('.') ? brokenPathRule(file, area, specifier) : brokenPackageRule(file, area, specifier)
}

function brokenPathRule(file: string, area: string, specifier: string): string | null {
  const target = posix.join(posix.dirname(file), specifier)
  const targetArea = areaOf(target)
  if (targetArea === null) return area === 'core' ? 'core imports nothing outside itself' : null
  if (targetArea !== area) {
    const allowed = AREAS[area] ?? []
    return allowed.includes(targetArea)
      ? null
      : `${area} may import ${allowed.join(', ') || 'nothing else'}, not ${targetArea}`
  }
  if (area !== 'core') return null
  const [from, to] = [corePartOf(file), corePartOf(target)]
  if (from === to) return null
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)]
  if (fromLayer < 0 || toLayer < 0) return `core/${fromLayer < 0 ? from : to} is no layer that ARCHITECTURE names`
  if (fromLayer === toLayer) return `core/${from} and core/${to} are siblings and do not import each other`
  return toLayer < fromLayer ? null : `core/${to} is above core/${from}: arrows never reverse`
}

function brokenPackageRule(file: string, area: string, specifier: string): string | null {
  if (area === 'core') return 'core imports no package and no Node module'
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const homes = Object.hasOwn(HOMES, name) ? HOMES[name] : undefined
  if (homes && !homes.some((home) => file.startsWith(home))) return `'${name}' only in ${homes.join(' or ')}`
  const isNode = specifier.startsWith('node:') || builtinModules.includes(name)
  return isNode && !NODE_AREAS.has(area) ? `${area} runs where Node's modules are not` : null
}

/** The part of src that a path lies in; null outside src. */
function areaOf(path: string): string | null {
  const [root, area] = path.split('/')
  return root === 'src' && area !== undefined ? area : null
}

/** `dsl/check` for src/core/dsl/check/infer.ts, `dsl` for src/core/dsl/value.ts, `task` for src/core/task/task.ts. */
function corePartOf(path: string): string {
  const [first = '', second = '', ...rest] = path.split('/').slice(2)
  const isFolder = rest.length > 0 || CORE_LAYERS.flat().includes(`${first}/${second}`)
  return first === 'dsl' && isFolder ? `dsl/${second}` : first
}

const layerOf = (part: string): number => CORE_LAYERS.findIndex((layer) => layer.includes(part))
