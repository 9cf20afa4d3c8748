import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Checkpoints that PyTorch wrote; absent where the repository is checked out alone. */
export const FIXTURES = resolve(import.meta.dirname, '../../../../../shared/conformance/policy')
export const hasFixtures = existsSync(FIXTURES)
if (!hasFixtures) console.warn(`skipped: no checkpoints at ${FIXTURES}`)

export const MODELS = ['relu-tied', 'gated-untied'] as const

export const fixtureBytes = (path: string): Uint8Array => readFileSync(resolve(FIXTURES, path))
export const fixtureJson = (path: string): unknown => JSON.parse(readFileSync(resolve(FIXTURES, path), 'utf8'))
