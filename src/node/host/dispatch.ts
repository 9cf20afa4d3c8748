import type { z } from 'zod'
import { formatCode, helpOf } from '../../core/errors/codes'
import { err, type Result } from '../../core/util/result'
import { PARAMS, type Command, type Params, type Results } from '../../ipc/contract'

/** Total over the contract: a command without a handler does not compile. */
export type Handlers = {
  readonly [C in Command]: (params: Params<C>) => Result<Results[C]> | Promise<Result<Results[C]>>
}

/**
 * Validates the parameters of a message and runs its handler. Never rejects: what a handler throws is our own bug, it
 * becomes a problem of code `internal` for the asker and goes to `reportBug` with its stack.
 */
export async function dispatch(
  handlers: Handlers,
  command: string,
  params: unknown,
  reportBug: (command: string, error: unknown) => void,
): Promise<Result<unknown>> {
  if (!Object.hasOwn(PARAMS, command)) {
    return err('host/command', formatCode('host/command', { name: command }), undefined, helpOf('host/command'))
  }
  const known = command as Command
  try {
    const read = PARAMS[known].safeParse(params)
    if (!read.success) return refuse(known, read.error)
    // the schema of the command is the handler's parameter type, which a union of both no longer shows
    const handle = handlers[known] as (params: unknown) => Result<unknown> | Promise<Result<unknown>>
    return await handle(read.data)
  } catch (error) {
    reportBug(known, error)
    const reason = error instanceof Error ? error.message : String(error)
    return err('internal', formatCode('internal', { reason }), known, helpOf('internal'))
  }
}

function refuse(command: Command, { issues }: z.ZodError): Result<unknown> {
  const issue = issues[0]
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  const reason = issue?.message ?? 'wrong parameters'
  const where = `${command}${path}`
  return err('message/invalid', formatCode('message/invalid', { reason }), where, helpOf('message/invalid'))
}
