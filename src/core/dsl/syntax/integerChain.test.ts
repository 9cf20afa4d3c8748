import { expect, it } from 'vitest'
import { DSL_LITERALS } from '../check/literals'
import { integerChain, LARGEST_WRITTEN, type ChainCall } from './integerChain'

function valueOf(chain: readonly ChainCall[]): number {
  let last = NaN
  for (const { callee, args } of chain) {
    const [a = NaN, b = NaN] = args.map((arg) => (arg === 'last' ? last : arg))
    last = callee === 'add' ? a + b : callee === 'multiply' ? a * b : -a
  }
  return last
}

it('builds every number up to the largest from constants, in few calls', () => {
  let longest = 0
  for (let value = -LARGEST_WRITTEN; value <= LARGEST_WRITTEN; value++) {
    const chain = integerChain(value, DSL_LITERALS)
    if (!chain) throw new Error(`no chain for ${value}`)
    const constants = chain.flatMap(({ args }) => args).filter((arg) => arg !== 'last')
    expect(constants.every((constant) => DSL_LITERALS.integer(constant) !== null)).toBe(true)
    if (DSL_LITERALS.integer(value) !== null) expect(chain).toEqual([])
    else expect(valueOf(chain)).toBe(value)
    longest = Math.max(longest, chain.length)
  }
  expect(longest).toBe(5)
})

it.each([LARGEST_WRITTEN + 1, -LARGEST_WRITTEN - 1, 0.5, NaN, Infinity])('has none for %d', (value) => {
  expect(integerChain(value, DSL_LITERALS)).toBeNull()
})
