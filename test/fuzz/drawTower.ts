import type { StatementParts } from '../../src/core/dsl/syntax/build'
import type { Rng } from '../../src/core/util/rng'

/** Primitives that make more of two values, and what they start from. */
const DOUBLERS: readonly (readonly [callee: string, bases: readonly string[]])[] = [
  ['astuple', ['I', 'ONE', 'ORIGIN', 'add']],
  ['combine', ['I', 'ORIGIN']],
  ['hconcat', ['I']],
  ['vconcat', ['I']],
  ['add', ['ONE', 'I', 'TWO_BY_TWO']],
  ['multiply', ['TEN', 'THREE_BY_THREE', 'NEG_TWO']],
  ['pair', ['I', 'ORIGIN']],
  ['product', ['I', 'UNITY']],
  ['compose', ['hmirror', 'double', 'totuple', 'initset', 'identity', 'rot90']],
  ['insert', ['ORIGIN', 'I']],
]

/** What a tower is put through at the end; every call takes it as an argument. */
const USES: readonly (readonly string[])[] = [
  ['equality', 'A', 'B'],
  ['greater', 'A', 'B'],
  ['contained', 'A', 'B'],
  ['insert', 'A', 'S'],
  ['remove', 'A', 'B'],
  ['combine', 'A', 'B'],
  ['product', 'A', 'B'],
  ['prapply', 'add', 'A', 'B'],
  ['prapply', 'equality', 'A', 'B'],
  ['apply', 'A', 'I'],
  ['mapply', 'A', 'I'],
  ['apply', 'A', 'B'],
  ['power', 'A', 'TEN'],
  ['power', 'identity', 'A'],
  ['canvas', 'A', 'B'],
  ['upscale', 'I', 'A'],
  ['interval', 'ONE', 'A', 'ONE'],
  ['repeat', 'I', 'A'],
  ['connect', 'A', 'B'],
  ['merge', 'A'],
  ['dedupe', 'A'],
  ['order', 'A', 'identity'],
  ['mostcommon', 'A'],
  ['palette', 'A'],
  ['partition', 'A'],
  ['objects', 'A', 'T', 'T', 'F'],
  ['matcher', 'A', 'B'],
]

/** Values doubled line by line, twice over so that two equal ones meet: sizes, depths and numbers that blow up. */
export function drawTower(rng: Rng): StatementParts[] {
  const [callee, bases] = rng.pick(DOUBLERS)
  const base = rng.pick(bases)
  const height = rng.next() < 0.7 ? rng.between(1, 14) : rng.between(20, 60)
  const lines: StatementParts[] = []
  for (const side of ['a', 'b']) {
    lines.push({ target: `${side}0`, callee: 'identity', args: [base] })
    for (let k = 1; k <= height; k++) {
      const below = `${side}${k - 1}`
      const [first, second] = rng.next() < 0.9 ? [below, below] : rng.next() < 0.5 ? [below, base] : [base, below]
      lines.push({ target: `${side}${k}`, callee, args: [first, second] })
    }
  }
  const top = (side: string): string => `${side}${height}`
  lines.push({ target: 'both', callee: 'astuple', args: [top('a'), top('b')] })
  lines.push({ target: 'set', callee: 'initset', args: [top('a')] })
  const names = new Map([
    ['A', rng.next() < 0.8 ? top('a') : 'both'],
    ['B', rng.next() < 0.8 ? top('b') : 'set'],
    ['S', 'set'],
  ])
  const [use = 'identity', ...args] = rng.pick(USES)
  lines.push({ target: 'O', callee: use, args: args.map((arg) => names.get(arg) ?? arg) })
  return lines
}
