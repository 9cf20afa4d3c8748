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

/**
 * What people write where the strict form has a name. Only texts hold these: a program that runs, is stored or is
 * mutated is in the strict form, see `normalizeText`.
 */
export type Expression =
  | { readonly kind: 'name'; readonly name: Name; readonly span: Span }
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | {
      readonly kind: 'call'
      readonly callee: Expression
      readonly args: readonly Expression[]
      readonly span: Span
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[]; readonly span: Span }

/** One line as written. In the strict form its value is a name or a call of a name with names. */
export interface SourceLine {
  readonly target: Name
  readonly value: Expression
  readonly span: Span
}
