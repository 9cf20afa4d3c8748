import { expect, it } from 'vitest'
import { formatProblem } from '../util/result'
import { DEFAULT_WEIGHTS_TEXT, readMutationSettings } from './readMutationSettings'

it('reads what is named, the rest is as METHOD.md has it', () => {
  const weights = { replaceArgument: 0.5, replaceFunction: 0.25, redefineVariable: 0.25 }
  expect(readMutationSettings(DEFAULT_WEIGHTS_TEXT)).toEqual({ ok: true, value: { weights, freshVariable: 0.5 } })
  expect(readMutationSettings(' replaceArgument = 0, freshVariable=.2')).toEqual({
    ok: true,
    value: { weights: { ...weights, replaceArgument: 0 }, freshVariable: 0.2 },
  })
})

it.each([
  ['swap=1', "'swap': no such weight"],
  ['', "'': no such weight"],
  ['replaceArgument', "'replaceArgument': a number from 0 to 1000 is needed"],
  ['replaceArgument=-1', "'replaceArgument=-1': a number from 0 to 1000"],
  ['replaceArgument=1e3', "'replaceArgument=1e3': a number"],
  ['replaceArgument=1=2', "'replaceArgument=1=2': a number"],
  ['freshVariable=1.5', "'freshVariable=1.5': a number from 0 to 1 is needed"],
  ['replaceArgument=1,replaceArgument=2', 'replaceArgument: given twice'],
  ['replaceArgument=0,replaceFunction=0,redefineVariable=0', 'one operator at least must be drawn'],
])('refuses %j and says what would do', (text, message) => {
  const read = readMutationSettings(text)
  expect(read.ok).toBe(false)
  if (read.ok) return
  expect(formatProblem(read.error)).toContain(message)
  expect(formatProblem(read.error)).toContain(DEFAULT_WEIGHTS_TEXT)
})
