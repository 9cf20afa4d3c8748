import { parseArgs } from 'node:util'
import { appDirectories, defaultWorkspaceDirectory } from '../node/host/appDirectories'
import { runHeadless } from './runHeadless'

/** `node out/main/serve.js [--port N] [--workspace DIR]`: the headless host alone, as `npm start` and the tests run it. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, workspace: { type: 'string' } },
})
process.exitCode = await runHeadless({
  directories: appDirectories(import.meta.dirname),
  workspaceDirectory: values.workspace ?? defaultWorkspaceDirectory(),
  port: Number(values.port),
  onReady: ({ address }) => process.stdout.write(`CodeIt Workbench: ${address}\n`),
})
