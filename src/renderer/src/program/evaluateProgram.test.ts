import { describe, expect, it } from 'vitest'
import { evaluateProgram } from './evaluateProgram'
import type { EvaluationReply, GridPair } from './messages'

const PAIRS: GridPair[] = [
  { input: [[1, 2]], output: [[2, 1]] },
  { input: [[3, 3, 4]], output: [[4, 3, 4]] },
]

function evaluate(text: string, pairs = PAIRS): EvaluationReply[] {
  const replies: EvaluationReply[] = []
  let ms = 0
  evaluateProgram(
    { id: 7, text, pairs, tracePair: 1 },
    () => ms++,
    (reply) => replies.push(reply),
  )
  return replies
}
const kinds = (replies: readonly EvaluationReply[]): string[] => replies.map((reply) => reply.kind)

describe('evaluateProgram', () => {
  it('tells right from wrong on every pair, with the cells that differ', () => {
    const replies = evaluate('O = vmirror(I)')
    expect(kinds(replies)).toEqual(['checked', 'trace', 'pair', 'pair', 'done'])
    expect(replies.filter((reply) => reply.kind === 'pair').map(({ result }) => result)).toEqual([
      { output: [[2, 1]], right: true, wrongCells: [], failure: null },
      { output: [[4, 3, 3]], right: false, wrongCells: [[0, 2]], failure: null },
    ])
  })

  it('traces the chosen pair, a failing line included, as plain data that a worker can send', () => {
    const replies = evaluate('x1 = vmirror(I)\nx2 = first(x9)\nO = rot90(x1)')
    const trace = replies.find((reply) => reply.kind === 'trace')
    expect(trace?.values.map(({ line, view, failure }) => [line, view?.label ?? failure])).toEqual([
      [1, 'Grid, 1x3'],
      [2, "unknown name 'x9'"],
      [3, 'Grid, 3x1'],
    ])
    expect(structuredClone(replies)).toEqual(replies)
  })

  it('runs calls inside calls, one value a line, with what is inside it as parts', () => {
    const replies = evaluate(
      'def solve_1(I):\n    x1 = upscale(hmirror(vmirror(I)), 2)\n    return crop(x1, (0, 0), (1, 2))\n',
    )
    expect(replies[0]).toMatchObject({ kind: 'checked', isRunnable: true, lines: 5 })
    const trace = replies.find((reply) => reply.kind === 'trace')
    expect(trace?.values).toMatchObject([
      {
        line: 2,
        target: 'x1',
        view: { label: 'Grid, 2x6' },
        size: 12,
        timeMs: 3,
        parts: [
          { text: 'vmirror(I)', label: 'Grid, 1x3' },
          { text: 'hmirror(vmirror(I))', label: 'Grid, 1x3' },
        ],
      },
      {
        line: 3,
        target: 'O',
        view: { label: 'Grid, 1x2' },
        size: 2,
        parts: [{ text: '(1, 2)', label: 'IntegerTuple, (1, 2)' }],
      },
    ])
    expect(replies.filter((reply) => reply.kind === 'pair')).toHaveLength(2)
  })

  it('says of a line what failed inside it', () => {
    const replies = evaluate('O = hmirror(first(height(I)))')
    const [value] = replies.find((reply) => reply.kind === 'trace')?.values ?? []
    expect(value).toMatchObject({
      line: 1,
      view: null,
      size: null,
      failure: expect.stringMatching(/^first got/) as string,
    })
    expect(value?.parts.map(({ label }) => label)).toEqual(['Integer, 1', value?.failure])
  })

  it('does not run a text with an error, but traces the lines that can be read', () => {
    const replies = evaluate('x1 = vmirror(I)\nO = = x1')
    expect(kinds(replies)).toEqual(['checked', 'trace', 'done'])
    expect(replies[0]).toMatchObject({ isRunnable: false, diagnostics: [{ code: 'syntax/expected' }] })
  })

  it('stops an endless program and says on which line', () => {
    const power = (k: number): string => `x${k} = power(x${k - 1}, TEN)`
    const text = ['x1 = compose(hmirror, vmirror)', ...[2, 3, 4, 5, 6, 7, 8, 9].map(power), 'O = x9(I)'].join('\n')
    const [first] = evaluate(text).filter((reply) => reply.kind === 'pair')
    expect(first?.result).toMatchObject({ output: null, right: false, failure: { line: 10 } })
  })
})
