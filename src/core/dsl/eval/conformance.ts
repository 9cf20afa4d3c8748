import { DEFAULT_BUDGET, startMeter, stopOf, type DslStop } from '../meter'
import { call1, call2, call3, call4 } from '../primitives/call'
import { primitiveValue } from '../primitives/index'
import { isFunction, valueFromJson, valuesEqual, valueToJson, type Value } from '../value'

/** A recorded call that this implementation answers differently. `line` counts from 1. */
export interface ConformanceFailure {
  readonly line: number
  readonly primitive: string
  readonly expected: string
  readonly got: string
}

export interface ConformanceReport {
  readonly passed: number
  readonly failed: number
  readonly failures: readonly ConformanceFailure[]
}

/** One recorded call of the reference: see the conformance README for the fields. */
interface RecordedCall {
  readonly f: string
  readonly a: readonly unknown[]
  readonly then?: readonly unknown[]
  readonly out?: unknown
  readonly err?: string
}

type Outcome = { readonly value: Value } | { readonly stop: DslStop }

/** Replays recorded calls, one JSON object a line; empty lines are skipped. */
export function runConformance(lines: Iterable<string>): ConformanceReport {
  const failures: ConformanceFailure[] = []
  let passed = 0
  let line = 0
  for (const text of lines) {
    line++
    if (text.trim() === '') continue
    const difference = replayLine(text)
    if (difference === null) passed++
    else failures.push({ line, ...difference })
  }
  return { passed, failed: failures.length, failures }
}

function replayLine(text: string): Omit<ConformanceFailure, 'line'> | null {
  const call = parseCall(text)
  if (call === null) return { primitive: '?', expected: 'a recorded call', got: text.slice(0, 80) }
  const outcome = replay(call)
  if (outcome === null) return { primitive: call.f, expected: 'values that can be read', got: text.slice(0, 80) }
  const expected = call.err === undefined ? JSON.stringify(call.out) : `failure (${call.err})`
  if (isAsRecorded(call, outcome)) return null
  return { primitive: call.f, expected, got: describe(outcome) }
}

function parseCall(text: string): RecordedCall | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null || !('f' in json) || !('a' in json)) return null
  if (typeof json.f !== 'string' || !Array.isArray(json.a)) return null
  if ('then' in json && !Array.isArray(json.then)) return null
  return json as RecordedCall
}

/** null where the record cannot be read: an unknown primitive, or something that is no value. */
function replay(call: RecordedCall): Outcome | null {
  startMeter(DEFAULT_BUDGET)
  try {
    const f = primitiveValue(call.f)
    const args = decodeAll(call.a)
    const then = decodeAll(call.then ?? [])
    if (f === null || args === null || then === null) return null
    const made = callValue(f, args)
    return { value: call.then === undefined ? made : callValue(made, then) }
  } catch (error) {
    const stop = stopOf(error)
    if (stop === null) throw error
    return { stop }
  }
}

function isAsRecorded(call: RecordedCall, outcome: Outcome): boolean {
  if (call.err !== undefined) return 'stop' in outcome
  const recorded = decodeAll([call.out])
  if (recorded === null || !('value' in outcome)) return false
  return !isFunction(outcome.value) && valuesEqual(outcome.value, recorded[0] ?? null)
}

function callValue(f: Value, args: readonly Value[]): Value {
  const [a = null, b = null, c = null, d = null] = args
  if (args.length === 1) return call1(f, a)
  if (args.length === 2) return call2(f, a, b)
  return args.length === 3 ? call3(f, a, b, c) : call4(f, a, b, c, d)
}

function decodeAll(list: readonly unknown[]): Value[] | null {
  const values: Value[] = []
  for (const json of list) {
    const value = valueFromJson(json, primitiveValue)
    if (!value.ok) return null
    values.push(value.value)
  }
  return values
}

function describe(outcome: Outcome): string {
  if ('stop' in outcome) return `${outcome.stop.code}: ${outcome.stop.reason}`
  return JSON.stringify(valueToJson(outcome.value))
}
