import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { writeSolversPy, type NamedText } from '../../core/dsl/syntax/solversText'
import { ok, type Problem, type Result } from '../../core/util/result'
import { FILES_AT_A_TIME, mapConcurrently } from './mapConcurrently'
import { refuse } from './problems'

export const PROGRAM_FORMATS = ['solvers', 'files'] as const
/** One solvers.py with a function each, or a folder with a file `<task>.dsl` each. `readPrograms` reads both. */
export type ProgramFormat = (typeof PROGRAM_FORMATS)[number]

export interface WrittenPrograms {
  readonly written: number
  /** programs whose task's name is no file name */
  readonly refused: readonly Problem[]
}

/** Writes programs in the strict form to a file or a folder; files of the same names are replaced, others stay. */
export async function writePrograms(
  path: string,
  programs: readonly NamedText[],
  format: ProgramFormat,
): Promise<Result<WrittenPrograms>> {
  const target = resolve(path)
  try {
    if (format === 'solvers') {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, writeSolversPy(programs))
      return ok({ written: programs.length, refused: [] })
    }
    await mkdir(target, { recursive: true })
    const named = programs.filter(({ taskName }) => isFileName(taskName))
    await mapConcurrently(named, FILES_AT_A_TIME, ({ taskName, text }) =>
      writeFile(join(target, `${taskName}.dsl`), `${text.trimEnd()}\n`),
    )
    const refused = programs
      .filter(({ taskName }) => !isFileName(taskName))
      .map(({ taskName }) => refuse('seed/name', target, { name: taskName }).error)
    return ok({ written: named.length, refused })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error // not the file system's: our own bug
    return refuse('file/unwritable', target, { reason: message })
  }
}

/** Nothing that leads out of the folder, and nothing that some file system has no name for. */
const isFileName = (name: string): boolean =>
  name !== '' && !/^\.+$/.test(name) && ![...name].some((one) => '<>:"/\\|?*'.includes(one) || one < ' ')
