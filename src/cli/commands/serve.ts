import { runHeadless } from '../../server/runHeadless'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'

/** `codeit serve`: the headless host until it is told to end. It prints its own address, so it has no last line. */
export function serve({ directories, output }: CliContext, options: CommonOptions & { readonly port: number }) {
  const workspaceDirectory = workspaceOf(options)
  return runHeadless({
    directories,
    workspaceDirectory,
    port: options.port,
    onReady: ({ address, port }) => {
      if (options.json) output.line(JSON.stringify({ address, port, workspace: workspaceDirectory, pid: process.pid }))
      else output.line(`CodeIt Workbench: ${address}`)
    },
  })
}
