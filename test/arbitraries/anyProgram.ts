import fc from 'fast-check'
import type { Program } from '../../src/core/dsl/syntax/ast'
import { buildProgram } from '../../src/core/dsl/syntax/build'

/** For tests: any program of the strict form, its names not necessarily known. */
export function anyProgram(): fc.Arbitrary<Program> {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/)
  const call = fc.record({ target: name, callee: name, args: fc.array(name, { maxLength: 5 }) })
  const alias = fc.record({ target: name, callee: fc.constant(null), args: name.map((arg) => [arg]) })
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: call }, { weight: 1, arbitrary: alias }), { minLength: 1 })
    .map(buildProgram)
}
