import { CONSTANTS } from '../primitives'
import type { Literals } from '../syntax/integerChain'
import { isPair } from '../value'

const INTEGERS = new Map<number, string>()
const PAIRS = new Map<string, string>()
for (const [name, value] of CONSTANTS) {
  // F and T are the numbers 0 and 1 too, but a number that somebody writes is no Boolean
  if (typeof value === 'number' && name !== 'F' && name !== 'T') INTEGERS.set(value, name)
  else if (isPair(value)) PAIRS.set(value.items.join(), name)
}

/** The constants of the language by their value. */
export const DSL_LITERALS: Literals = {
  integer: (value) => INTEGERS.get(value) ?? null,
  pair: (i, j) => PAIRS.get(`${i},${j}`) ?? null,
}
