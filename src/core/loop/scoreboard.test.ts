import { describe, expect, it } from 'vitest'
import type { Candidate } from '../replay/experience'
import { Scoreboard } from './scoreboard'

const candidate = (changes: Partial<Candidate>): Candidate => ({
  taskId: 't',
  source: 'policy',
  iteration: 1,
  program: 'O = I',
  lines: 1,
  demosRight: 3,
  demos: 3,
  testRight: [true],
  ...changes,
})

describe('Scoreboard', () => {
  it('counts a task once per source and in total, policyOnly from the given candidates alone', () => {
    const board = new Scoreboard()
    board.add([
      candidate({ taskId: 'a', source: 'seed' }),
      candidate({ taskId: 'a', source: 'mutation' }),
      candidate({ taskId: 'b', source: 'mutation' }),
      candidate({ taskId: 'c', source: 'policy' }),
      candidate({ taskId: 'd', source: 'policy', testRight: [true, false] }),
      candidate({ taskId: 'e', source: 'search' }),
    ])
    expect(board.counts([candidate({ taskId: 'b' })])).toEqual({
      seeds: 1,
      mutation: 2,
      policy: 1,
      search: 1,
      total: 4,
      policyOnly: 1,
    })
  })

  it('looks at the three best only: three shorter programs that fit the demonstrations push the right one out', () => {
    const board = new Scoreboard()
    board.add([candidate({ program: 'right', lines: 5 })])
    expect(board.counts([]).total).toBe(1)
    board.add([1, 2, 3].map((lines) => candidate({ program: `wrong ${lines}`, lines, testRight: [false] })))
    expect(board.counts([]).total).toBe(0)
  })

  it('tells of a task that a program solves which misses a demonstration', () => {
    const board = new Scoreboard()
    board.add([candidate({ demosRight: 2 })])
    expect(board.counts([]).total).toBe(1)
    expect(board.takeNews()).toMatchObject([{ taskId: 't', first: true }])
  })

  it('lists what was found for a task, best first, whatever it does on the test pairs', () => {
    const board = new Scoreboard()
    board.add([
      candidate({ program: 'near', demosRight: 1, lines: 1 }),
      candidate({ program: 'long', lines: 9, testRight: [true] }),
      candidate({ program: 'short', lines: 2, testRight: [false] }),
      candidate({ taskId: 'other', program: 'of another task' }),
    ])
    expect(board.candidatesOf('t').map(({ program }) => program)).toEqual(['short', 'long', 'near'])
    expect(board.candidatesOf('nothing found')).toEqual([])
  })

  it('takes a program once', () => {
    const board = new Scoreboard()
    expect(board.add([candidate({}), candidate({ iteration: 2 })])).toHaveLength(1)
    expect(board.add([candidate({ iteration: 3 })])).toHaveLength(0)
  })

  it('after a resume tells what it would have told without', () => {
    const near = candidate({ program: 'near', demosRight: 2, lines: 3 })
    const longer = candidate({ program: 'longer', lines: 5 })
    const whole = new Scoreboard()
    whole.add([near])
    const told = whole.takeNews()
    whole.add([longer])
    expect([...told, ...whole.takeNews()]).toMatchObject([{ lines: 3 }])
    const resumed = new Scoreboard()
    resumed.add([near, longer])
    resumed.remember(told)
    for (const board of [whole, resumed]) {
      board.add([candidate({ program: 'between', lines: 4 })])
      expect(board.takeNews()).toEqual([])
    }
  })

  it('says which source solves a task, as its programs rank', () => {
    const board = new Scoreboard()
    board.add([
      candidate({ source: 'mutation', lines: 4 }),
      candidate({ source: 'policy', program: 'short', lines: 2 }),
    ])
    expect([board.solvedBy('t'), board.solvedBy('other')]).toEqual(['policy', null])
    board.add([1, 2, 3].map((k) => candidate({ program: `wrong ${k}`, lines: 1, testRight: [false] })))
    expect(board.solvedBy('t')).toBeNull()
  })

  it('tells a first solution, then only shorter ones', () => {
    const board = new Scoreboard()
    board.add([candidate({ program: 'long', lines: 4 })])
    expect(board.takeNews()).toMatchObject([{ taskId: 't', lines: 4, first: true }])
    expect(board.takeNews()).toEqual([])
    board.add([candidate({ program: 'longer', lines: 6 })])
    expect(board.takeNews()).toEqual([])
    board.add([candidate({ program: 'short', lines: 2, iteration: 5 })])
    expect(board.takeNews()).toMatchObject([{ lines: 2, iteration: 5, first: false }])
  })
})
