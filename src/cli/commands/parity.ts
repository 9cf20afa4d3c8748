import { join, resolve } from 'node:path'
import { refuse } from '../../node/data/problems'
import { spawnParity } from '../../node/ort/policyProcess'
import type { CliContext, CommonOptions } from '../context'
import type { Provider } from '../../node/ort/providers'
import { fellShort, refused, succeeded, type Finished } from '../finished'

export interface ParityOptions extends CommonOptions {
  readonly device?: Provider
}

/**
 * `codeit parity DIR`: the policy against PyTorch's recorded numbers, one line for each check with its error. It runs in
 * a policy process, the only kind that loads the runtime, so that a crash of native code is a line too.
 */
export async function parity(
  { output, directories }: CliContext,
  directory: string,
  { device = 'cpu' }: ParityOptions,
): Promise<Finished> {
  let run: Awaited<ReturnType<typeof spawnParity>>
  try {
    run = await spawnParity(join(directories.entries, 'policy.js'), resolve(directory), device)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const { error: problem } = refuse('parity/ended', directory, { reason })
    return fellShort({ passed: 0, failed: 0, checks: [] }, problem)
  }
  if (!run.ok) return refused(run.error)
  const checks = run.value
  for (const { name, error, tolerance, passed, detail } of checks) {
    const wanted = tolerance === 0 ? 'none allowed' : `at most ${figure(tolerance)}`
    output.line(`${passed ? 'passed' : 'FAILED'} ${name}: error ${figure(error)} (${wanted}; ${detail})`)
  }
  const passed = checks.filter((check) => check.passed).length
  const failed = checks.length - passed
  output.line(`${passed} passed, ${failed} failed`)
  const json = { passed, failed, checks } // an error that could not be computed, NaN, is null in JSON
  return failed === 0 ? succeeded(json) : fellShort(json)
}

const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : Number(value.toPrecision(2)).toExponential()
