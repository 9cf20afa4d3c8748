import type { ExperimentSummary, ReplayRow } from '../src/ipc/contract'
import { startHeadlessHost } from './headlessHost'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { connectToHost } from './support/hostClient'
import { expect, test, type WorkbenchWindow } from './support/window'

test.setTimeout(180_000)

const SETTINGS = { ...SMALL_RUN, Mutants: '400', 'Experiences before the first sampling': '900' }
const ITERATIONS = [1, 2, 3, 4]

/** What may never change again: everything that belongs to iterations up to a saved checkpoint. */
async function keptUpTo(window: WorkbenchWindow, experimentId: string, iteration: number) {
  const rows: Pick<ReplayRow, 'id' | 'taskId' | 'source' | 'iteration' | 'program'>[] = []
  for (;;) {
    const page = await window.ask('replay.page', {
      experimentId,
      filter: { maxIteration: iteration },
      sort: { column: 'id', descending: false },
      offset: rows.length,
      limit: 500,
    })
    for (const { id, taskId, source, iteration, program } of page.rows) {
      rows.push({ id, taskId, source, iteration, program })
    }
    if (page.rows.length === 0 || rows.length >= page.total) break
  }
  const series = await window.ask('experiments.series', { experimentId })
  return {
    rows,
    reports: series.iterations.filter((one) => one.iteration <= iteration),
    solved: series.solved.filter((one) => one.iteration <= iteration),
  }
}

/** Ends the experiment's process as a crash does. */
function killProcess({ pid }: ExperimentSummary): void {
  expect(pid, 'process of the running experiment').not.toBeNull()
  process.kill(pid ?? 0, 'SIGKILL')
}

test('kill -9 on the experiment: the window says so, Resume goes on, nothing is lost', async ({ window, page }) => {
  const experiment = new ExperimentPage(page)
  await window.open()
  await experiment.startForm('Quick start', 'Killed')
  await experiment.fill(SETTINGS)
  await experiment.createAndStart.click()
  await experiment.isIn('running')
  const experimentId = experiment.id()
  const get = (): Promise<ExperimentSummary> => window.ask('experiments.get', { experimentId })
  const crash = page.getByRole('alert').filter({ hasText: 'the experiment process ended' })

  await test.step('before the first checkpoint: it starts over', async () => {
    await expect(experiment.lossCurve).toHaveAccessibleName(/^Loss, at step \d/, { timeout: 60_000 })
    killProcess(await get())
    await experiment.isIn('failed')
    await expect(crash).toContainText(/SIGKILL.*Press Resume: it goes on from the last checkpoint/)
    await experiment.button('Resume').click()
    await experiment.isIn('running')
    await expect(crash).toBeHidden()
  })

  await test.step('after a checkpoint: it goes on from there', async () => {
    await expect.poll(async () => (await get()).checkpointIteration, { timeout: 60_000 }).toBeGreaterThanOrEqual(1)
    const { checkpointIteration } = await get()
    const kept = await keptUpTo(window, experimentId, checkpointIteration ?? 0)
    expect(kept.rows.length).toBeGreaterThan(400)
    killProcess(await get())
    await experiment.isIn('failed')
    await expect(crash).toBeVisible()
    await expect(page.getByText(/^goes on from iteration \d/)).toBeVisible()
    expect(await keptUpTo(window, experimentId, checkpointIteration ?? 0), 'before Resume').toEqual(kept)
    await experiment.button('Resume').click()
    await experiment.isIn('finished', 120_000)
    expect(await keptUpTo(window, experimentId, checkpointIteration ?? 0), 'after Resume').toEqual(kept)
    const { iterations } = await window.ask('experiments.series', { experimentId })
    expect(iterations.map(({ iteration }) => iteration)).toEqual(ITERATIONS)
    await experiment.hasReported(4)
    const last = iterations.at(-1)
    const all = await keptUpTo(window, experimentId, 4)
    expect(all.rows).toHaveLength(last?.experiences ?? -1)
  })
})

test('pause and stop, both resumed', async ({ window, page }) => {
  const experiment = new ExperimentPage(page)
  await window.open()
  await experiment.startForm('Quick start', 'Paused')
  await experiment.fill(SETTINGS)
  await experiment.createAndStart.click()
  await experiment.isIn('running')
  const experimentId = experiment.id()
  const get = (): Promise<ExperimentSummary> => window.ask('experiments.get', { experimentId })

  await test.step('pause keeps the process and the place', async () => {
    const { pid } = await get()
    await expect(experiment.lossCurve).toHaveAccessibleName(/^Loss, at step \d/, { timeout: 60_000 })
    await experiment.button('Pause').click()
    await experiment.isIn('paused')
    const before = await window.ask('experiments.series', { experimentId })
    await expect(experiment.lossCurve).toHaveAccessibleName(new RegExp(`^Loss, at step ${before.loss.step.at(-1)}:`))
    await page.reload()
    await experiment.isIn('paused')
    expect(await window.ask('experiments.series', { experimentId })).toEqual(before)
    await experiment.button('Resume').click()
    await experiment.isIn('running')
    expect((await get()).pid).toBe(pid)
    const steps = before.loss.step.at(-1) ?? 0
    await expect
      .poll(async () => (await window.ask('experiments.series', { experimentId })).loss.step.at(-1))
      .toBeGreaterThan(steps)
  })

  await test.step('stop ends the process; Resume goes on from the checkpoint', async () => {
    await experiment.hasReported(1)
    await expect.poll(async () => (await get()).checkpointIteration).toBeGreaterThanOrEqual(1)
    await experiment.button('Stop').click()
    await experiment.isIn('stopped')
    const stopped = await get()
    expect(stopped.pid).toBeNull()
    const kept = await keptUpTo(window, experimentId, stopped.checkpointIteration ?? 0)
    await expect(page.getByText(`goes on from iteration ${stopped.checkpointIteration}`)).toBeVisible()
    await experiment.button('Resume').click()
    await experiment.isIn('finished', 120_000)
    expect(await keptUpTo(window, experimentId, stopped.checkpointIteration ?? 0)).toEqual(kept)
  })
})

test('kill -9 on the host: another one on the same workspace goes on', async ({
  window,
  page,
  host,
  workspaceDirectory,
}) => {
  const experiment = new ExperimentPage(page)
  await window.open()
  await experiment.startForm('Quick start', 'Orphan')
  await experiment.fill(SETTINGS)
  await experiment.createAndStart.click()
  await experiment.isIn('running')
  const experimentId = experiment.id()
  await experiment.hasReported(1)
  const checkpoint = async (): Promise<number | null> =>
    (await window.ask('experiments.get', { experimentId })).checkpointIteration
  await expect.poll(checkpoint).toBeGreaterThanOrEqual(1)
  const { pid } = await window.ask('experiments.get', { experimentId })
  await page.goto('about:blank') // a lost connection is an error to the browser's console
  host.process.child.kill('SIGKILL')
  await host.process.ended
  await expect.poll(() => isAlive(pid ?? 0), { timeout: 30_000 }).toBe(false)

  const second = await startHeadlessHost(workspaceDirectory)
  try {
    const { client, close } = await connectToHost(second.address)
    await page.goto(`${second.address}#/experiments/${experimentId}`)
    await experiment.isIn('stopped')
    await experiment.button('Resume').click()
    await experiment.isIn('finished', 120_000)
    const series = await client.call('experiments.series', { experimentId })
    expect(series.ok && series.value.iterations.map(({ iteration }) => iteration)).toEqual(ITERATIONS)
    close()
    await page.goto('about:blank')
  } finally {
    await second.stop()
  }
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // nobody has this number
  }
}
