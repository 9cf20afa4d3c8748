import { expect, it } from 'vitest'
import { cursorPlace } from './cursorPlace'

/** The kind of place at | with what is called, at which argument, and all arguments. */
function at(marked: string): string {
  const column = marked.indexOf('|')
  const place = cursorPlace(marked.replace('|', ''), column)
  if (place.kind === 'value') return `value of ${place.target}`
  if (place.kind !== 'argument') return place.kind
  const { callee, argument, args } = place.site
  return `${callee}[${argument}](${args.join('; ')})`
}

it.each([
  ['|', 'target'],
  ['  x|1', 'target'],
  ['x1 |', 'none'],
  ['x1 = |', 'value of x1'],
  ['x1 = hmi|ror', 'value of x1'],
  ['x1 =| hmirror(I)', 'value of x1'],
  ['x1 = hmirror|(I)', 'value of x1'],
  ['x1 = hmirror(I)|', 'none'],
  ['x1 = 3 |', 'none'],
  ['return |', 'value of O'],
  ['x1 = I # fill(|', 'none'],
  ['x1 = fill(|', 'fill[0]()'],
  ['x1 = fill(I, ON|', 'fill[1](I; ON)'],
  ['x1 = fill(I, |, x2)', 'fill[1](I; ; x2)'],
  ['x1 = fill(I, ONE,| x2)', 'fill[2](I; ONE; x2)'],
  ['x1 = fill(|I, ONE, x2) # (', 'fill[0](I; ONE; x2)'],
  ['x1 = fill(I, height(|', 'height[0]()'],
  ['x1 = fill(height(I), astuple(I, I), |', 'fill[2](height(I); astuple(I, I); )'],
  ['x1 = fill(I, height(x2, |), x3)', 'height[1](x2; )'],
  ['x1 = crop(I, (1, |', '[1](1; )'],
  ['x1 = compose(hmirror, vmirror)(|', 'compose(hmirror, vmirror)[0]()'],
  ['x1 = f(a)(b)(c, |)', 'f(a)(b)[1](c; )'],
  ['x1 = )) fill(|', 'fill[0]()'],
  ['= = ( ( , |', '[1](; )'],
])('%j', (marked, expected) => {
  expect(at(marked)).toBe(expected)
})
