import { formatCode, helpOf, type Code } from '../../core/errors/codes'
import { err, type Problem } from '../../core/util/result'

/** A refusal from the catalogue of codes, with its place and how to mend it. */
export function refuse(
  code: Code,
  where: string | undefined,
  values: Readonly<Record<string, string | number>> = {},
): { ok: false; error: Problem } {
  return err(code, formatCode(code, values), where, helpOf(code, values))
}

/** What the file system said about `path`. */
export function refuseFile(error: unknown, path: string): { ok: false; error: Problem } {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) throw error // not the file system's: our own bug
  return code === 'ENOENT' ? refuse('file/missing', path) : refuse('file/unreadable', path, { reason: message })
}
