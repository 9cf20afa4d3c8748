import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHeadlessHost, type HeadlessHost } from '../../e2e/headlessHost'
import { connectToHost } from '../../e2e/support/hostClient'
import { fillReplay } from '../../src/cli/bench/benchReplay'
import type { Result } from '../../src/core/util/result'
import { Rng } from '../../src/core/util/rng'
import type { Client } from '../../src/ipc/contract'

export interface Made {
  /** made-up tasks, where no folder is named */
  readonly tasks: number
  /** a folder of ARC tasks */
  readonly tasksFrom: string | undefined
  /** rows of the replay buffer that is browsed */
  readonly experiences: number
}

export interface MadeWorkspace {
  readonly host: HeadlessHost
  /** the experiment that trains meanwhile */
  readonly running: string
  /** the one whose replay buffer was filled */
  readonly filled: string
  /** ends the host and removes everything */
  remove(): Promise<void>
}

/** A host on a workspace with so many tasks, an experiment with so many experiences, and another that runs. */
export async function makeWorkspace({ tasks, tasksFrom, experiences }: Made): Promise<MadeWorkspace> {
  const directory = await mkdtemp(join(tmpdir(), 'codeit-window-'))
  const path = tasksFrom ?? join(directory, 'tasks')
  if (!tasksFrom) await writeTasks(join(path, 'training'), tasks)
  const home = join(directory, 'workspace')
  const preset = 'quick-start'
  const filled = await whileServing(home, async (client) => {
    value(await client.call('tasks.import', { name: 'many', source: { path } }))
    return value(await client.call('experiments.create', { preset, name: 'Filled', changes: {} })).id
  })
  if (experiences > 0) await fillExperiment(home, filled, experiences)
  const host = await startHeadlessHost(home)
  const { client, close } = await connectToHost(host.address)
  const running = value(await client.call('experiments.create', { preset, changes: { metaIterations: 1000 } })).id
  value(await client.call('experiments.start', { experimentId: running }))
  close()
  return {
    host,
    running,
    filled: experiences > 0 ? filled : running,
    async remove() {
      await host.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function whileServing<T>(home: string, act: (client: Client) => Promise<T>): Promise<T> {
  const host = await startHeadlessHost(home)
  const { client, close } = await connectToHost(host.address)
  const result = await act(client)
  close()
  await host.stop()
  return result
}

/** As if it had run: only an experiment that was started once has a replay buffer that can be browsed. */
async function fillExperiment(home: string, id: string, experiences: number): Promise<void> {
  const replay = join(home, 'experiments', id, 'replay.duckdb')
  await fillReplay(replay, experiences, Rng.fromSeed(1, 'window'), () => undefined)
  const manifest = join(home, 'workspace.json')
  const text = await readFile(manifest, 'utf8')
  await writeFile(manifest, text.replace('"state": "created"', '"state": "stopped"'))
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

async function writeTasks(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const rng = Rng.fromSeed(1, 'window')
  const grid = (): number[][] => {
    const [rows, cols] = [3 + rng.int(28), 3 + rng.int(28)]
    return Array.from({ length: rows }, () => Array.from({ length: cols }, () => (rng.next() < 0.7 ? 0 : rng.int(10))))
  }
  for (let k = 0; k < count; k++) {
    const pairs = Array.from({ length: 4 }, () => ({ input: grid(), output: grid() }))
    const name = `task-${String(k).padStart(5, '0')}.json`
    await writeFile(join(folder, name), JSON.stringify({ train: pairs.slice(0, 3), test: pairs.slice(3) }))
  }
}
