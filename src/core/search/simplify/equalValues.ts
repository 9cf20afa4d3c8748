import { inferTypes } from '../../dsl/check/infer'
import { CONSTANT_NAMES, CONSTANT_SPECS, PRIMITIVE_NAMES } from '../../dsl/primitives'
import { isFunction } from '../../dsl/value'
import type { ColumnId, Columns } from './columns'
import { programOf, withoutDeadLines, withOperand } from './draft'
import type { SimplifyRule } from './simplifyRule'

/** Lines whose value is, on every input, that of I, of a line above, or of a constant or primitive. */
export const EQUAL_VALUES: SimplifyRule = {
  name: 'equalValues',
  summary: 'a value that was there already',
  *propose(draft, { columns }) {
    const swept = withoutDeadLines(draft)
    const values = columns.ofDraft(swept)
    if (!values) return
    const types = inferTypes(programOf(swept))
    const above = new Map<ColumnId, string>([[columns.input, 'I']])
    for (const [k, { target }] of swept.lines.entries()) {
      const column = values.get(target)
      if (column === undefined) continue
      const operand = above.get(column) ?? builtinFor(columns, column, types[k] === 'Boolean')
      if (operand !== null) yield withOperand(swept, target, operand)
      else above.set(column, target)
    }
  },
}

/** The constant or primitive that has the column's value: F and T for a Boolean, else ZERO and ONE. */
function builtinFor(columns: Columns, column: ColumnId, isBoolean: boolean): string | null {
  const named = (name: string): boolean => columns.builtin(name) === column
  if (isFunction(columns.firstOf(column))) return PRIMITIVE_NAMES.find(named) ?? null
  const fitting = CONSTANT_NAMES.filter((name) => (CONSTANT_SPECS[name].type === 'Boolean') === isBoolean)
  return fitting.find(named) ?? CONSTANT_NAMES.find(named) ?? null
}
