import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { ok, type Problem, type Result } from '../../core/util/result'
import { refuse, refuseFile } from './problems'
import { readPrograms } from './readPrograms'

export interface ProgramTexts {
  readonly programs: string[]
  readonly skipped: Problem[]
}

/**
 * Programs as texts, whatever task they were written for: JSON lines with a `program` each (what `codeit mutate` writes),
 * a `solvers.py`, a folder of program files, or one program. What cannot be read is skipped, each with its place.
 */
export async function readProgramTexts(path: string): Promise<Result<ProgramTexts>> {
  if (/\.(jsonl|ndjson)$/i.test(path)) return readJsonLines(path)
  const read = await readPrograms(path)
  if (!read.ok) return read
  return ok({
    programs: read.value.filter(({ problem }) => !problem).map(({ text }) => text),
    skipped: read.value.flatMap(({ problem }) => (problem ? [problem] : [])),
  })
}

async function readJsonLines(path: string): Promise<Result<ProgramTexts>> {
  const programs: string[] = []
  const skipped: Problem[] = []
  let line = 0
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      line++
      if (text.trim() === '') continue
      const program = programOf(text)
      if (program !== null) programs.push(program)
      else skipped.push(refuse('file/json', `${path}:${line}`).error)
    }
  } catch (error) {
    return refuseFile(error, path)
  }
  return programs.length === 0 ? refuse('seed/none', path) : ok({ programs, skipped })
}

function programOf(text: string): string | null {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json !== 'object' || json === null || !('program' in json)) return null
    return typeof json.program === 'string' ? json.program : null
  } catch {
    return null // said by the caller, with its line
  }
}
