import { appDirectories } from '../node/host/appDirectories'
import { Output } from './output'
import { runCommandLine } from './program'

/** `codeit`: the command line, as bin/codeit.mjs starts it. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // the reader had enough (`codeit ... | head`): nothing is left to say
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
const context = {
  directories: appDirectories(import.meta.dirname),
  output: new Output(process.stdout, process.stderr),
}
process.exitCode = await runCommandLine(process.argv.slice(2), context)
