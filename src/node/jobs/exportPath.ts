import { access } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { ok, type Result } from '../../core/util/result'
import { refuse } from '../data/problems'

/** Where an export goes: to the path given, or to a new name in the workspace's `exports`. */
export async function exportPath(
  given: string | undefined,
  workspaceDirectory: string,
  { name, extension }: { readonly name: string; readonly extension: '' | '.parquet' },
): Promise<Result<string>> {
  if (given !== undefined) return isAbsolute(given) ? ok(normalize(given)) : refuse('file/relative', given)
  for (let n = 1; ; n++) {
    const path = join(workspaceDirectory, 'exports', `${name}${n === 1 ? '' : `-${n}`}${extension}`)
    if (!(await isThere(path))) return ok(path)
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false // the name is free, or its folder cannot be read: writing there says why
  }
}
