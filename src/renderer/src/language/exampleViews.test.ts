import { expect, it } from 'vitest'
import { PRIMITIVES } from '../../../core/dsl/primitives'
import { exampleViews } from './exampleViews'

it('has views of the first example of every primitive', () => {
  const missing = Object.values(PRIMITIVES).filter((spec) => exampleViews(spec) === null)
  expect(missing.map(({ name }) => name)).toEqual([])
})

it('draws what is passed and what comes of it', () => {
  expect(exampleViews(PRIMITIVES.hmirror)).toMatchObject({
    args: [{ kind: 'grid' }],
    then: [],
    gives: { kind: 'grid' },
  })
})

it('keeps apart what a function that is given back is called with', () => {
  const views = exampleViews(PRIMITIVES.lbind)
  expect(views?.args[0]?.kind).toBe('function')
  expect(views?.then.length).toBeGreaterThan(0)
})
