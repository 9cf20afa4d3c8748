/** The constants that stand for numbers and pairs. The table is the primitives' (see check/literals): syntax knows no names. */
export interface Literals {
  /** 3 -> 'THREE'; null where no constant has the value */
  integer(value: number): string | null
  /** (1, 1) -> 'UNITY' */
  pair(i: number, j: number): string | null
}

/** A call on constants and, as 'last', the value of the call before. */
export interface ChainCall {
  readonly callee: 'add' | 'multiply' | 'invert'
  readonly args: readonly (number | 'last')[]
}

/** Numbers beyond this are not written out: nothing on a grid counts so far. */
export const LARGEST_WRITTEN = 1000

/**
 * The calls that build a whole number from constants, each on the value of the one before; empty for a constant, null for
 * what is too large: 12 is add(TEN, TWO), 23 is add(multiply(TEN, TWO), THREE).
 */
export function integerChain(value: number, literals: Literals): ChainCall[] | null {
  if (!Number.isInteger(value) || Math.abs(value) > LARGEST_WRITTEN) return null
  const isConstant = (n: number): boolean => literals.integer(n) !== null
  if (isConstant(value)) return []
  if (value < 0) {
    if (isConstant(-value)) return [{ callee: 'invert', args: [-value] }]
    const positive = integerChain(-value, literals)
    return positive && [...positive, { callee: 'invert', args: ['last'] }]
  }
  for (let a = 10; a >= 1; a--)
    if (isConstant(a) && isConstant(value - a)) return [{ callee: 'add', args: [a, value - a] }]
  for (let a = 10; a >= 2; a--) {
    if (value % a === 0 && isConstant(a) && isConstant(value / a)) return [{ callee: 'multiply', args: [a, value / a] }]
  }
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  if (ones !== 0) {
    const whole = integerChain(value - ones, literals)
    return whole && [...whole, { callee: 'add', args: ['last', ones] }]
  }
  const shorter = integerChain(tens, literals)
  return shorter && [...shorter, { callee: 'multiply', args: ['last', 10] }]
}
