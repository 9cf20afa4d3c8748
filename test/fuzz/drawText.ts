import { BUILTIN_NAMES } from '../../src/core/dsl/check/builtins'
import type { Rng } from '../../src/core/util/rng'

export type TextKind = 'unicode' | 'tokens' | 'edited' | 'deep' | 'long'

export interface DrawnText {
  readonly kind: TextKind
  readonly text: string
}

const KINDS: readonly TextKind[] = [
  'unicode',
  'unicode',
  'tokens',
  'tokens',
  'tokens',
  'edited',
  'edited',
  'edited',
  'edited',
]

/** The share of texts that are very deep or very long: they cost as much as a hundred others. */
const LARGE_SHARE = 0.003

/** Any text that somebody may paste, type halfway or send: `seeds` are programs to edit. */
export function drawText(rng: Rng, seeds: readonly string[]): DrawnText {
  const kind = rng.next() < LARGE_SHARE ? rng.pick<TextKind>(['deep', 'long']) : rng.pick(KINDS)
  switch (kind) {
    case 'unicode':
      return { kind, text: joined(rng, rng.int(60), drawCharacter) }
    case 'tokens':
      return { kind, text: joined(rng, rng.int(50), drawToken) }
    case 'edited':
      return { kind, text: edited(rng, seeds.length > 0 ? rng.pick(seeds) : 'O = I') }
    case 'deep':
      return { kind, text: drawDeep(rng) }
    case 'long':
      return { kind, text: drawLong(rng) }
  }
}

function joined(rng: Rng, count: number, draw: (rng: Rng) => string): string {
  let text = ''
  for (let k = 0; k < count; k++) text += draw(rng)
  return text
}

const ODD = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\v',
  '\f',
  ' ',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\u0085',
  '\ufeff',
  '\u200b',
  '\u202e',
  '\ud83d',
  '\ude00',
  '😀',
  'e\u0301',
  'ſ',
  'K', // the Kelvin sign folds to k
  '#',
  '"""',
  "'",
  '\\',
  '=',
  '(',
  ')',
  ',',
]

function drawCharacter(rng: Rng): string {
  const at = rng.next()
  if (at < 0.4) return rng.pick(ODD)
  if (at < 0.7) return String.fromCharCode(rng.between(32, 126))
  if (at < 0.9) return String.fromCharCode(rng.int(0x10000)) // lone surrogates too
  return String.fromCodePoint(rng.int(0x110000))
}

const PIECES = [
  '=', '=', '(', '(', ')', ')', ',', ',', '\n', '\n', '\r\n', ' ', ' ', '\t', '# remark', '#', '==', '\\\n',
  'x1', 'x2', 'x3', 'O', 'I', 'I', '0', '1', '-1', '10', '+3', '1.5', '1e9', '99999999999999999999', '0x1F', '-', '1_000',
  'def solve_0a1b2c3d(I):', 'return O', 'return', 'import os', 'lambda x: x', '[', ']', '{', '}', ':', ';', '.', '*', '"a"',
  'constructor', '__proto__', 'toString', 'None', 'True',
] // prettier-ignore

function drawToken(rng: Rng): string {
  return rng.next() < 0.25 ? rng.pick(BUILTIN_NAMES) : rng.pick(PIECES)
}

/** A few characters or lines of a program lost, doubled, moved or replaced. */
function edited(rng: Rng, seed: string): string {
  let text = seed
  for (let edits = rng.between(1, 6); edits > 0; edits--) {
    const at = rng.int(text.length + 1)
    const end = Math.min(text.length, at + (rng.next() < 0.7 ? 1 : rng.int(20)))
    const kind = rng.int(5)
    if (kind === 0) text = text.slice(0, at) + text.slice(end)
    else if (kind === 1) text = text.slice(0, at) + drawToken(rng) + text.slice(at)
    else if (kind === 2) text = text.slice(0, at) + drawCharacter(rng) + text.slice(end)
    else if (kind === 3) text = text.slice(0, end) + text.slice(at)
    else text = swappedLines(rng, text)
  }
  return text
}

function swappedLines(rng: Rng, text: string): string {
  const lines = text.split('\n')
  const [a, b] = [rng.int(lines.length), rng.int(lines.length)]
  const [first, second] = [lines[a] ?? '', lines[b] ?? '']
  lines[a] = second
  lines[b] = first
  return lines.join(rng.next() < 0.8 ? '\n' : '\r\n')
}

function drawDeep(rng: Rng): string {
  const depth = rng.between(100, 20_000)
  const opening = rng.pick(['hmirror(', '(', 'add(ONE, ', 'f(,', 'f(1,'])
  return `O = ${opening.repeat(depth)}I${rng.next() < 0.7 ? ')'.repeat(depth) : ''}`
}

function drawLong(rng: Rng): string {
  const count = rng.between(500, 5_000)
  const line = rng.pick([
    'x = f(\n',
    'O = I\n',
    'é\n',
    'x1 = add(ONE, 1)\n',
    ',',
    '\ud800',
    'a',
    '=',
    '1',
    '# \r',
    'x = hmiror(I)\n',
  ])
  return line.repeat(count)
}
