// node --import <this> out/main/index.js: the built main process with our double in the place of `electron`.
import { register } from 'node:module'

const double = new URL('./electron.mjs', import.meta.url).href
const hook = `
export const resolve = (specifier, context, next) =>
  specifier === 'electron' ? { url: ${JSON.stringify(double)}, shortCircuit: true } : next(specifier, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
