import { DEFAULT_BUDGET, startMeter, stopOf } from '../core/dsl/meter'
import { primitiveValue } from '../core/dsl/primitives'
import { DslFunction, valueFromJson, valuesEqual, valueToJson, type Value } from '../core/dsl/value'

/**
 * One recorded call of the reference implementation: primitive `f` on `a`, its function result called with `then`; the
 * value `out`, or `err` where the reference raised (any failure is right).
 */
interface CallRecord {
  readonly f: string
  readonly a: readonly unknown[]
  readonly then?: readonly unknown[]
  readonly out?: unknown
  readonly err?: string
}

/** Replays a recorded call; null when the primitive does the same, else what it does instead. */
export function replayRecord(json: unknown): string | null {
  if (!isRecord(json)) return 'not a recorded call: {"f", "a", "out" or "err"}'
  startMeter(DEFAULT_BUDGET)
  const got = attempt(() => callRecorded(json))
  if ('problem' in got) return got.problem
  if (json.err !== undefined)
    return 'stop' in got ? null : `gives ${show(got.value)}, the reference fails (${json.err})`
  if ('stop' in got) return `fails (${got.stop}), the reference gives ${JSON.stringify(json.out)}`
  startMeter(DEFAULT_BUDGET)
  const wanted = valueFromJson(json.out, primitiveOf, 'out')
  if (!wanted.ok) return `${wanted.error.where}: ${wanted.error.message}`
  return valuesEqual(got.value, wanted.value)
    ? null
    : `gives ${show(got.value)}, the reference gives ${JSON.stringify(json.out)}`
}

type Attempt = { readonly value: Value } | { readonly stop: string } | { readonly problem: string }

function callRecorded(record: CallRecord): Attempt {
  const primitive = primitiveOf(record.f)
  if (!primitive) return { problem: `no primitive '${record.f}'` }
  const result = callWith(primitive, record.a, 'a')
  if (record.then === undefined || !('value' in result)) return result
  return result.value instanceof DslFunction
    ? callWith(result.value, record.then, 'then')
    : { stop: 'the result is no function' }
}

function callWith(callee: DslFunction, args: readonly unknown[], where: string): Attempt {
  const values: Value[] = []
  for (const [k, arg] of args.entries()) {
    const value = valueFromJson(arg, primitiveOf, `${where}[${k}]`)
    if (!value.ok) return { problem: `${value.error.where}: ${value.error.message}` }
    values.push(value.value)
  }
  if (values.length !== callee.arity) return { stop: `takes ${callee.arity} arguments, not ${values.length}` }
  const [a = null, b = null, c = null, d = null] = values
  return { value: callee.run(a, b, c, d) }
}

function attempt(call: () => Attempt): Attempt {
  try {
    return call()
  } catch (error) {
    const stop = stopOf(error)
    if (!stop) throw error // not the primitive's failure but our bug
    return { stop: stop.reason }
  }
}

function primitiveOf(name: string): DslFunction | null {
  const value = primitiveValue(name)
  return value instanceof DslFunction ? value : null
}

function show(value: Value): string {
  const text = JSON.stringify(valueToJson(value))
  return text.length > 300 ? `${text.slice(0, 300)}...` : text
}

function isRecord(json: unknown): json is CallRecord {
  if (typeof json !== 'object' || json === null) return false
  const { f, a, then } = json as Readonly<Record<string, unknown>>
  return (
    typeof f === 'string' &&
    Array.isArray(a) &&
    (then === undefined || Array.isArray(then)) &&
    (Object.hasOwn(json, 'out') || Object.hasOwn(json, 'err'))
  )
}
