import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { ok, type Result } from '../../core/util/result'
import { FILES_AT_A_TIME, mapConcurrently } from './mapConcurrently'
import { refuse, refuseFile } from './problems'

/** A program that somebody wrote for the task of this name; its text is not checked yet. */
export interface NamedProgram {
  readonly taskName: string
  readonly text: string
  /** file, and line where a file holds many */
  readonly where: string
}

const PROGRAM_FILE = /\.(dsl|txt|py)$/i

/** The programs of a `solvers.py`, of a folder of program files named after their tasks, or of one such file. */
export async function readPrograms(path: string): Promise<Result<NamedProgram[]>> {
  const start = resolve(path)
  try {
    const isFolder = (await stat(start)).isDirectory()
    const names = isFolder ? (await readdir(start)).filter((name) => PROGRAM_FILE.test(name)).sort() : []
    const files = isFolder ? names.map((name) => join(start, name)) : [start]
    const programs = await mapConcurrently(files, FILES_AT_A_TIME, async (file) =>
      programsOf(await readFile(file, 'utf8'), file),
    )
    const found = programs.flat()
    return found.length === 0 ? refuse('seed/none', start) : ok(found)
  } catch (error) {
    return refuseFile(error, start)
  }
}

/** arc-dsl's functions `def solve_<task>(I): ... return O`, or, where there are none, the whole text as one program. */
export function programsOf(text: string, file: string): NamedProgram[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const programs: { taskName: string; where: string; body: string[] }[] = []
  let isInside = false
  for (const [k, line] of lines.entries()) {
    const name = /^def solve_(\w+)\s*\(\s*I\s*\)\s*:/.exec(line)?.[1]
    if (name !== undefined) programs.push({ taskName: name, where: `${file}:${k + 1}`, body: [] })
    if (name !== undefined || /^\S/.test(line)) isInside = name !== undefined
    else if (isInside) programs.at(-1)?.body.push(line.trim())
  }
  if (programs.length === 0) {
    return text.trim() === '' ? [] : [{ taskName: basename(file, extname(file)), text: text.trim(), where: file }]
  }
  return programs.map(({ taskName, where, body }) => ({ taskName, where, text: codeOf(body) }))
}

/** Without comments, blank lines and the `return O` that a DSL program does not have. */
function codeOf(body: readonly string[]): string {
  return body
    .map((line) => line.replace(/\s*#.*$/, ''))
    .filter((line) => line !== '' && !/^return\b/.test(line))
    .join('\n')
}
