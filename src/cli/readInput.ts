import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { checkProgram, type Checked } from '../core/dsl/check/checkProgram'
import type { Diagnostic } from '../core/errors/diagnostic'
import { parseTaskText } from '../core/task/parseTask'
import type { Task } from '../core/task/task'
import { err, ok, type Result } from '../core/util/result'
import { refuseFile } from '../node/data/problems'

/** The text of a file named on the command line. */
export async function readTextFile(path: string): Promise<Result<string>> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)))
  } catch (error) {
    return refuseFile(error, path)
  }
}

/** One task in ARC's JSON; its id is the file's name. */
export async function readTaskFile(path: string): Promise<Result<Task>> {
  const text = await readTextFile(path)
  if (!text.ok) return text
  const task = parseTaskText(basename(path, extname(path)), text.value)
  if (task.ok) return task
  return { ok: false, error: { ...task.error, where: [path, task.error.where].filter(Boolean).join(': ') } }
}

/** A program that can be run: wrong syntax or unknown names refuse it, wrong types show when it runs. */
export async function readProgramFile(path: string): Promise<Result<Checked>> {
  const text = await readTextFile(path)
  if (!text.ok) return text
  const checked = checkProgram(text.value)
  const wrong = checked.diagnostics.filter(({ code }) => code.startsWith('syntax/') || code.startsWith('name/'))
  const [first] = wrong
  if (!first) return ok(checked)
  const more = wrong.length > 1 ? `; and ${wrong.length - 1} more, see codeit check` : ''
  const { line, column } = first.span
  return err(first.code, `${first.code} ${first.message}`, `${path}:${line}:${column}`, `${first.help}${more}`)
}

export const diagnosticLine = (file: string, { code, message, help, span }: Diagnostic): string =>
  `${file}:${span.line}:${span.column} ${code} ${message}${help === '' ? '' : ` (${help})`}`
