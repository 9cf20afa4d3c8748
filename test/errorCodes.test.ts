import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { CODES } from '../src/core/errors/codes'

const root = fileURLToPath(new URL('../src/', import.meta.url))

/** Codes that a source names itself; those of `refuse` and `diagnostic` are checked by their types. */
const NAMED = /\berr\(\s*'([^']+)'|\bcode: '([a-z-]+\/[a-z-]+)'/g

it('every code that a source gives to a problem stands in the catalogue', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
    .sort()
  const named = files.flatMap((file) =>
    [...readFileSync(root + file, 'utf8').matchAll(NAMED)].map(([, first, second]) => ({
      file,
      code: first ?? second,
    })),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter(({ code }) => !Object.hasOwn(CODES, code ?? ''))).toEqual([])
})
