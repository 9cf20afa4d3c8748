import { BLOB, DuckDBScalarFunction, VARCHAR, type DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api'
import type { ReplayFilter } from '../../ipc/contract'
import { QueuedConnection, type Session } from './duckdbConnection'
import { decodeOutputs } from './experienceOutputs'
import { whereOf } from './replayFilter'

/** Rows written to Parquet at a time: pandas and DuckDB read well in such groups, and memory stays small. */
const ROW_GROUP = 50_000

const COLUMNS = [
  'id, source, iteration, task_id, program, lines, demos_right, demos, performance, priority, drawn, pinned, excluded',
  // the demonstrations that the program gave a grid for, and these grids as rows of colours
  'CAST(pairs_text(outputs) AS UTINYINT[]) AS pair_indices',
  'CAST(grids_text(outputs) AS UTINYINT[][][]) AS outputs',
  ...[
    ['parent', 'parent_program'],
    ['operator', 'operator'],
    ['before', 'line_before'],
    ['after', 'line_after'],
  ].map(([key, name]) => `json_extract_string(lineage, '$.${key}') AS ${name}`),
].join(', ')

/**
 * Writes the experiences that fit a filter to a file, as Parquet or, where its name ends in .csv, as comma-separated values,
 * which pandas and DuckDB's own shell open as they are. Gives how many there were. The connection is used up.
 */
export async function exportExperiences(
  connection: DuckDBConnection,
  file: string,
  filter: ReplayFilter,
): Promise<number> {
  connection.registerScalarFunction(textOf('pairs_text', (bytes) => decodeOutputs(bytes).pairIndices))
  connection.registerScalarFunction(
    textOf('grids_text', (bytes) => decodeOutputs(bytes).outputs.map((grid) => grid.toRows())),
  )
  const queue = new QueuedConnection(connection)
  try {
    return await queue.exclusive((session) => copyTo(session, file, filter))
  } finally {
    await queue.close()
  }
}

async function copyTo(session: Session, file: string, filter: ReplayFilter): Promise<number> {
  const where = whereOf(filter)
  // COPY takes no values of its own
  await session.run(`CREATE TEMP TABLE exported AS SELECT id FROM experiences ${where.sql}`, where.values)
  const format = file.endsWith('.csv')
    ? 'FORMAT csv, HEADER true'
    : `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}`
  return session.run(
    `COPY (SELECT ${COLUMNS} FROM experiences WHERE id IN (SELECT id FROM exported)) TO '${file.replaceAll("'", "''")}' (${format})`,
  )
}

/** A function of SQL that writes what `read` finds in a blob as the text of a nested list. */
function textOf(name: string, read: (bytes: Uint8Array) => unknown): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: [BLOB],
    returnType: VARCHAR,
    mainFunction: (_info, input, output) => {
      const blobs = input.getColumnVector(0)
      for (let k = 0; k < input.rowCount; k++) {
        const blob = blobs.getItem(k) as DuckDBBlobValue | null
        output.setItem(k, blob && JSON.stringify(read(blob.bytes)))
      }
      output.flush()
    },
  })
}
