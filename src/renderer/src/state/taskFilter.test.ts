import { describe, expect, it } from 'vitest'
import type { TaskSummary } from '../../../ipc/contract'
import { countChosen, experimentsByTask, filterTasks, indexTasks, NO_FILTER, type TaskFilter } from './taskFilter'

function task(name: string, more: Partial<TaskSummary> = {}): TaskSummary {
  return {
    id: `arc/training/${name}`,
    name,
    dataset: 'arc',
    split: 'training',
    pairs: 3,
    tests: 1,
    hasProgram: false,
    hasSeed: false,
    description: '',
    tags: [],
    isKnownBad: false,
    measures: { side: 10, sizeChange: 'same', colours: [0, 1] },
    ...more,
  }
}

const TASKS = [
  task('007bbfb7', { hasProgram: true, hasSeed: true, tags: ['fractal'], description: 'Repeat the shape.' }),
  task('00d62c1b', { dataset: 'mine', split: 'evaluation', isKnownBad: true, hasProgram: true }),
  task('feca6190', { measures: { side: 5, sizeChange: 'larger', colours: [0, 2, 8] }, tags: ['lines'] }),
  task('ff28f65a', { measures: { side: 21, sizeChange: 'mixed', colours: [1, 2, 3] } }),
]
const SOLVED = 'arc/training/feca6190'
const names = (filter: Partial<TaskFilter>): string[] =>
  filterTasks(indexTasks(TASKS), { ...NO_FILTER, ...filter }, (id) => id === SOLVED).map(({ name }) => name)

describe('filterTasks', () => {
  it.each<[string, Partial<TaskFilter>, string[]]>([
    ['nothing asked', {}, TASKS.map(({ name }) => name)],
    ['a part of the id', { text: 'D62c' }, ['00d62c1b']],
    ['words in any order, tags and description too', { text: 'SHAPE fractal 007' }, ['007bbfb7']],
    ['a word that nothing holds', { text: 'fractal nowhere' }, []],
    ['dataset', { dataset: 'mine' }, ['00d62c1b']],
    ['split', { split: 'evaluation' }, ['00d62c1b']],
    ['with a program', { program: 'with' }, ['007bbfb7', '00d62c1b']],
    ['without a program', { program: 'without' }, ['feca6190', 'ff28f65a']],
    ['solved by a seed', { solved: 'seed' }, ['007bbfb7']],
    ['solved by an experiment', { solved: 'experiment' }, ['feca6190']],
    ['solved by neither', { solved: 'no' }, ['00d62c1b', 'ff28f65a']],
    ['the smallest sides, both ends in', { side: '1-5' }, ['feca6190']],
    ['a range of sides', { side: '6-10' }, ['007bbfb7', '00d62c1b']],
    ['the largest sides, both ends in', { side: '21-30' }, ['ff28f65a']],
    ['larger outputs', { sizeChange: 'larger' }, ['feca6190']],
    ['a colour', { colours: [2] }, ['feca6190', 'ff28f65a']],
    ['colours that must all be there', { colours: [2, 8] }, ['feca6190']],
    ['a tag as a whole', { tag: 'line' }, []],
    ['a tag', { tag: 'lines' }, ['feca6190']],
    ['known bad', { mark: 'bad' }, ['00d62c1b']],
    ['not known bad', { mark: 'good', program: 'with' }, ['007bbfb7']],
  ])('%s', (_, filter, expected) => {
    expect(names(filter)).toEqual(expected)
  })
})

it('counts the parts of a filter that ask for something', () => {
  expect(countChosen(NO_FILTER)).toBe(0)
  expect(countChosen({ ...NO_FILTER, mark: 'good' })).toBe(1)
  expect(countChosen({ ...NO_FILTER, text: 'x', colours: [1, 2], side: '1-5' })).toBe(3)
})

it('turns round which tasks each experiment solved', () => {
  const byTask = experimentsByTask([
    { experimentId: 'x', taskIds: ['a', 'b'] },
    { experimentId: 'y', taskIds: ['b'] },
  ])
  expect([...byTask]).toEqual([
    ['a', ['x']],
    ['b', ['x', 'y']],
  ])
})
