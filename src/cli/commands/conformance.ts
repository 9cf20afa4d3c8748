import { err } from '../../core/util/result'
import { replayRecord } from '../conformanceRecord'
import type { CliContext } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readTextFile } from '../readInput'

const MOST_FAILURES_SHOWN = 50

/** `codeit conformance`: every recorded call of the reference DSL, replayed; the last line counts. */
export async function conformance({ output }: CliContext, file: string): Promise<Finished> {
  const text = await readTextFile(file)
  if (!text.ok) return refused(text.error)
  const failures: { line: number; f: string; reason: string }[] = []
  let passed = 0
  for (const [k, line] of text.value.split('\n').entries()) {
    if (line.trim() === '') continue
    const json = parseLine(line)
    if (json === undefined) {
      return refused(
        err('task/json', 'not valid JSON', `${file}:${k + 1}`, 'Save the file again from its source.').error,
      )
    }
    const reason = replayRecord(json)
    if (reason === null) passed++
    else failures.push({ line: k + 1, f: nameOf(json), reason })
  }
  for (const { line, f, reason } of failures.slice(0, MOST_FAILURES_SHOWN))
    output.line(`${file}:${line} ${f} ${reason}`)
  if (failures.length > MOST_FAILURES_SHOWN) output.line(`... and ${failures.length - MOST_FAILURES_SHOWN} more`)
  if (passed + failures.length === 0) {
    return refused(
      err('conformance/empty', 'no recorded call', file, 'Give a file of JSON lines {"f", "a", "out"}.').error,
    )
  }
  output.line(`${passed} passed, ${failures.length} failed`)
  const json = { passed, failed: failures.length, failures }
  return failures.length === 0 ? succeeded(json) : fellShort(json)
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // no JSON value reads as undefined
  }
}

const nameOf = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'f' in json ? String(json.f) : '?'
