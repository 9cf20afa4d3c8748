import type { DEVICES } from '../../core/loop/config'
import { GraphBuilder } from '../../core/onnx/graphBuilder'
import { loadOrt } from './ortRuntime'

export type Provider = (typeof DEVICES)[number]

export interface ProviderReport {
  readonly provider: Provider
  readonly works: boolean
  /** why not; empty when it works */
  readonly reason: string
}

/**
 * Tries one execution provider on a small product. Only one at a time: a list of providers fails as a whole when one
 * library is missing. Run it in a process of its own, for a broken driver may take the process down.
 */
export async function probeProvider(provider: Provider): Promise<ProviderReport> {
  const ort = await loadOrt()
  const g = new GraphBuilder('probe')
  g.output('y', g.matMul(g.input('x', [1, 2]), g.input('w', [2, 1])))
  try {
    const session = await ort.InferenceSession.create(g.build(), {
      executionProviders: [provider],
      logSeverityLevel: 4,
    })
    const { y } = await session.run({
      x: new ort.Tensor('float32', Float32Array.of(2, 3), [1, 2]),
      w: new ort.Tensor('float32', Float32Array.of(5, 7), [2, 1]),
    })
    const [result] = y?.data ?? []
    await session.release()
    if (result === 31) return { provider, works: true, reason: '' }
    return { provider, works: false, reason: `2 * 5 + 3 * 7 gave ${String(result)}` }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { provider, works: false, reason: reason.split('\n')[0] ?? reason }
  }
}
