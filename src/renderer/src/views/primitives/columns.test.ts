import { describe, expect, it } from 'vitest'
import { NOTHING_COUNTED } from '../../../../core/analysis/primitiveCounts'
import { primitiveUses } from '../../../../core/analysis/primitiveUse'
import { columnsOf, filterUses, sortUses } from './columns'

const used = { source: 'policy', solving: 0 } as const
const uses = primitiveUses({
  ...NOTHING_COUNTED,
  uses: [
    { ...used, primitive: 'rot90', iteration: 3, programs: 2 },
    { ...used, primitive: 'hmirror', iteration: 1, programs: 7 },
  ],
})
const first = (column: string, descending: boolean, count = 3) =>
  sortUses(uses, { column, descending })
    .slice(0, count)
    .map(({ name }) => name)

describe('the table of primitives', () => {
  it('sorts by every column, both ways', () => {
    expect(first('name', false)).toEqual(['add', 'adjacent', 'apply'])
    expect(first('name', true)).toEqual(['width', 'vupscale', 'vsplit'])
    expect(first('policy', true, 2)).toEqual(['hmirror', 'rot90'])
    expect(sortUses(uses, { column: 'no such', descending: true })).toEqual(uses)
  })

  it('puts what was never used last either way', () => {
    expect(first('firstUse', false, 2)).toEqual(['hmirror', 'rot90'])
    expect(first('firstUse', true, 2)).toEqual(['rot90', 'hmirror'])
  })

  it('finds by name, type and word, in a family', () => {
    expect(filterUses(uses, ' HMIRR ', '').map(({ name }) => name)).toEqual(['hmirror'])
    expect(filterUses(uses, '-> objects grid', '').map(({ name }) => name)).toContain('partition')
    expect(filterUses(uses, '', 'logic')).toHaveLength(7)
    expect(filterUses(uses, 'hmirror', 'logic')).toEqual([])
    expect(filterUses(uses, '', '')).toHaveLength(160)
  })

  it('leaves columns out where there is no room or nothing to tell', () => {
    const ids = (widthPx: number, hasExperiment: boolean, hasSearch = false) =>
      columnsOf({ widthPx, hasExperiment, hasSearch }).map(({ id }) => id)
    expect(ids(1000, false)).toEqual(['name', 'family', 'signature', 'seed', 'neededBy'])
    expect(ids(600, true)).toEqual(['name', 'seed', 'mutation', 'policy', 'solving', 'neededBy'])
    expect(ids(1000, true, true)).toContain('search')
  })
})
