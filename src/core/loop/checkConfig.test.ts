import { describe, expect, it } from 'vitest'
import { makeConfig } from './checkConfig'
import { CONFIG_FIELDS, CONFIG_KEYS, DEFAULT_CONFIG } from './config'

describe('experiment configuration', () => {
  it('has a label, and a default that its own check takes, on every field', () => {
    expect(makeConfig(DEFAULT_CONFIG)).toEqual({ ok: true, value: DEFAULT_CONFIG })
    for (const key of CONFIG_KEYS) expect(CONFIG_FIELDS[key].label).not.toBe('')
  })

  it("sizes are the small policy's alone; an imported one starts from its own weights unless told otherwise", () => {
    expect(makeConfig({ policy: 'codet5', dModel: 50, heads: 4 })).toMatchObject({
      ok: true,
      value: { initialWeights: 'default' },
    })
    expect(makeConfig({ policy: 'codet5', initialWeights: 'random' })).toMatchObject({
      ok: true,
      value: { initialWeights: 'random' },
    })
    expect(makeConfig({ policy: 'small' })).toMatchObject({ ok: true, value: { initialWeights: 'random' } })
  })

  it('reads texts as a form or --set gives them', () => {
    expect(makeConfig({ temperature: '0.5', relabelling: 'off', metaIterations: '3' })).toMatchObject({
      ok: true,
      value: { temperature: 0.5, relabelling: false, metaIterations: 3 },
    })
  })

  it.each([
    [{ nope: 1 }, 'nope', 'no such setting'],
    [{ constructor: 1 }, 'constructor', 'no such setting'],
    [{ metaIterations: 0 }, 'metaIterations', 'outside 1 to 1000'],
    [{ metaIterations: 1.5 }, 'metaIterations', 'whole number'],
    [{ temperature: 'hot' }, 'temperature', 'a number is needed'],
    [{ temperature: '' }, 'temperature', 'a number is needed'],
    [{ topK: 2.5 }, 'topK', 'whole number'],
    [{ topP: 0 }, 'topP', 'outside 0.001 to 1'],
    [{ relabelling: 'maybe' }, 'relabelling', 'true or false'],
    [{ priority: 'loud' }, 'priority', 'one of demonstrations, uniform'],
    [{ dModel: 50, heads: 4 }, 'heads', 'not a multiple of 4'],
    [{ policy: ' ' }, 'policy', 'a text is needed'],
    [{ device: 'tpu' }, 'device', 'one of cpu, cuda, webgpu, dml, coreml'],
    [{ focus: 1.5 }, 'focus', 'outside 0 to 1'],
    [{ refinement: -0.1 }, 'refinement', 'outside 0 to 1'],
    [{ policy: 'codet5', refinement: 0.5 }, 'refinement', 'only the small policy reads near misses; codet5 reads'],
    [{ policy: 'codet5', grammar: true }, 'grammar', "the small policy's tokens; codet5 writes text"],
  ])('refuses %j, naming field and reason', (changes, field, reason) => {
    const made = makeConfig(changes as Record<string, unknown>)
    expect(made).toMatchObject({ ok: false, error: { code: 'config/invalid', where: field } })
    expect(made.ok ? '' : made.error.message).toContain(reason)
  })
})
