import { expect, it } from 'vitest'
import { makeConfig } from './checkConfig'
import { ABLATIONS, ablate, changePreset, findPreset, PRESETS, type Preset } from './presets'

it('every preset, and every ablation of it, makes a configuration', () => {
  for (const preset of PRESETS) {
    expect(makeConfig(preset.changes).ok, preset.id).toBe(true)
    for (const ablation of ABLATIONS) expect(makeConfig(ablate(preset, ablation).changes).ok).toBe(true)
  }
  const ids = [...PRESETS, ...ABLATIONS].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

it('a preset is found alone and with an ablation', () => {
  expect(findPreset('cpu-laptop')?.changes).not.toHaveProperty('relabelling')
  expect(findPreset('cpu-laptop/a2')).toMatchObject({
    id: 'cpu-laptop/a2',
    changes: { mutants: 19_200, relabelling: false },
  })
  expect(findPreset('a6')).toMatchObject({ id: 'quick-start/a6', changes: { mutants: 0 } })
  for (const id of ['', 'a7', 'quick-start/', 'quick-start/a7', 'a1/a2', 'quick-start/a1/a2', 'constructor']) {
    expect(findPreset(id), id).toBeUndefined()
  }
})

it("the paper's preset needs its policy and starts from its weights; A4 of it does not", () => {
  const paper = findPreset('codeit-paper')
  expect(makeConfig(paper?.changes ?? {})).toMatchObject({
    ok: true,
    value: {
      policy: 'codet5p-220m',
      initialWeights: 'default',
      metaIterations: 99,
      batchSize: 512,
      learningRate: 5e-5,
      finalLearningRate: 1,
    },
  })
  expect(makeConfig(findPreset('codeit-paper/a4')?.changes ?? {})).toMatchObject({
    ok: true,
    value: { policy: 'codet5p-220m', initialWeights: 'random' },
  })
})

it("an imported policy takes a preset without the small policy's own settings, unless they are asked for", () => {
  const laptop = findPreset('cpu-laptop') as Preset
  expect(changePreset(laptop, { mutants: 5 })).toEqual({ ...laptop.changes, mutants: 5 })
  expect(makeConfig(changePreset(laptop, { policy: 'tiny' }))).toMatchObject({ ok: true, value: { grammar: false } })
  expect(makeConfig(changePreset(laptop, { policy: 'tiny', grammar: true }))).toMatchObject({ ok: false })
})
