import type { Span } from '../../errors/diagnostic'

/** A name with its place. */
export interface Name {
  readonly text: string
  readonly span: Span
}

/** One line in the strict form: `target = callee(args...)`; `O = I` (no call) has `callee` null and one arg. */
export interface Statement {
  readonly target: Name
  readonly callee: Name | null
  readonly args: readonly Name[]
  readonly span: Span
}

/** Straight-line program: one call per line, names only, each variable assigned once, the last line assigns O. */
export interface Program {
  readonly statements: readonly Statement[]
}
