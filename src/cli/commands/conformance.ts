import { runConformance } from '../../core/dsl/eval/conformance'
import { err } from '../../core/util/result'
import type { CliContext } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readTextFile } from '../readInput'

const MOST_FAILURES_SHOWN = 50
const MEND = 'Give a file of JSON lines {"f", "a", "out"} as in the conformance README.'

/** `codeit conformance`: every recorded call of the reference DSL, replayed; the last line counts. */
export async function conformance({ output }: CliContext, file: string): Promise<Finished> {
  const text = await readTextFile(file)
  if (!text.ok) return refused(text.error)
  const { passed, failed, failures } = runConformance(text.value.split('\n'))
  if (passed + failed === 0) return refused(err('conformance/record', 'no recorded call', file, MEND).error)
  const unreadable = failures.find(({ primitive }) => primitive === '?')
  if (unreadable) {
    return refused(err('conformance/record', 'not a recorded call', `${file}:${unreadable.line}`, MEND).error)
  }
  for (const { line, primitive, expected, got } of failures.slice(0, MOST_FAILURES_SHOWN)) {
    output.line(`${file}:${line} ${primitive} gives ${shorten(got)}, the reference ${shorten(expected)}`)
  }
  if (failures.length > MOST_FAILURES_SHOWN) output.line(`... and ${failures.length - MOST_FAILURES_SHOWN} more`)
  output.line(`${passed} passed, ${failed} failed`)
  const json = { passed, failed, failures }
  return failed === 0 ? succeeded(json) : fellShort(json)
}

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text)
