import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { Rng } from '../src/core/util/rng'
import { KilledRun } from './support/kills/killedRun'
import { planKills, VICTIMS } from './support/kills/killPlan'
import { runWhole } from './support/kills/wholeRun'

test.setTimeout(300_000)

/** As `bench/kills.ts` does it fifty times. */
const SETTINGS = {
  preset: 'quick-start',
  changes: {
    ...{ seed: 5, metaIterations: 5, maxEvaluationTasks: 16, mutants: 120, searchCalls: 1000, refineMutants: 5 },
    ...{ capacity: 220, seedDraw: 80, policyDraw: 40, firstDraw: 160 },
    ...{ dModel: 32, dFf: 64, encoderLayers: 1, decoderLayers: 1, samplesPerTask: 8, maxTokens: 24 },
  },
} as const

test('kill -9 on experiment, policy, host and all of them: nothing told is lost, and the run comes to the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codeit-killed-'))
  try {
    const whole = await runWhole(join(folder, 'whole'), SETTINGS)
    expect(whole.tables['experiences']?.length).toBeGreaterThan(180)
    const plan = planKills(VICTIMS.length, 2, Rng.fromSeed(5, 'kills'))
    const run = await KilledRun.through(join(folder, 'killed'), SETTINGS, plan, whole)
    expect(run.faults).toEqual([])
    expect(run.kills.map(({ victim }) => victim).sort()).toEqual([...VICTIMS].sort())
    expect(run.told.count('experience')).toBeGreaterThan(100)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
