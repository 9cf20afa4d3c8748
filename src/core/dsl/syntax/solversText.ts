/** A program with the name of the task it is for. */
export interface NamedText {
  readonly taskName: string
  readonly text: string
}

/** A function of a solvers.py as a program of its own; its text may still hold what only Python has. */
export interface SolverText extends NamedText {
  /** line of the `def`, from 1 */
  readonly line: number
  /** where each line of `text` stands in the file: its line, from 1, and the columns cut off before it */
  readonly places: readonly { readonly line: number; readonly indent: number }[]
}

interface SourceRow {
  readonly text: string
  readonly line: number
  readonly indent: number
}

const HEAD = /^def[ \t]+solve_(\w+)\s*\(\s*I\s*(?::\s*\w+\s*)?\)\s*(?:->\s*\w+\s*)?:/
/** What tells the task where its name is no name of Python's. */
const TASK_COMMENT = /#\s*task (\S.*?)\s*$/
const ASSIGNMENT = /^([A-Za-z_]\w*)\s*=(?!=)/

/**
 * The functions `def solve_<task>(I): ... return O` of arc-dsl's solvers.py, comments included. Assignments outside of
 * functions go before the lines of the functions that use them.
 */
export function readSolvers(text: string): SolverText[] {
  const solvers: { taskName: string; line: number; rows: SourceRow[] }[] = []
  const shared: (SourceRow & { name: string })[] = []
  let open: SourceRow[] | null = null
  for (const [k, whole] of text.split(/\r\n|\r|\n/).entries()) {
    const line = k + 1
    const head = HEAD.exec(whole)
    const name = head?.[1]
    if (head && name !== undefined) {
      const rest = whole.slice(head[0].length)
      const taskName = TASK_COMMENT.exec(rest)?.[1]
      open = []
      solvers.push({ taskName: taskName ?? name, line, rows: open })
      if (taskName === undefined && rest.trim() !== '') open.push(rowOf(whole, line, head[0].length))
    } else if (/^[^\s#]/.test(whole)) {
      open = null
      const assigned = ASSIGNMENT.exec(whole)?.[1]
      if (assigned !== undefined) shared.push({ ...rowOf(whole, line, 0), name: assigned })
    } else if (/^\s/.test(whole) || whole === '') {
      open?.push(rowOf(whole, line, 0))
    }
  }
  return solvers.map(({ taskName, line, rows }) => {
    const all = [...usedOf(shared, rows), ...trimRows(rows)]
    const places = all.map(({ line, indent }) => ({ line, indent }))
    return { taskName, line, text: all.map((row) => row.text).join('\n'), places }
  })
}

/** The line from `from` on without the blanks around it. */
function rowOf(whole: string, line: number, from: number): SourceRow {
  const part = whole.slice(from)
  return { text: part.trim(), line, indent: from + part.length - part.trimStart().length }
}

function trimRows(rows: readonly SourceRow[]): readonly SourceRow[] {
  const first = rows.findIndex(({ text }) => text !== '')
  const last = rows.findLastIndex(({ text }) => text !== '')
  return first < 0 ? [] : rows.slice(first, last + 1)
}

/** The shared lines that the rows need, directly or by one another, in the order of the file. */
function usedOf(shared: readonly (SourceRow & { name: string })[], rows: readonly SourceRow[]): readonly SourceRow[] {
  if (shared.length === 0) return []
  const wordsOf = (text: string): string[] => text.replace(/#.*/, '').match(/[A-Za-z_]\w*/g) ?? []
  const own = new Set(rows.map(({ text }) => ASSIGNMENT.exec(text)?.[1]))
  const needed = new Set(rows.flatMap(({ text }) => wordsOf(text)))
  const used = new Set<SourceRow>()
  for (const row of [...shared].reverse()) {
    if (!needed.has(row.name) || own.has(row.name)) continue
    used.add(row)
    for (const word of wordsOf(row.text)) needed.add(word)
  }
  return shared.filter((row) => used.has(row))
}

/** Words that are no names in Python: variables called so get other names there. */
const PYTHON_WORDS = new Set(
  (
    'and as assert async await break class continue def del elif else except False finally for from global if import ' +
    'in is lambda None nonlocal not or pass raise return True try while with yield'
  ).split(' '),
)

/**
 * Programs as a solvers.py that Python and `readSolvers` read: one function each, in the given order. The texts are in
 * the strict form, as `formatText` gives them.
 */
export function writeSolversPy(programs: readonly NamedText[]): string {
  const names = new Set<string>()
  const functions = programs.map(({ taskName, text }) => {
    const plain = taskName.replace(/[^A-Za-z0-9_]/g, '_')
    let name = plain
    for (let k = 2; names.has(name); k++) name = `${plain}_${k}`
    names.add(name)
    const comment = name === taskName ? '' : `  # task ${taskName.replace(/[\r\n]/g, ' ')}`
    const body = pythonNames(text.trim()).split(/\r\n|\r|\n/)
    const lines = [...body, 'return O'].map((line) => (line.trim() === '' ? '' : `    ${line.trim()}`))
    return [`def solve_${name}(I):${comment}`, ...lines].join('\n')
  })
  return `${['from dsl import *\nfrom constants import *', ...functions].join('\n\n\n')}\n`
}

/** The text with every variable that Python has no such name for renamed; comments stay. */
function pythonNames(text: string): string {
  const words = new Set(text.match(/[A-Za-z_]\w*/g))
  const renamed = new Map<string, string>()
  const nameFor = (word: string): string => {
    let name = renamed.get(word)
    for (let k = 1; name === undefined || words.has(name); k++) name = `${word.toLowerCase()}_${k}`
    renamed.set(word, name)
    return name
  }
  return text.replace(/#.*|[A-Za-z_]\w*/g, (part) => (PYTHON_WORDS.has(part) ? nameFor(part) : part))
}
