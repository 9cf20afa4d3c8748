/** A setting that is a number, a choice ... and what is told of each. */
export interface NumberField {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly whole: boolean
}
export interface ChoiceField {
  readonly kind: 'choice'
  readonly default: string
  readonly choices: readonly string[]
}
export interface BooleanField {
  readonly kind: 'boolean'
  readonly default: boolean
}
export interface TextField {
  readonly kind: 'text'
  readonly default: string
}
/** What every field has. */
interface Common {
  readonly label: string
  readonly group: FieldGroup
  readonly unit: string
  readonly reason: string
  /** the value of the paper or its released code, as text; '' where it has none */
  readonly paper: string
}
export type Field = (NumberField | ChoiceField | BooleanField | TextField) & Common
export type FieldGroup = 'Tasks' | 'Loop' | 'Mutation' | 'Search' | 'Policy' | 'Training' | 'Sampling' | 'Execution'

export const number = (
  label: string,
  group: FieldGroup,
  value: number,
  [min, max]: readonly [number, number],
  unit: string,
  reason: string,
  paper = '',
): Field & NumberField => ({ kind: 'number', label, group, default: value, min, max, whole: true, unit, reason, paper })

export const real = (...args: Parameters<typeof number>): Field & NumberField => ({ ...number(...args), whole: false })

/** What is told of a field that has no unit. */
const words = (label: string, group: FieldGroup, reason: string, paper: string): Common => ({
  label,
  group,
  unit: '',
  reason,
  paper,
})

export const toggle = (
  label: string,
  group: FieldGroup,
  value: boolean,
  reason: string,
  paper = '',
): Field & BooleanField => ({ kind: 'boolean', default: value, ...words(label, group, reason, paper) })

export const choice = <const C extends string>(
  label: string,
  group: FieldGroup,
  value: C,
  choices: readonly C[],
  reason: string,
  paper = '',
): Common & { readonly kind: 'choice'; readonly default: C; readonly choices: readonly C[] } => ({
  kind: 'choice',
  default: value,
  choices,
  ...words(label, group, reason, paper),
})

export const text = (
  label: string,
  group: FieldGroup,
  value: string,
  reason: string,
  paper = '',
): Field & TextField => ({ kind: 'text', default: value, ...words(label, group, reason, paper) })
