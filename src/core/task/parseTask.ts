import type { Code } from '../errors/codes'
import { formatCode, helpOf } from '../errors/codes'
import { COLOURS, Grid, MAX_SIDE } from '../grid/grid'
import { err, ok, type Problem, type Result } from '../util/result'
import type { Pair, Task } from './task'

/** A task from ARC's JSON, already parsed. A problem's `where` is the path of the bad field, as `train[0].input row 3`. */
export function parseTask(id: string, json: unknown): Result<Task> {
  if (!isRecord(json)) return problem('task/shape', '', { reason: `a task is an object, not ${kindOf(json)}` })
  const train = parsePairs(json['train'], 'train')
  if (!train.ok) return train
  const test = parsePairs(json['test'], 'test')
  if (!test.ok) return test
  return ok({ id, train: train.value, test: test.value })
}

/** A task from the text of a JSON file. */
export function parseTaskText(id: string, text: string): Result<Task> {
  let json: unknown
  try {
    // a byte order mark is no mistake of the user's
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return problem('task/json', '', { reason: error.message })
  }
  return parseTask(id, json)
}

/** A grid from rows of whole numbers: 1 to 30 rows and columns, rectangular, colours 0-9. */
export function parseGrid(json: unknown, where: string): Result<Grid> {
  if (!Array.isArray(json)) return shape(where, `a grid is a list of rows, not ${kindOf(json)}`)
  const rows: readonly unknown[] = json
  if (rows.length < 1 || rows.length > MAX_SIDE) return problem('task/size', where, { found: `${rows.length} rows` })
  const first = rows[0]
  const cols = Array.isArray(first) ? first.length : 0
  const cells = new Int8Array(rows.length * cols)
  for (const [i, row] of rows.entries()) {
    const whereRow = `${where} row ${i}`
    if (!Array.isArray(row)) return shape(whereRow, `a row is a list of colours, not ${kindOf(row)}`)
    if (row.length !== cols) return problem('task/ragged', whereRow, { row: i, found: row.length, expected: cols })
    if (cols < 1 || cols > MAX_SIDE) return problem('task/size', whereRow, { found: `${cols} columns` })
    for (let j = 0; j < cols; j++) {
      const colour: unknown = row[j]
      if (typeof colour !== 'number' || !Number.isInteger(colour) || colour < 0 || colour >= COLOURS) {
        return problem('task/colour', `${whereRow} column ${j}`, { found: show(colour) })
      }
      cells[i * cols + j] = colour
    }
  }
  return ok(new Grid(rows.length, cols, cells))
}

function parsePairs(json: unknown, where: string): Result<Pair[]> {
  if (json === undefined) return shape(where, `'${where}' is missing`)
  if (!Array.isArray(json)) return shape(where, `'${where}' is a list of pairs, not ${kindOf(json)}`)
  if (json.length === 0) return shape(where, `'${where}' is empty`)
  const pairs: Pair[] = []
  for (const [k, item] of (json as readonly unknown[]).entries()) {
    const wherePair = `${where}[${k}]`
    if (!isRecord(item)) return shape(wherePair, `a pair is {"input", "output"}, not ${kindOf(item)}`)
    const input = parseSide(item, 'input', wherePair)
    if (!input.ok) return input
    const output = parseSide(item, 'output', wherePair)
    if (!output.ok) return output
    pairs.push({ input: input.value, output: output.value })
  }
  return ok(pairs)
}

function parseSide(pair: Readonly<Record<string, unknown>>, side: 'input' | 'output', wherePair: string): Result<Grid> {
  const where = `${wherePair}.${side}`
  return Object.hasOwn(pair, side) ? parseGrid(pair[side], where) : shape(where, `'${side}' is missing`)
}

function shape(where: string, reason: string): { ok: false; error: Problem } {
  return problem('task/shape', where, { reason })
}

function problem(code: Code, where: string, values: Record<string, string | number>): { ok: false; error: Problem } {
  return err(code, formatCode(code, values), where === '' ? undefined : where, helpOf(code, values))
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function kindOf(json: unknown): string {
  if (json === null) return 'null'
  if (Array.isArray(json)) return 'a list'
  if (typeof json === 'object') return 'an object'
  return json === undefined ? 'nothing' : `a ${typeof json}`
}

const show = (json: unknown): string => (JSON.stringify(json) ?? String(json)).slice(0, 20)
