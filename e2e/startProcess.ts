import { spawn, type ChildProcess } from 'node:child_process'

/** A program under test: what it prints, and how it ended. */
export interface RunningProcess {
  readonly child: ChildProcess
  /** everything it printed so far */
  text(): string
  /** the first match of `pattern` in what it prints; rejects when it ends without */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  /** the exit code, null when a signal ended it */
  readonly ended: Promise<number | null>
}

export function startNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): RunningProcess {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let printed = ''
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return {
    child,
    text: () => printed,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(printed)
          if (match) resolve(match)
        }
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
        void ended.then((code) => reject(new Error(`ended with ${code} before ${pattern}:\n${printed}`)))
        look()
      }),
  }
}
