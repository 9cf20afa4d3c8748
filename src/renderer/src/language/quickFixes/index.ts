import { checkSource } from '../../../../core/dsl/check/checkSource'
import { DSL_LITERALS } from '../../../../core/dsl/check/literals'
import { normalizeText } from '../../../../core/dsl/syntax/normalizeText'
import type { Code } from '../../../../core/errors/codes'
import { addArguments, changeArgument } from './callFixes'
import { addParentheses, removeUnused, writeOut } from './lineFixes'
import { assignOutput, changeName, freshFromHere, moveLineUp } from './nameFixes'
import type { FixContext, FixRule, QuickFix } from './quickFix'

/** Which rules mend what. */
const RULES: Readonly<Partial<Record<Code, readonly FixRule[]>>> = {
  'name/unknown': [changeName],
  'name/use-before-definition': [moveLineUp],
  'name/duplicate-definition': [freshFromHere],
  'name/not-assignable': [freshFromHere],
  'name/missing-output': [assignOutput],
  'type/arity': [addArguments],
  'type/argument': [changeArgument],
  'lint/unused': [removeUnused],
  'syntax/written-out': [writeOut],
  'syntax/expected': [addParentheses],
}

/** How the diagnostics that touch a part of the text can be mended, in the order of the text. */
export function quickFixesIn(text: string, start: number, end: number): QuickFix[] {
  const checked = checkSource(text)
  const { lines } = normalizeText(text, DSL_LITERALS)
  return checked.diagnostics
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((found) => {
      const context: FixContext = { text, found, checked, lines }
      const proposals = (RULES[found.code] ?? []).flatMap((rule) => rule(context))
      return proposals.map((proposal, k) => ({ ...proposal, isPreferred: k === 0, diagnostic: found }))
    })
}

export type { QuickFix } from './quickFix'
