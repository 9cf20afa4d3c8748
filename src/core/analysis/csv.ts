export type CsvCell = string | number | boolean | null | undefined

/** Comma-separated values with a line of names; texts are quoted, nothing is an empty cell. */
export function csvText(names: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [names.join(','), ...rows.map((row) => row.map(cellText).join(',')), ''].join('\n')
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'string' ? `"${cell.replaceAll('"', '""')}"` : String(cell)
}
