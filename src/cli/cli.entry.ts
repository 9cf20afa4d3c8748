import { appDirectories } from '../node/host/appDirectories'
import { Output } from './output'
import { runCommandLine } from './program'

/** `codeit`: the command line, as bin/codeit.mjs starts it. */
let hasReader = true
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
  // the reader had enough (`codeit ... | head`): a run is stopped as by a signal, anything else just ends
  if (!hasReader) return
  hasReader = false
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
  else process.exit(0)
})
const context = {
  directories: appDirectories(import.meta.dirname),
  output: new Output(process.stdout, process.stderr),
}
process.exitCode = await runCommandLine(process.argv.slice(2), context)
