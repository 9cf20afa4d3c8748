import { readKeptWeights } from '../huggingface/policyFolder'
import { OrtPolicy } from './ortPolicy'
import { runParity } from './parity'
import type { PolicyAnswer, PolicyRequest } from './policyMessages'
import { probeProvider, type Provider } from './providers'

/**
 * Answers a parent process over its message channel. When the parent closes the policy or is gone, the run in progress
 * ends at its next step and the process ends by itself: leaving while the runtime is inside a run would abort.
 */
export function servePolicy(workerEntry: URL): void {
  let policy: OrtPolicy | null = null
  let saved: Uint8Array = new Uint8Array()
  let toLoad: Uint8Array = new Uint8Array()

  const opened = (): OrtPolicy => {
    if (!policy) throw new Error('the policy was not created yet')
    return policy
  }
  const answer = async (request: PolicyRequest) => {
    switch (request.call) {
      case 'create': {
        if (policy) throw new Error('the policy was created before')
        const [shape, { checkpoint, ...options }] = request.args
        await checkProvider(options.provider ?? 'cpu')
        const weights = checkpoint && (await readKeptWeights(checkpoint.folder, shape, checkpoint.weightsSha256))
        policy = await OrtPolicy.create(shape, { ...options, workerEntry, ...(weights ? { weights } : {}) })
        return { parameters: policy.parameters }
      }
      case 'learn':
        return await opened().learn(...request.args)
      case 'evaluate':
        return await opened().evaluate(...request.args)
      case 'sample':
        return await opened().sample(...request.args)
      case 'save':
        saved = await opened().save()
        return saved.length
      case 'savedPiece': {
        const [from, to] = request.args
        const piece = saved.slice(from, to)
        if (to >= saved.length) saved = new Uint8Array()
        return piece
      }
      case 'loadPiece': {
        const [piece, from, total] = request.args
        if (from === 0) toLoad = new Uint8Array(total)
        toLoad.set(piece, from)
        return null
      }
      case 'load': {
        const block = toLoad
        toLoad = new Uint8Array()
        await opened().load(block)
        return null
      }
      case 'probe':
        return await probeProvider(...request.args)
      case 'parity':
        return await runParity(...request.args)
      case 'close':
        await policy?.close()
        return null
    }
  }

  const checkProvider = async (provider: Provider): Promise<void> => {
    if (provider === 'cpu') return
    const { works, reason } = await probeProvider(provider)
    if (!works) throw new Error(`the device ${provider} does not work here: ${reason}. Set device to cpu.`)
  }

  const send = (message: PolicyAnswer, sent: () => void = () => undefined): void => {
    if (process.connected) process.send?.(message, undefined, {}, sent)
  }

  const inProgress = new Set<Promise<void>>()
  process.on('message', (request: PolicyRequest) => {
    const { id } = request
    const answered = answer(request).then(
      (value) => send({ id, ok: true, value }, request.call === 'close' ? () => process.disconnect() : undefined),
      (error: unknown) => send({ id, ok: false, message: error instanceof Error ? error.message : String(error) }),
    )
    inProgress.add(answered)
    void answered.then(() => inProgress.delete(answered))
  })
  process.on('disconnect', () => {
    const end = async (): Promise<void> => {
      await policy?.close()
      await Promise.all(inProgress)
      process.exit(0)
    }
    void end()
  })
}
