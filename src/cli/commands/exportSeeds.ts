import { extname, resolve } from 'node:path'
import { checkProgram } from '../../core/dsl/check/checkProgram'
import { formatSource } from '../../core/dsl/check/checkSource'
import type { NamedText } from '../../core/dsl/syntax/solversText'
import { err, formatProblem, type Problem } from '../../core/util/result'
import { writePrograms, type ProgramFormat } from '../../node/data/writePrograms'
import type { Workspace } from '../../node/store/workspace'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { withHost } from '../withHost'

export interface ExportSeedsOptions extends CommonOptions {
  readonly format?: ProgramFormat
  /** only the tasks of this data set, or of one of its splits: `name` or `name/split` */
  readonly from?: string
}

/**
 * `codeit export seeds PATH`: the program kept for each task (the user's newest, else the seed) as a solvers.py or as a
 * folder of files; `codeit import seeds` reads both.
 */
export function exportSeeds(context: CliContext, path: string, options: ExportSeedsOptions): Promise<Finished> {
  const { output } = context
  const format = options.format ?? (extname(path) === '.py' ? 'solvers' : 'files')
  return withHost(context, workspaceOf(options), async (_client, { workspace }) => {
    const kept = keptPrograms(workspace, options.from)
    if (kept.programs.length === 0) {
      const from = options.from === undefined ? 'the workspace' : `'${options.from}'`
      const mend = 'codeit import seeds brings programs in; --from names a data set, or one of its splits.'
      return refused(err('seed/none', `no program in ${from}`, undefined, mend).error)
    }
    const written = await writePrograms(path, kept.programs, format)
    if (!written.ok) return refused(written.error)
    const refusals = [...kept.refused, ...written.value.refused]
    for (const problem of refusals) output.line(`left out ${formatProblem(problem)}`)
    output.line(`${written.value.written} programs written to ${resolve(path)}, ${refusals.length} left out`)
    const json = { written: written.value.written, format, path: resolve(path), refused: refusals }
    return refusals.length === 0 ? succeeded(json) : fellShort(json)
  })
}

function keptPrograms(workspace: Workspace, from: string | undefined): { programs: NamedText[]; refused: Problem[] } {
  const programs = new Map<string, NamedText>()
  const refused: Problem[] = []
  for (const { id, name, dataset, split } of workspace.listTasks()) {
    if (from !== undefined && from !== dataset && from !== `${dataset}/${split}`) continue
    const kept = workspace.getProgram(id)
    if (!kept.ok || !kept.value) continue
    const text = formatSource(kept.value.text)
    const fault = checkProgram(text ?? kept.value.text).diagnostics.find(({ severity }) => severity === 'error')
    if (text === null || fault) {
      const place = fault ? `${id}:${fault.span.line}:${fault.span.column}` : id
      refused.push(
        err(fault?.code ?? 'syntax/expected', fault?.message ?? 'it does not read', place, fault?.help).error,
      )
      continue
    }
    const twin = programs.get(name)
    if (!twin) programs.set(name, { taskName: name, text: text.trimEnd() })
    else if (twin.text !== text.trimEnd()) {
      const message = `another data set has a different program for a task named '${name}'`
      refused.push(err('task/duplicate', message, id, 'Export one data set with --from.').error)
    }
  }
  return { programs: [...programs.values()], refused }
}
