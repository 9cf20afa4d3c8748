import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewExperience } from '../../core/replay/experience'
import { ReplaySampler } from '../../core/replay/sampler'
import { Rng } from '../../core/util/rng'
import type { Params } from '../../ipc/contract'
import { DuckdbReplayStore } from '../../node/store/duckdbReplayStore'
import { plausibleExperiences } from './plausibleExperiences'

export interface ReplayFigures {
  readonly rows: number
  /** through the store's own way in: encoding, search for duplicates, a transaction each 10,000 */
  readonly insertSeconds: number
  readonly databaseMiB: number
  /** slowest of all pages asked for, each question several times, the first included */
  readonly pageSeconds: number
  readonly pageMedianSeconds: number
  /** slowest of each question */
  readonly pages: readonly { readonly question: string; readonly seconds: number }[]
  readonly histogramSeconds: number
  /** filling the sum trees from the database, once a run */
  readonly fillSeconds: number
  /** choosing 10,000 experiences and reading them whole */
  readonly drawSeconds: number
  readonly chooseSeconds: number
  readonly peakMemoryMiB: number
}

type Page = Omit<Params<'replay.page'>, 'experimentId'>

const ROWS_A_TRANSACTION = 10_000
const DRAWN = { textbook: 1000, own: 9000 }
const TIMES = 3
const PAGE_ROWS = 100

/** Fills a replay buffer in `directory` and measures what the browser and training ask of it. */
export async function benchReplay(
  directory: string,
  rows: number,
  onProgress: (rows: number) => void = () => undefined,
): Promise<ReplayFigures> {
  const file = join(directory, 'replay.duckdb')
  const rng = Rng.fromSeed(1, 'bench-replay')
  const insertSeconds = await fillReplay(file, rows, rng.fork('experiences'), onProgress)
  const store = await DuckdbReplayStore.open(file)
  try {
    const pages = new Map<string, number[]>()
    for (let time = 0; time < TIMES; time++) {
      for (const [question, page] of Object.entries(questionsOf(rows))) {
        const seconds = await timed(() => store.browser.page(page))
        pages.set(question, [...(pages.get(question) ?? []), seconds])
      }
    }
    const histogramSeconds = await slowest(() => store.browser.histogram({ filter: {}, bins: 24 }))
    const sampler = new ReplaySampler()
    const fillSeconds = await timed(() => store.forEachKey(1, (key) => sampler.add(key)))
    const draw = (time: number): number[] => [
      ...sampler.draw('textbook', DRAWN.textbook, rng.fork(`textbook-${time}`)),
      ...sampler.draw('own', DRAWN.own, rng.fork(`own-${time}`)),
    ]
    const chooseSeconds = await slowest((time) => Promise.resolve(draw(time)))
    const drawSeconds = await slowest((time) => store.get(draw(time)))
    const all = [...pages.values()].flat().sort((a, b) => a - b)
    return {
      rows: await store.count(),
      insertSeconds,
      databaseMiB: Math.round((await stat(file)).size / 2 ** 20),
      pageSeconds: all.at(-1) ?? 0,
      pageMedianSeconds: all[all.length >> 1] ?? 0,
      pages: [...pages].map(([question, seconds]) => ({ question, seconds: Math.max(...seconds) })),
      histogramSeconds,
      fillSeconds,
      drawSeconds,
      chooseSeconds,
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    }
  } finally {
    await store.close()
  }
}

/** Plausible experiences into a new database, and the seconds that the store took. */
export async function fillReplay(
  file: string,
  rows: number,
  rng: Rng,
  onProgress: (rows: number) => void,
): Promise<number> {
  const store = await DuckdbReplayStore.open(file)
  let seconds = 0
  let stored = 0
  for (let round = 0; stored < rows; round++) {
    // as many as are missing: some of each round are there already
    let batch: NewExperience[] = []
    const add = async (): Promise<void> => {
      seconds += await timed(async () => (stored += (await store.addExperiences(batch)).length))
      batch = []
      onProgress(stored)
    }
    for (const experience of plausibleExperiences(rows - stored, rng.fork(round))) {
      batch.push(experience)
      if (batch.length === ROWS_A_TRANSACTION) await add()
    }
    await add()
  }
  await store.close()
  return seconds
}

/** What people ask: sorted by each kind of column, at the beginning, in the middle and at the end, and filtered. */
function questionsOf(rows: number): Readonly<Record<string, Page>> {
  const page = (
    column: Page['sort']['column'],
    { filter = {}, at = 0, descending = true }: { filter?: Page['filter']; at?: number; descending?: boolean } = {},
  ): Page => {
    const offset = Math.floor(at * Math.max(0, rows - PAGE_ROWS))
    return { filter, sort: { column, descending }, offset, limit: PAGE_ROWS }
  }
  return {
    'by priority': page('priority'),
    'by priority, in the middle': page('priority', { at: 0.5 }),
    'by priority, at the end': page('priority', { at: 1 }),
    'by number, in the middle': page('id', { at: 0.5, descending: false }),
    'by lines, a quarter down': page('lines', { at: 0.25 }),
    'by program': page('program', { descending: false }),
    'by program, in the middle': page('program', { at: 0.5, descending: false }),
    'by task, in the middle': page('taskId', { at: 0.5, descending: false }),
    'of the policy, half right, by times drawn': page('drawn', {
      filter: { sources: ['policy'], minPerformance: 0.5 },
    }),
    'that contain a text, by priority': page('priority', { filter: { program: 'hmirror(I)' } }),
    'that use a primitive, by lines': page('lines', { filter: { primitive: 'objects' } }),
    'of one task, by iteration': page('iteration', { filter: { taskId: 'arc/training/00000007' } }),
    'of ten iterations, by performance': page('performance', { filter: { minIteration: 40, maxIteration: 49 } }),
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

/** Of several times. */
async function slowest(work: (time: number) => Promise<unknown>): Promise<number> {
  let seconds = 0
  for (let time = 0; time < TIMES; time++) seconds = Math.max(seconds, await timed(() => work(time)))
  return seconds
}
