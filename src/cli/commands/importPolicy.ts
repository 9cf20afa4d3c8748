import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { refused, succeeded, type Finished } from '../finished'
import { describeShape } from '../policyText'
import { withHost } from '../withHost'

export interface ImportPolicyOptions extends CommonOptions {
  readonly name?: string
}

/** `codeit import policy PATH`: a CodeT5, CodeT5+ or T5 checkpoint folder, checked whole, into the workspace. */
export function importPolicy(context: CliContext, path: string, options: ImportPolicyOptions): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (_client, { workspace }) => {
    const startedAt = performance.now()
    const imported = await workspace.policies.import(path, {
      ...(options.name === undefined ? {} : { name: options.name }),
      importedAt: new Date().toISOString(),
    })
    if (!imported.ok) return refused(imported.error)
    const { record, directory, policy } = imported.value
    const { weightsFile, weights, tokenizer, shape } = policy
    const tokens = tokenizer?.vocabulary.length ?? null
    output.line(`${record.name}: ${describeShape(shape)}`)
    output.line(`${record.parameters} parameters from ${weightsFile}`)
    output.line(
      tokens === null
        ? 'no tokenizer files: it reads and writes token ids only'
        : `tokenizer of ${tokens} tokens, SHA-256 ${record.vocabularySha256}`,
    )
    output.line(`kept in ${directory}`)
    const { format: _, ...json } = record
    return succeeded({
      ...json,
      path: directory,
      weightsFile,
      aliases: weights.aliases,
      tokens,
      architecture: shape,
      endToken: policy.endToken,
      seconds: (performance.now() - startedAt) / 1000,
    })
  })
}
