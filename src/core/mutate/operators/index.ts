import type { MutationOperator, MutationOptions } from './mutationOperator'
import { redefineVariable } from './redefineVariable'
import { replaceArgument } from './replaceArgument'
import { replaceFunction } from './replaceFunction'

/** The operators in the order in which a draw walks them. */
export const MUTATION_OPERATORS: readonly MutationOperator[] = [replaceArgument, replaceFunction, redefineVariable]

export const DEFAULT_MUTATION_OPTIONS: MutationOptions = { freshVariable: 0.5 }
