import type { ReplayColumn, ReplayRow } from '../../../../ipc/contract'
import { formatCount, taskName } from '../../components/format'

export interface Column {
  readonly id: ReplayColumn
  readonly title: string
  readonly width: string
  readonly isNumber: boolean
  readonly text: (row: ReplayRow) => string
}

export const COLUMNS: readonly Column[] = [
  {
    id: 'program',
    title: 'Program',
    width: 'minmax(96px, 1.6fr)',
    isNumber: false,
    text: (row) => row.program.replaceAll('\n', '; '),
  },
  { id: 'taskId', title: 'Task', width: 'minmax(104px, 1fr)', isNumber: false, text: (row) => taskName(row.taskId) },
  { id: 'source', title: 'Source', width: '72px', isNumber: false, text: (row) => row.source },
  { id: 'iteration', title: 'Iter.', width: '44px', isNumber: true, text: (row) => String(row.iteration) },
  { id: 'performance', title: 'Demos', width: '60px', isNumber: true, text: (row) => `${row.demosRight}/${row.demos}` },
  { id: 'priority', title: 'Priority', width: '70px', isNumber: true, text: (row) => row.priority.toFixed(2) },
  { id: 'lines', title: 'Lines', width: '52px', isNumber: true, text: (row) => String(row.lines) },
  { id: 'drawn', title: 'Drawn', width: '64px', isNumber: true, text: (row) => formatCount(row.drawn) },
]

export const GRID_TEMPLATE = COLUMNS.map((column) => column.width).join(' ')
