import { expect, it } from 'vitest'
import type { FoundTask, ProgramFile } from '../../../ipc/contract'
import { libraryEntries } from './libraryEntries'

const file = (text: string, origin: ProgramFile['origin'], savedAt: string): ProgramFile => ({
  taskId: 'a',
  text,
  origin,
  savedAt,
  name: '',
})
const attempt = (program: string): FoundTask['attempts'][number] => ({
  program,
  source: 'enumeration',
  predictions: [],
  isRight: true,
})

it('lists versions, seed, and what the search found that is not among them', () => {
  const history = [file('# mine\n\nx1 = hmirror(I)  # up\nO = x1\n', 'policy', '2026-01-02'), file('O = I', 'seed', '')]
  const found = { taskId: 'a', fits: 2, attempts: [attempt('O = I'), attempt('O = rot90(I)')] }
  const entries = libraryEntries(history, found)
  expect(entries.map(({ key, origin, lines, isVersion }) => [key, origin, lines, isVersion])).toEqual([
    ['2026-01-02', 'policy', 2, true],
    ['seed', 'seed', 1, false],
    ['found-0', 'search', 1, false],
  ])
  expect(entries.at(-1)?.text).toBe('O = rot90(I)')
})

it('is empty for a task without programs', () => {
  expect(libraryEntries([], undefined)).toEqual([])
})
