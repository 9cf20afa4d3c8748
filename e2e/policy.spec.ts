import { encodeCompact } from '../src/core/policy/encodeCompact'
import { MAX_POSITIONS } from '../src/core/policy/policyShape'
import { parseTask } from '../src/core/task/parseTask'
import { EditorPage } from './support/editor'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { PolicyPage } from './support/policy'
import { expect, test, type WorkbenchWindow } from './support/window'

test.setTimeout(180_000)

const TASK = 'mirroring-left-right'
const TASK_ID = `starter/evaluation/${TASK}`

test('a policy from its devices to a sampled program in the editor', async ({ window, page }) => {
  const policy = new PolicyPage(page)
  const experiment = new ExperimentPage(page)
  await window.open('#/policy')

  await test.step('without an experiment: what to do, and the devices', async () => {
    await expect(page.getByText('No policy yet')).toBeVisible()
    await policy.devicesAreTested()
    const processor = policy.devices.getByRole('listitem').filter({ hasText: 'Processor' })
    await expect(processor).toHaveText(/works/)
    await policy.policy.getByRole('button', { name: 'Test' }).click()
    await policy.devicesAreTested()
    await expect(processor).toHaveText(/works/)
    await page.getByRole('link', { name: 'New experiment' }).click()
    await expect(experiment.create).toBeVisible()
  })

  await test.step('before the first checkpoint: what it reads, and what to do', async () => {
    await experiment.startForm('Quick start', 'Inspected')
    await experiment.fill({
      ...SMALL_RUN,
      'Meta-iterations': '2',
      'Refinement of near misses': '0.5',
      'Matching mutants kept': '8',
    })
    await experiment.create.click()
    await experiment.isIn('not started')
    const id = experiment.id()
    await policy.open()
    await expect(policy.policy).toContainText('no checkpoint yet')
    await expect(policy.writing).toContainText('Start the experiment first')
    await policy.writing.getByRole('link', { name: 'Go to the experiment' }).click()
    await experiment.button('Start').click()
    await experiment.isIn('finished', 90_000)
    expect(experiment.id()).toBe(id)
  })

  await test.step('architecture and size', async () => {
    await policy.open()
    await expect(policy.policy).toContainText('checkpoint of iteration 2')
    await expect(policy.policy).toContainText(/Width\s*48/)
    const [experimentOfPage] = await window.ask('experiments.list', {})
    expect(page.url()).toContain(`#/policy/${experimentOfPage?.id}`)
    const parameters = policy.policy.getByRole('list', { name: 'Parameters by part' }).getByRole('listitem')
    await expect(parameters).toHaveText([/^embeddings/, /^encoder/, /^decoder/, /^output/])
  })

  await test.step('what it reads of a task, position by position', async () => {
    await policy.task.focus()
    for (let k = 0; k < 25; k++) await page.keyboard.press('ArrowDown')
    await expect(page.locator('[role=option][data-highlighted]')).toBeInViewport()
    await page.keyboard.press('Escape')
    await policy.choose(TASK)
    await expect(page).toHaveURL(new RegExp(`/${TASK_ID}$`))
    const detail = await window.ask('tasks.get', { taskId: TASK_ID })
    const task = parseTask(TASK_ID, detail.task)
    if (!task.ok) throw new Error(task.error.message)
    const { length } = encodeCompact(task.value.train, MAX_POSITIONS)
    await expect(policy.encoding('Positions')).toContainText(String(length))
    await expect(policy.reading).toContainText(`${length} of ${MAX_POSITIONS} positions.`)

    const first = policy.positions(1)
    await first.focus()
    await expect(policy.position).toContainText('Sizes of both grids')
    await page.keyboard.press('ArrowDown')
    await expect(policy.position).toContainText('patch row 1, column 1')
    await page.keyboard.press('ArrowRight')
    await expect(policy.position).toContainText('patch row 1, column 2')
    await expect(first.getByRole('option', { selected: true })).toHaveAccessibleName(/patch row 1, column 2: input: /)
    await policy
      .positions(2)
      .getByRole('option', { name: /Colours of the output/ })
      .hover()
    await expect(policy.position).toContainText('pair 2')
  })

  await test.step('the same beside a near miss, chosen from the replay buffer', async () => {
    await policy.choose(await taskWithNearMisses(window))
    await policy.encoding('Near miss').click()
    const choice = policy.reading.getByRole('combobox', { name: 'Near miss' })
    const before = await choice.inputValue()
    const tokens = policy.reading.getByRole('list', { name: 'Tokens of the near miss' })
    await expect(tokens.getByRole('listitem')).not.toHaveCount(0)
    await expect(policy.reading.getByRole('list', { name: 'What it gives' })).toContainText(
      /Pair 1 (right|wrong|no grid)/,
    )
    await choice.selectOption({ index: 1 })
    await expect(choice).not.toHaveValue(before)
    await expect(policy.reading).toContainText(/\d+ of 256 positions\./)
    await policy.choose(TASK)
  })

  await test.step('the text encodings against the limit', async () => {
    await policy.encoding('Dense text').click()
    await expect(policy.reading).toContainText(/About \d+ tokens/)
    await expect(policy.reading.locator('pre')).toContainText(/^\d+x\d+ /)
    await policy.encoding('Sparse text').click()
    await expect(policy.reading.locator('pre')).toContainText('background=')
  })

  await test.step('samples, best first, each run on the demonstrations', async () => {
    await policy.form.getByLabel('Samples').fill('0')
    await expect(policy.writing.getByRole('alert')).toContainText('from 1 to 32')
    await expect(policy.form.getByRole('button', { name: 'Sample' })).toBeDisabled()
    await policy.form.getByLabel('Samples').fill('24')
    await policy.sample()
    const times = await policy.samples.getByText(/^drawn \d+ time/).allTextContents()
    expect(times.reduce((sum, text) => sum + Number(/\d+/.exec(text)?.[0]), 0)).toBe(24)
    await page.getByRole('button', { name: 'Tokens' }).click()
    await expect(policy.samples.first().getByRole('group', { name: 'Tokens' })).toContainText('<end>')
    await page.getByRole('button', { name: 'Tokens' }).click()
  })

  await test.step('a sample opens with its task, and is still there on the way back', async () => {
    const program = await policy.samples.first().locator('pre').textContent()
    await policy.samples.first().getByRole('link', { name: 'Open sample 1 in the editor' }).click()
    const editor = new EditorPage(page)
    await editor.isReady()
    await expect.poll(() => editor.text()).toBe(program)
    await page.goBack()
    await expect(policy.samples.first().locator('pre')).toHaveText(program ?? '')
  })

  await test.step('another view opens, whatever was selected here', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Search' }).click()
    await expect(page.getByRole('form', { name: 'Search' })).toBeVisible()
  })
})

/** An evaluation task of which the buffer holds several programs that fall short. */
async function taskWithNearMisses({ ask }: Pick<WorkbenchWindow, 'ask'>): Promise<string> {
  const [{ id: experimentId } = { id: '' }] = await ask('experiments.list', {})
  const { rows } = await ask('replay.page', {
    experimentId,
    filter: { sources: ['search', 'policy'], maxPerformance: 0.999 },
    sort: { column: 'id', descending: false },
    offset: 0,
    limit: 500,
  })
  const found = rows.find(({ taskId }, k) => rows.findIndex((other) => other.taskId === taskId) < k)
  return found?.taskId.split('/').at(-1) ?? 'no task has near misses'
}
