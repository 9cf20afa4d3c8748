import { describe, expect, it } from 'vitest'
import { ARROW_PX, cardLeft, galleryLayout, GAP, gridLeft, PADDING } from './galleryLayout'

describe('galleryLayout', () => {
  it.each([
    { width: 1388, thumbPx: 84, showsOutput: true, columns: 6 },
    { width: 229, thumbPx: 84, showsOutput: true, columns: 1 },
    { width: 200, thumbPx: 56, showsOutput: false, columns: 2 },
    { width: 0, thumbPx: 56, showsOutput: false, columns: 1 },
  ])('$columns columns in $width pixels', ({ columns, ...shape }) => {
    const layout = galleryLayout(shape)
    expect(layout.columns).toBe(columns)
    expect(cardLeft(layout, columns - 1) + layout.cardPx + PADDING).toBeCloseTo(shape.width)
  })

  it('puts the grids in the middle of their card', () => {
    const layout = galleryLayout({ width: 1000, thumbPx: 84, showsOutput: true })
    const left = gridLeft(layout, 1) - cardLeft(layout, 1)
    expect(left).toBeGreaterThan(0)
    expect(left + 2 * 84 + ARROW_PX).toBeCloseTo(layout.cardPx - left)
    expect(cardLeft(layout, 1) - cardLeft(layout, 0) - layout.cardPx).toBeCloseTo(GAP)
  })
})
