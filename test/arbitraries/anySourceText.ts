import fc from 'fast-check'

/** For tests: a text as people write programs, free of faults: nested calls, numbers, pairs, comments, odd spacing. */
export function anySourceText(): fc.Arbitrary<string> {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,3}$/).filter((text) => !RESERVED.has(text))
  const number = fc.integer({ min: -1000, max: 1000 }).map(String)
  const gap = fc.constantFrom('', ' ', '\t', '  ')
  const list = (items: readonly string[], space: string): string => items.join(`${space},${space}`)
  const { value } = fc.letrec<{ value: string; call: string; pair: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: name },
      { weight: 1, arbitrary: number },
      { weight: 3, arbitrary: tie('call') },
      { weight: 1, arbitrary: tie('pair') },
    ),
    call: fc
      .tuple(fc.oneof({ depthSize: 'small' }, name, tie('call')), fc.array(tie('value'), { maxLength: 4 }), gap)
      .map(([callee, args, space]) => `${callee}${space}(${space}${list(args, space)}${space})`),
    pair: fc.tuple(tie('value'), tie('value'), gap).map(([a, b, space]) => `(${list([a, b], space)})`),
  }))
  const comment = fc.string({ maxLength: 6 }).map((text) => `# ${text.replace(/[\r\n]/g, ' ')}`)
  const assignment = fc
    .tuple(name, value, gap, fc.option(comment, { nil: '' }))
    .map(([target, given, space, after]) => `${space}${target}${space}=${space}${given}${space}${after}`)
  const other = fc.oneof(comment, fc.constantFrom('', '  ', 'return O', 'from dsl import *'))
  const lines = fc.array(fc.oneof({ weight: 4, arbitrary: assignment }, { weight: 2, arbitrary: other }), {
    minLength: 1,
    maxLength: 8,
  })
  return fc
    .tuple(assignment, lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
    .map(([first, rest, newline, isFunction, isEnded]) => {
      const head = isFunction ? ['def solve_x(I):  # a function'] : []
      return [...head, first, ...rest].join(newline) + (isEnded ? newline : '')
    })
}

/** Words that begin what is no assignment. */
const RESERVED = new Set(['def', 'from'])
