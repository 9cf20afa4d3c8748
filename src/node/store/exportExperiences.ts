import {
  BLOB,
  DuckDBScalarFunction,
  INTEGER,
  VARCHAR,
  type DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
} from '@duckdb/node-api'
import type { Grid } from '../../core/grid/grid'
import type { ReplayFilter } from '../../ipc/contract'
import { QueuedConnection, type Session } from './duckdbConnection'
import { decodeOutputs } from './experienceOutputs'
import type { LongJob } from './longJob'
import { whereOf } from './replayFilter'

/** Rows written to Parquet at a time: pandas and DuckDB read well in such groups, and memory stays small. */
const ROW_GROUP = 50_000

const columnsOf = (number: number): string =>
  [
    'id, source, iteration, task_id, program, lines, demos_right, demos, performance, priority, drawn, pinned, excluded',
    // the demonstrations that the program gave a grid for, and these grids, each a text such as 012/340: rows of colours.
    // As lists of lists of numbers they take DuckDB eight times as long
    `CAST(pairs_text(outputs, ${number}) AS UTINYINT[]) AS pair_indices`,
    "CASE WHEN octet_length(outputs) = 0 THEN [] ELSE string_split(grids_text(outputs), ' ') END AS outputs",
    ...[
      ['parent', 'parent_program'],
      ['operator', 'operator'],
      ['before', 'line_before'],
      ['after', 'line_after'],
    ].map(([key, name]) => `json_extract_string(lineage, '$.${key}') AS ${name}`),
  ].join(', ')

/**
 * Writes the experiences that fit a filter to a file, as Parquet or, where its name ends in .csv, as comma-separated values,
 * which pandas and DuckDB's own shell open as they are. Gives how many there were. The connection is used up. Where the job
 * is aborted it rejects, and what the file holds is of no use.
 */
export async function exportExperiences(
  connection: DuckDBConnection,
  file: string,
  filter: ReplayFilter,
  job?: LongJob,
): Promise<number> {
  for (const one of FUNCTIONS) connection.registerScalarFunction(one())
  const queue = new QueuedConnection(connection)
  const number = ++begun
  try {
    return await queue.exclusive(async (session) => {
      const total = await chooseRows(session, filter)
      let written = 0
      onRowsOf.set(number, (rows) => job?.onProgress(Math.min(1, (written += rows) / total)))
      return await copyTo(session, file, number)
    }, job?.signal)
  } finally {
    onRowsOf.delete(number)
    await queue.close()
  }
}

let begun = 0
/** Of the exports that go on, by number: a function of SQL is the whole database's, so a statement says whose it is. */
const onRowsOf = new Map<number, (rows: number) => void>()

/** Of the table `exported`, for COPY takes no values of its own. */
async function chooseRows(session: Session, filter: ReplayFilter): Promise<number> {
  const where = whereOf(filter)
  await session.run('CREATE TEMP TABLE exported (id INTEGER)')
  return session.run(`INSERT INTO exported SELECT id FROM experiences ${where.sql}`, where.values)
}

function copyTo(session: Session, file: string, number: number): Promise<number> {
  const format = file.endsWith('.csv')
    ? 'FORMAT csv, HEADER true'
    : `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}`
  // no file beside the one named: a person's own could have its name
  return session.run(
    `COPY (SELECT ${columnsOf(number)} FROM experiences WHERE id IN (SELECT id FROM exported)) TO '${file.replaceAll("'", "''")}' (${format}, USE_TMP_FILE false)`,
  )
}

/** What is in a blob of outputs, as text. */
const FUNCTIONS = [
  // DuckDB's own progress moves by two row groups at a time; every row passes here
  () =>
    textOf(
      'pairs_text',
      [BLOB, INTEGER],
      ({ pairIndices }) => JSON.stringify(pairIndices),
      (input) => onRowsOf.get(input.getColumnVector(1).getItem(0) as number)?.(input.rowCount),
    ),
  () => textOf('grids_text', [BLOB], ({ outputs }) => outputs.map(gridText).join(' ')),
]

function gridText({ rows, cols, cells }: Grid): string {
  let text = ''
  for (let i = 0; i < rows; i++) {
    if (i > 0) text += '/'
    for (let k = i * cols; k < (i + 1) * cols; k++) text += COLOURS[cells[k] as number]
  }
  return text
}

/** Characters of colours: one string each, instead of a new one for each cell. */
const COLOURS = '0123456789'

function textOf(
  name: string,
  parameterTypes: readonly DuckDBType[],
  write: (outputs: ReturnType<typeof decodeOutputs>) => string,
  onChunk: (input: DuckDBDataChunk) => void = () => undefined,
): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes,
    returnType: VARCHAR,
    mainFunction: (_info, input, output) => {
      const blobs = input.getColumnVector(0)
      for (let k = 0; k < input.rowCount; k++) {
        const blob = blobs.getItem(k) as DuckDBBlobValue | null
        output.setItem(k, blob && write(decodeOutputs(blob.bytes)))
      }
      output.flush()
      onChunk(input)
    },
  })
}
