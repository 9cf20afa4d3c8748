import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'

declare global {
  interface Window {
    takeLongTasks(): number[]
  }
}

export interface StepFigures {
  /** its tasks above 50 ms, as they passed: other work on the machine makes them longer */
  readonly long: number[]
  /** CPU time of each time that it was done, milliseconds: the same on a busy machine */
  readonly cpu: number[]
}

/** What the renderer's main thread did, step by step. */
export class MainThread {
  readonly steps = new Map<string, StepFigures>()

  private constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession,
    /** folder for a CPU profile of each step's first time; null for none */
    private readonly profiles: string | null,
  ) {}

  static async watch(page: Page, profiles: string | null): Promise<MainThread> {
    await page.addInitScript(() => {
      let durations: number[] = []
      const take = (entries: PerformanceEntryList): void => {
        for (const { duration } of entries) durations.push(duration)
      }
      const observer = new PerformanceObserver((list) => take(list.getEntries()))
      observer.observe({ type: 'longtask', buffered: true })
      window.takeLongTasks = () => {
        take(observer.takeRecords())
        const taken = durations
        durations = []
        return taken
      }
    })
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Profiler.enable')
    await cdp.send('Performance.enable')
    return new MainThread(page, cdp, profiles)
  }

  /** Does a step and notes its long tasks, those of what it left to be drawn included. */
  async during<T>(step: string, act: () => Promise<T>): Promise<T> {
    const isProfiled = this.profiles !== null && !this.steps.has(step)
    if (isProfiled) await this.cdp.send('Profiler.start')
    const before = await this.cpuMs()
    const result = await act()
    await nextFrames(this.page)
    const figures = this.steps.get(step) ?? { long: [], cpu: [] }
    this.steps.set(step, figures)
    figures.long.push(...(await this.page.evaluate(() => window.takeLongTasks())))
    figures.cpu.push((await this.cpuMs()) - before)
    if (isProfiled && this.profiles !== null) {
      const { profile } = await this.cdp.send('Profiler.stop')
      await writeFile(join(this.profiles, `${step.replaceAll(' ', '-')}.cpuprofile`), JSON.stringify(profile))
    }
    return result
  }

  private async cpuMs(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN)
  }

  /** Megabytes of the heap after a collection. */
  async heap(): Promise<number> {
    await this.cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage')
    return usedSize / 1e6
  }
}

/** Until what was done has been drawn. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
}

/** Frames a second in each of so many seconds. */
export function frames(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(
    (wanted) =>
      new Promise<number[]>((done) => {
        const counted: number[] = []
        let from = performance.now()
        let drawn = 0
        const next = (): void => {
          drawn++
          const passed = performance.now() - from
          if (passed >= 1000) {
            counted.push((1000 * drawn) / passed)
            from += passed
            drawn = 0
          }
          if (counted.length === wanted) done(counted)
          else requestAnimationFrame(next)
        }
        requestAnimationFrame(next)
      }),
    seconds,
  )
}
