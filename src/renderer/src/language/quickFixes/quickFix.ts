import type { CheckedSource } from '../../../../core/dsl/check/checkSource'
import type { NormalizedLine } from '../../../../core/dsl/syntax/normalizeText'
import type { Diagnostic } from '../../../../core/errors/diagnostic'
import type { TextEdit } from '../textEdit'

/** A way to mend what a diagnostic says. */
export interface QuickFix {
  /** what it does, as on a button */
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** most likely what is meant */
  readonly isPreferred: boolean
  readonly diagnostic: Diagnostic
}

export type Proposal = Pick<QuickFix, 'title' | 'edits'>

/** What a rule works with. */
export interface FixContext {
  readonly text: string
  readonly found: Diagnostic
  readonly checked: CheckedSource
  readonly lines: readonly NormalizedLine[]
}

/** Proposals for one kind of diagnostic, likeliest first; none where nothing is safe. */
export type FixRule = (context: FixContext) => readonly Proposal[]

export const replace = (span: { readonly start: number; readonly end: number }, text: string): TextEdit => ({
  start: span.start,
  end: span.end,
  text,
})
