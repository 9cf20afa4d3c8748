import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DEFAULT_CONFIG } from '../../core/loop/config'
import { parameterTable } from '../../core/onnx/t5/parameters'
import { policyShape } from '../../core/policy/policyShape'
import { readInitialWeights } from './initialWeights'

const RESOURCES = join(import.meta.dirname, '../../../resources')

it('a policy that reads near misses starts from the default weights too, with nothing known of them', async () => {
  const config = { ...DEFAULT_CONFIG, initialWeights: 'default' } as const
  const [plain, refining] = await Promise.all(
    [config, { ...config, refinement: 0.5 }].map((one) => readInitialWeights(one, RESOURCES)),
  )
  if (!plain?.ok || !refining?.ok) throw new Error('refused')
  const { weights: known } = plain.value
  const { weights } = refining.value
  for (const { name, size } of parameterTable(policyShape({ ...config, refinement: 0.5 })).entries) {
    const before = known?.get(name) ?? new Float32Array()
    const now = weights?.get(name)
    expect(now).toHaveLength(size)
    expect(now?.subarray(0, before.length)).toEqual(before)
    expect(now?.subarray(before.length).every((weight) => weight === 0)).toBe(true)
  }
})
