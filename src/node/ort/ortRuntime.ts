import type * as Ort from 'onnxruntime-node'

export type OrtModule = typeof Ort
export type Session = Ort.InferenceSession
export type Feeds = Record<string, Ort.Tensor>

let loaded: Promise<OrtModule> | null = null

/**
 * onnxruntime-node, loaded on first use. Where the engine has a Float16Array the binding hands out float16 tensors that
 * it then refuses to read, so that global goes first; nothing else in the policy's process wants it.
 */
export function loadOrt(): Promise<OrtModule> {
  loaded ??= (async () => {
    Reflect.deleteProperty(globalThis, 'Float16Array')
    return await import('onnxruntime-node')
  })()
  return loaded
}

export interface SessionSettings {
  /** threads inside one operation */
  readonly threads: number
  /** execution provider; what it cannot run falls back to the CPU */
  readonly provider: string
}

/**
 * A session for a model of free dimensions: memory patterns would be planned again for every shape, so they are off.
 * Idle threads sleep instead of spinning: on a machine that does other work too, spinning costs more than waking.
 */
export async function openSession(model: Uint8Array, { threads, provider }: SessionSettings): Promise<Session> {
  const ort = await loadOrt()
  return await ort.InferenceSession.create(model, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
}

/** The single float of a scalar output. */
export function scalarOf(tensor: Ort.Tensor | undefined): number {
  const data = tensor?.data
  if (!(data instanceof Float32Array) || data.length !== 1) throw new Error('the runtime returned no scalar')
  return data[0] ?? Number.NaN
}
