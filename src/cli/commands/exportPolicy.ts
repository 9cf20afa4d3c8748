import { resolve } from 'node:path'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { refused, succeeded, type Finished } from '../finished'
import { describeShape } from '../policyText'
import { withHost } from '../withHost'

/** `codeit export policy NAME DIR`: a kept policy in Hugging Face's layout, as transformers opens it. */
export function exportPolicy(
  context: CliContext,
  name: string,
  directory: string,
  options: CommonOptions,
): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (_client, { workspace }) => {
    const exported = await workspace.policies.export(name, directory)
    if (!exported.ok) return refused(exported.error)
    const { record, policy, files } = exported.value
    const path = resolve(directory)
    output.line(`${name}: ${describeShape(policy.shape)}`)
    output.line(`${record.parameters} parameters and ${files.length} files written to ${path}`)
    return succeeded({ name, path, files, parameters: record.parameters, weightsSha256: record.weightsSha256 })
  })
}
