import { describe, expect, it } from 'vitest'
import { shadeOf, stripOf } from './shade'

const percentOf = (shade: string): number => Number(/(\d+\.\d)%/.exec(shade)?.[1] ?? 0)

describe('shades', () => {
  it('grow with the share, never beyond what text can be read on', () => {
    const [rare, some, most] = [0.01, 0.2, 0.5].map((share) => percentOf(shadeOf(share, 0.5)))
    expect(rare).toBeGreaterThan(5)
    expect(some).toBeGreaterThan(rare ?? 0)
    expect(most).toBe(52)
    expect(percentOf(shadeOf(0.9, 0.5))).toBe(52)
  })

  it('leave out what has no share', () => {
    expect(shadeOf(0, 0.5)).toBe('transparent')
    expect(shadeOf(0, 0)).toBe('transparent')
  })

  it('lie side by side in a strip, an iteration without programs apart from one without use', () => {
    const strip = stripOf([0, null, 1, 0.25], 1)
    const cells = [
      ...strip.matchAll(/(var\(--sunk\)|transparent|color-mix\(.*?\)\)) ([\d.]+%) calc\(([\d.]+%) - 1px\),/g),
    ]
    expect(cells.map(([, colour, from, to]) => [colour?.replace(/^color-mix.*?([\d.]+%).*/, '$1'), from, to])).toEqual([
      ['var(--sunk)', '0.000%', '25.000%'],
      ['transparent', '25.000%', '50.000%'],
      ['52.0%', '50.000%', '75.000%'],
      ['26.0%', '75.000%', '100.000%'],
    ])
    expect(
      stripOf(
        Array.from({ length: 100 }, () => 0),
        1,
      ),
    ).toContain('- 0px') // no room for gaps
  })
})
