import { describe, expect, it } from 'vitest'
import { PRIMITIVE_NAMES, PRIMITIVES, type PrimitiveName } from '../../../../core/dsl/primitives'
import { exampleParts } from './exampleParts'

const partsOf = (name: PrimitiveName) => {
  const [example] = PRIMITIVES[name].examples
  if (!example) throw new Error(`${name} has no example`)
  return exampleParts(PRIMITIVES[name], example)
}

describe('exampleParts', () => {
  it.each(PRIMITIVE_NAMES)('%s: every value has a picture or a text, every argument its name', (name) => {
    for (const example of PRIMITIVES[name].examples) {
      const { args, then, result } = exampleParts(PRIMITIVES[name], example)
      expect(args.map((part) => part.name)).toEqual(PRIMITIVES[name].params)
      for (const { picture, text, label } of [...args, ...then, result]) {
        expect(label).not.toBe('')
        expect((picture !== null && picture.cells.length > 0) || text !== '').toBe(true)
      }
    }
  })

  it('draws patches without a grid in one frame, so that a shift is seen', () => {
    const { args, result } = partsOf('shift')
    expect(args[0]?.picture?.cells.length).toBe(result.picture?.cells.length)
    expect(args[0]?.picture?.cells).not.toEqual(result.picture?.cells)
  })

  it('lays objects on the grid that they come from', () => {
    const { args, result } = partsOf('partition')
    expect(result.picture?.cells).toEqual(args[0]?.picture?.cells)
  })

  it('shows what a made function is called with', () => {
    const { then, result } = partsOf('compose')
    expect(then.map(({ text }) => text)).toEqual(['3'])
    expect(result.text).toBe('8')
  })
})
