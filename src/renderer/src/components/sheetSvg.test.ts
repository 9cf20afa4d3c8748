import { describe, expect, it } from 'vitest'
import { gridSheet, type NamedPair } from './gridSheet'
import { PALETTES } from './palette'
import { sheetSvg } from './sheetSvg'

const pair: NamedPair = {
  name: 'train 1',
  input: [
    [1, 1, 2],
    [0, 0, 0],
  ],
  output: [[3]],
}
const plain = { palette: PALETTES.arc, gridLines: false, digits: false }
const count = (text: string, part: string): number => text.split(part).length - 1

describe('sheetSvg', () => {
  const svg = sheetSvg(gridSheet('a task', [pair]), plain)

  it('is one SVG element with its size and title', () => {
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="152" height="94" viewBox="0 0 152 94">\n/,
    )
    expect(svg.endsWith('</svg>\n')).toBe(true)
    expect(svg).toContain('<title>a task</title>')
  })

  it('has one rectangle for each stretch of a colour, in place', () => {
    expect(svg).toContain('<rect x="16" y="38" width="40" height="20" fill="#0074D9"/>')
    expect(svg).toContain('<rect x="56" y="38" width="20" height="20" fill="#FF4136"/>')
    expect(svg).toContain('<rect x="16" y="58" width="60" height="20" fill="#101010"/>')
    expect(svg).toContain('<rect x="116" y="38" width="20" height="20" fill="#2ECC40"/>')
    expect(count(svg, '<rect')).toBe(5) // the paper, too
  })

  it('says the sizes and points from input to output', () => {
    expect(svg).toContain('>train 1: 2x3</text>')
    expect(svg).toContain('>1x1</text>')
    expect(svg).toContain('<path d="M86 58H106')
  })

  it('draws lines and digits only when asked to', () => {
    expect(svg).not.toContain('stroke-opacity')
    expect(count(svg, '<text')).toBe(2)
    const full = sheetSvg(gridSheet('a task', [pair]), { ...plain, gridLines: true, digits: true })
    expect(full).toContain('<path d="M36 38v40M56 38v40M16 58h60" stroke="#ffffff"')
    expect(count(full, '<text')).toBe(2 + 7)
    expect(full).toContain('<text x="26" y="48" fill="#ffffff">1</text>')
  })

  it('takes the colours of the palette in use', () => {
    expect(sheetSvg(gridSheet('a task', [pair]), { ...plain, palette: PALETTES['colour-blind'] })).toContain('#0072B2')
  })

  it('escapes what a name may hold', () => {
    expect(sheetSvg(gridSheet('a<b & "c">', [pair]), plain)).toContain('<title>a&lt;b &amp; "c"&gt;</title>')
  })

  it('puts the pairs of a task one below the other, outputs in one column', () => {
    const two = gridSheet('a task', [pair, { name: 'test 1', input: [[4]], output: [[5], [6]] }])
    expect(two.grids.map(({ x, y }) => [x, y])).toEqual([
      [16, 38],
      [116, 38],
      [16, 116],
      [116, 116],
    ])
    expect([two.width, two.height]).toEqual([152, 172])
  })
})
