import type { PrimitiveUse } from '../../../../core/analysis/primitiveUse'
import { PRIMITIVES } from '../../../../core/dsl/primitives'
import { formatCount } from '../../components/format'
import { signatureText } from '../../language/signature'

/** What a table of primitives is drawn for. */
export interface TableKind {
  readonly widthPx: number
  /** of an experiment, not of the programs kept in the workspace */
  readonly hasExperiment: boolean
  /** enumeration took part in it */
  readonly hasSearch: boolean
}

export interface Column {
  readonly id: string
  readonly title: string
  /** what the title says in full */
  readonly hint: string
  readonly width: string
  readonly isNumber: boolean
  readonly text: (use: PrimitiveUse) => string
  /** what it is sorted by; null goes last either way */
  readonly order: (use: PrimitiveUse) => string | number | null
  /** of columns that count programs: how many, of one primitive or of all */
  readonly count?: (use: Pick<PrimitiveUse, 'programs' | 'solving'>) => number
  readonly isShown?: (kind: TableKind) => boolean
}

/** A column of counts, drawn with a shade for the share of all programs of its kind. */
const counted = (
  id: string,
  title: string,
  hint: string,
  width: string,
  count: NonNullable<Column['count']>,
  isShown?: Column['isShown'],
): Column => ({
  id,
  title,
  hint,
  width,
  isNumber: true,
  text: (use) => (count(use) === 0 ? '' : formatCount(count(use))),
  order: count,
  count,
  ...(isShown ? { isShown } : {}),
})

const iteration = (
  id: string,
  title: string,
  hint: string,
  width: string,
  of: (use: PrimitiveUse) => number | null,
): Column => ({
  id,
  title,
  hint,
  width,
  isNumber: true,
  text: (use) => String(of(use) ?? ''),
  order: of,
  isShown: ({ widthPx, hasExperiment }) => hasExperiment && widthPx >= 720,
})

const COLUMNS: readonly Column[] = [
  {
    id: 'name',
    title: 'Primitive',
    hint: 'Name',
    width: '112px',
    isNumber: false,
    text: ({ name }) => name,
    order: ({ name }) => name,
  },
  {
    id: 'family',
    title: 'Family',
    hint: 'What it is about',
    width: '84px',
    isNumber: false,
    text: ({ name }) => PRIMITIVES[name].family,
    order: ({ name }) => PRIMITIVES[name].family,
    isShown: ({ widthPx }) => widthPx >= 840,
  },
  {
    id: 'signature',
    title: 'Signature',
    hint: 'Parameters and result; sorted by the type of the result',
    width: 'minmax(120px, 1fr)',
    isNumber: false,
    text: ({ name }) => signatureText(PRIMITIVES[name]).slice(name.length),
    order: ({ name }) => PRIMITIVES[name].returns,
    isShown: ({ widthPx, hasExperiment }) => widthPx >= (hasExperiment ? 1100 : 480),
  },
  counted('seed', 'Seeds', 'Seed programs that use it', '60px', ({ programs }) => programs.seed),
  counted(
    'mutation',
    'Mutants',
    'Mutants that use it',
    '68px',
    ({ programs }) => programs.mutation,
    ({ hasExperiment }) => hasExperiment,
  ),
  counted(
    'policy',
    'Policy',
    'Programs of the policy that use it: samples that gave a valid grid, each task and program once',
    '60px',
    ({ programs }) => programs.policy,
    ({ hasExperiment }) => hasExperiment,
  ),
  counted(
    'search',
    'Search',
    'Programs built up by enumeration that use it',
    '60px',
    ({ programs }) => programs.search,
    ({ hasSearch }) => hasSearch,
  ),
  counted(
    'solving',
    'Solve',
    'Programs that use it and are right on every test pair of a task to solve, of any source',
    '60px',
    ({ solving }) => solving,
    ({ hasExperiment }) => hasExperiment,
  ),
  {
    id: 'neededBy',
    title: 'Tasks',
    hint: 'Solved tasks whose shortest known solution needs it',
    width: '56px',
    isNumber: true,
    text: ({ neededBy }) => (neededBy.length === 0 ? '' : formatCount(neededBy.length)),
    order: ({ neededBy }) => neededBy.length,
  },
  iteration(
    'firstUse',
    'Used since',
    'Meta-iteration in which the policy first used it',
    '76px',
    ({ firstUse }) => firstUse,
  ),
  iteration(
    'firstSolving',
    'Solves since',
    'Meta-iteration in which a program of the policy with it first solved a task',
    '86px',
    ({ firstSolving }) => firstSolving,
  ),
]

export const columnsOf = (kind: TableKind): Column[] => COLUMNS.filter(({ isShown }) => isShown?.(kind) ?? true)

/** A column that begins with its greatest values when it is first sorted by. */
export const startsDown = ({ count, id }: Column): boolean => count !== undefined || id === 'neededBy'

/** Sorted by a column; equal ones keep their order, what the column has no value for goes last. */
export function sortUses(
  uses: readonly PrimitiveUse[],
  sort: { readonly column: string; readonly descending: boolean },
): PrimitiveUse[] {
  const column = COLUMNS.find(({ id }) => id === sort.column)
  if (!column) return [...uses]
  return uses.toSorted((one, other) => {
    const [a, b] = [column.order(one), column.order(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return (a < b ? -1 : a > b ? 1 : 0) * (sort.descending ? -1 : 1)
  })
}

/** Of one family, with every word in the name, the summary or the signature. */
export function filterUses(uses: readonly PrimitiveUse[], text: string, family: string): PrimitiveUse[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return uses.filter(({ name }) => {
    const spec = PRIMITIVES[name]
    const said = `${signatureText(spec)} ${spec.summary} ${spec.family}`.toLowerCase()
    return (family === '' || spec.family === family) && words.every((word) => said.includes(word))
  })
}
