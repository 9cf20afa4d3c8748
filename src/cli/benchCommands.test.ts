import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Output } from './output'
import { runCommandLine } from './program'

const resources = join(import.meta.dirname, '../../resources')

async function bench(...args: string[]) {
  let [out, err] = ['', '']
  const output = new Output(
    { write: (text: string) => ((out += text), true) },
    { write: (text: string) => ((err += text), true) },
  )
  const directories = { entries: '', renderer: '', preload: '', resources, version: '1' }
  const code = await runCommandLine(['bench', ...args, '--json'], { directories, output })
  const lines = out.trimEnd().split('\n')
  return { code, err, out, json: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
}

const seconds = expect.any(Number) as number

it('codeit bench replay fills a buffer with so many rows and prints its figures', async () => {
  const { code, err, out, json } = await bench('replay', '--rows', '3000')
  expect([code, err]).toEqual([0, ''])
  expect(json).toMatchObject({
    rows: 3000,
    pageSeconds: seconds,
    histogramSeconds: seconds,
    drawSeconds: seconds,
    peakMemoryMiB: seconds,
  })
  expect(json['pages']).toHaveLength(13)
  expect(out).toMatch(/^slowest page +\d+\.\d{3} s$/m)
})

describe('codeit bench batch', () => {
  it('measures the starter pack, and both evaluators say the same', async () => {
    const { code, err, out, json } = await bench('batch', '--mutants', '300', '--sample', '1500')
    expect([code, err]).toEqual([0, ''])
    expect(json).toMatchObject({ tasks: 60, pairs: 360 * 60, pairsPerSecond: seconds, differences: [] })
    const { fits, compared, plain } = json as { fits: number; compared: number; plain: { pairs: number } }
    expect(fits).toBeGreaterThanOrEqual(60)
    expect([plain.pairs, compared]).toEqual([1500, 1500 + fits])
    expect(out).toMatch(/^\d+ pairs compared, 0 differ$/m)
  })

  it('takes programs and tasks, and refuses a path where none are', async () => {
    const starter = join(resources, 'starter')
    const args = ['--programs', join(starter, 'seeds'), '--tasks', join(starter, 'evaluation'), '--sample', '100']
    expect((await bench('batch', ...args)).json).toMatchObject({ programs: 60, pairs: 60 * 63 })
    expect(await bench('batch', '--programs', join(starter, 'nothing'))).toMatchObject({
      code: 2,
      json: { error: { code: 'file/missing' } },
    })
  })
})
