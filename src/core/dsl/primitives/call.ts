import { enterCall, leaveCall, wrongType } from '../meter'
import { DslFunction, type Value } from '../value'

const NOT_CALLABLE = wrongType('only a function can be called')
const WRONG_ARITY = wrongType('the function takes another number of arguments')

function callable(f: Value, arity: number): DslFunction {
  if (!(f instanceof DslFunction)) throw NOT_CALLABLE
  if (f.arity !== arity) throw WRONG_ARITY
  return f
}

/** f(a); every call inside a primitive goes through here, so that the meter sees it. */
export function call1(f: Value, a: Value): Value {
  const target = callable(f, 1)
  enterCall()
  const result = target.run(a, null, null, null)
  leaveCall()
  return result
}

/** f(a, b) */
export function call2(f: Value, a: Value, b: Value): Value {
  const target = callable(f, 2)
  enterCall()
  const result = target.run(a, b, null, null)
  leaveCall()
  return result
}

/** f(a, b, c) */
export function call3(f: Value, a: Value, b: Value, c: Value): Value {
  const target = callable(f, 3)
  enterCall()
  const result = target.run(a, b, c, null)
  leaveCall()
  return result
}

/** f(a, b, c, d) */
export function call4(f: Value, a: Value, b: Value, c: Value, d: Value): Value {
  const target = callable(f, 4)
  enterCall()
  const result = target.run(a, b, c, d)
  leaveCall()
  return result
}
