import { fork, type ChildProcess } from 'node:child_process'
import { DEVICES } from '../../core/loop/config'
import type { PolicyModel, PolicyShape } from '../../core/policy/policyPort'
import type { Result } from '../../core/util/result'
import { PIECE_BYTES, piecesOf } from '../data/largeBytes'
import { SerialQueue } from '../store/serialQueue'
import type { ParityCheck } from './parity'
import type { PolicyAnswer, PolicyCall, PolicyCalls, PolicyProcessOptions } from './policyMessages'
import type { Provider, ProviderReport } from './providers'

export interface SpawnOptions {
  /** arguments for Node itself, such as a loader for TypeScript in development */
  readonly execArgv?: readonly string[]
  /** what the process and the runtime's native code print is dropped */
  readonly isQuiet?: boolean
}

const CLOSE_TIMEOUT_MS = 10_000

/** A child process that runs policy.entry; calls pending when it dies are rejected with the reason. */
class PolicyChild {
  private readonly child: ChildProcess
  private readonly pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  private readonly ended: Promise<void>
  private failure: Error | null = null
  private nextId = 1

  constructor(entryPath: string, { execArgv, isQuiet = false }: SpawnOptions) {
    this.child = fork(entryPath, [], {
      serialization: 'advanced',
      stdio: isQuiet ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(execArgv ? { execArgv: [...execArgv] } : {}),
    })
    this.child.on('message', (message: PolicyAnswer) => {
      const waiting = this.pending.get(message.id)
      this.pending.delete(message.id)
      if (message.ok) waiting?.resolve(message.value)
      else waiting?.reject(new Error(message.message))
    })
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.fail(`the policy's process could not be started or reached: ${error.message}`)
        resolve()
      })
      this.child.on('exit', (code, signal) => {
        this.fail(`the policy's process ended (${signal ? `signal ${signal}` : `code ${code}`})`)
        resolve()
      })
    })
  }

  call<Call extends PolicyCall>(call: Call, ...args: PolicyCalls[Call]['args']): Promise<PolicyCalls[Call]['answer']> {
    return new Promise<PolicyCalls[Call]['answer']>((resolve, reject) => {
      if (this.failure) {
        reject(this.failure)
        return
      }
      const id = this.nextId++
      this.pending.set(id, { resolve: (value) => resolve(value as PolicyCalls[Call]['answer']), reject })
      this.child.send({ id, call, args }, (error) => {
        if (error) this.fail(`the policy's process cannot be reached: ${error.message}`)
      })
    })
  }

  /** Asks the child to end; kills it when it does not. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), CLOSE_TIMEOUT_MS)
    try {
      if (!this.failure) await this.call('close')
    } catch (error) {
      if (!this.failure) throw error // a child that is gone is closed
    } finally {
      if (this.child.exitCode === null && this.child.signalCode === null) await this.ended
      clearTimeout(timer)
    }
  }

  private fail(reason: string): void {
    this.failure ??= new Error(reason)
    for (const { reject } of this.pending.values()) reject(this.failure)
    this.pending.clear()
  }
}

/** A policy in a process of its own, so that neither its work nor a crash of the runtime is felt here. */
export async function spawnPolicy(
  entryPath: string,
  shape: PolicyShape,
  options: PolicyProcessOptions & SpawnOptions,
): Promise<PolicyModel> {
  const { execArgv, isQuiet, ...policyOptions } = options
  const child = new PolicyChild(entryPath, { ...(execArgv ? { execArgv } : {}), isQuiet: isQuiet ?? false })
  const blocks = new SerialQueue()
  try {
    const { parameters } = await child.call('create', shape, policyOptions)
    return {
      shape,
      parameters,
      learn: (batch, learnOptions) => child.call('learn', batch, learnOptions),
      evaluate: (batch) => child.call('evaluate', batch),
      sample: (requests, sampleOptions) => child.call('sample', requests, sampleOptions),
      save: () => blocks.run(() => save(child)),
      load: (bytes) => blocks.run(() => load(child, bytes)),
      close: () => child.close(),
    }
  } catch (error) {
    await child.close()
    throw error
  }
}

async function save(child: PolicyChild): Promise<Uint8Array> {
  const block = new Uint8Array(await child.call('save'))
  for (let from = 0; from < block.length; from += PIECE_BYTES) {
    const to = Math.min(block.length, from + PIECE_BYTES)
    block.set(await child.call('savedPiece', from, to), from)
  }
  return block
}

async function load(child: PolicyChild, block: Uint8Array): Promise<void> {
  let from = 0
  for (const piece of piecesOf(block)) {
    await child.call('loadPiece', piece, from, block.length)
    from += piece.length
  }
  await child.call('load')
}

/** Compares recorded numbers with ours in a policy process; an error where the folder cannot be read. */
export async function spawnParity(
  entryPath: string,
  directory: string,
  provider: Provider = 'cpu',
  options: SpawnOptions = {},
): Promise<Result<ParityCheck[]>> {
  const child = new PolicyChild(entryPath, options)
  try {
    return await child.call('parity', directory, provider)
  } finally {
    await child.close()
  }
}

export interface ProbeOptions extends SpawnOptions {
  /** told of each as it is known */
  readonly onReport?: (report: ProviderReport) => void
  /** no more are tried once it is aborted */
  readonly signal?: AbortSignal
}

/** Which execution providers work here and why others do not; each is tried in a process of its own. */
export async function probeProviders(entryPath: string, options: ProbeOptions = {}): Promise<ProviderReport[]> {
  const { onReport = () => undefined, signal, ...spawnOptions } = options
  const reports: ProviderReport[] = []
  for (const provider of DEVICES) {
    if (signal?.aborted) break
    const report = await probeIn(entryPath, provider, spawnOptions)
    reports.push(report)
    onReport(report)
  }
  return reports
}

async function probeIn(entryPath: string, provider: Provider, options: SpawnOptions): Promise<ProviderReport> {
  const child = new PolicyChild(entryPath, { isQuiet: true, ...options })
  try {
    return await child.call('probe', provider)
  } catch (error) {
    return { provider, works: false, reason: error instanceof Error ? error.message : String(error) }
  } finally {
    await child.close()
  }
}
