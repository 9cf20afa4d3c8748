import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { checkSource, formatSource } from '../../core/dsl/check/checkSource'
import { readSolvers } from '../../core/dsl/syntax/solversText'
import type { Span } from '../../core/errors/diagnostic'
import { err, ok, type Problem, type Result } from '../../core/util/result'
import { FILES_AT_A_TIME, mapConcurrently } from './mapConcurrently'
import { refuse, refuseFile } from './problems'

/** A program that somebody wrote for the task of this name. */
export interface NamedProgram {
  readonly taskName: string
  /** in the strict form, comments kept; as written where it has a fault of syntax */
  readonly text: string
  /** file, and line where a file holds many */
  readonly where: string
  /** why it cannot run: wrong syntax or unknown names, with its line and column in the file */
  readonly problem?: Problem
}

const PROGRAM_FILE = /\.(dsl|txt|py)$/i

/** Files that a window sent: their names and bytes. */
export type SentFiles = readonly { readonly name: string; readonly bytes: Uint8Array }[]

/**
 * The programs of a `solvers.py`, of a folder of program files named after their tasks, or of one such file: at a path, or
 * sent by a window.
 */
export async function readPrograms(source: string | SentFiles): Promise<Result<NamedProgram[]>> {
  if (typeof source !== 'string') {
    const sent = source.filter(({ name }) => PROGRAM_FILE.test(name))
    const programs = sent.flatMap(({ name, bytes }) => programsOf(new TextDecoder().decode(bytes), name))
    return programs.length === 0 ? refuse('seed/none', source[0]?.name) : ok(programs)
  }
  const start = resolve(source)
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

/**
 * arc-dsl's functions `def solve_<task>(I): ... return O`, or, where there are none, the whole text as one program.
 * Calls inside calls, numbers and the rest of what `normalizeText` knows are written out.
 */
export function programsOf(text: string, file: string): NamedProgram[] {
  const source = text.replace(/^\ufeff/, '')
  const solvers = readSolvers(source)
  if (solvers.length > 0) {
    return solvers.map(({ taskName, line, text: body, places }) =>
      programOf(taskName, body, `${file}:${line}`, ({ line: row, column }) => {
        const place = places[row - 1]
        return place ? `${file}:${place.line}:${column + place.indent}` : `${file}:${line}`
      }),
    )
  }
  if (source.trim() === '') return []
  const taskName = basename(file, extname(file))
  return [programOf(taskName, source, file, ({ line, column }) => `${file}:${line}:${column}`)]
}

function programOf(taskName: string, text: string, where: string, whereOf: (span: Span) => string): NamedProgram {
  const fault = checkSource(text).diagnostics.find(({ code, severity }) => severity === 'error' && !isOfTypes(code))
  const strict = formatSource(text) ?? text
  const problem = fault && err(fault.code, fault.message, whereOf(fault.span), fault.help).error
  return { taskName, where, text: strict.trim(), ...(problem ? { problem } : {}) }
}

/** A wrong type shows when the program runs: that says more. */
const isOfTypes = (code: string): boolean => code.startsWith('type/')
