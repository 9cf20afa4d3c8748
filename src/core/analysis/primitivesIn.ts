import { DSL_LITERALS } from '../dsl/check/literals'
import { findPrimitive, type PrimitiveName } from '../dsl/primitives'
import type { Program } from '../dsl/syntax/ast'
import { removeDeadLines } from '../dsl/syntax/deadLines'
import { normalizeText } from '../dsl/syntax/normalizeText'

/** The primitives that a program calls or hands on as functions; lines that do not read count nothing. */
export function primitivesIn(text: string): Set<PrimitiveName> {
  return namesIn(normalizeText(text, DSL_LITERALS).program)
}

/** Those that its result depends on. */
export function primitivesNeededBy(text: string): Set<PrimitiveName> {
  return namesIn(removeDeadLines(normalizeText(text, DSL_LITERALS).program))
}

function namesIn({ statements }: Program): Set<PrimitiveName> {
  const names = new Set<PrimitiveName>()
  const variables = new Set<string>()
  for (const { target, callee, args } of statements) {
    for (const { text } of callee ? [callee, ...args] : args) {
      if (!variables.has(text) && findPrimitive(text)) names.add(text as PrimitiveName)
    }
    variables.add(target.text) // a variable may have a primitive's name from here on
  }
  return names
}
