/**
 * The one catalogue of error codes: code -> severity, text, help. Append-only: stored outcomes and tests name codes.
 * `{name}` in a text is filled by the reporter.
 */
export type Severity = 'error' | 'warning' | 'info'

export interface CodeEntry {
  readonly severity: Severity
  readonly text: string
  readonly help: string
}

const entry = (severity: Severity, text: string, help: string): CodeEntry => ({ severity, text, help })

export const CODES = {
  // program text
  'syntax/unexpected-character': entry(
    'error',
    "unexpected character '{found}'",
    'A program has names, =, (, ) and commas only.',
  ),
  'syntax/expected': entry(
    'error',
    'expected {expected}, found {found}',
    'Each line is: name = primitive(argument, ...).',
  ),
  'syntax/nested-call': entry('error', 'a call inside a call', 'Give the inner call a line and a variable of its own.'),
  'syntax/integer-literal': entry(
    'error',
    'a number where a name is needed',
    'Use a constant such as ONE, TWO ... TEN, NEG_ONE.',
  ),
  'syntax/empty-program': entry(
    'error',
    'the program has no line',
    'Start with O = I or a call such as O = hmirror(I).',
  ),
  'name/unknown': entry('error', "unknown name '{name}'", 'Did you mean {suggestion}?'),
  'name/use-before-definition': entry(
    'error',
    "'{name}' is used before it is assigned",
    'Move the line that assigns it up.',
  ),
  'name/duplicate-definition': entry(
    'error',
    "'{name}' is assigned twice",
    'Each variable is assigned once: choose a fresh name.',
  ),
  'name/not-assignable': entry(
    'error',
    "'{name}' cannot be assigned",
    'It is a primitive or a constant: choose x1, x2 ...',
  ),
  'name/missing-output': entry('error', 'the last line must assign O', 'Name the final result O.'),
  'type/arity': entry('error', '{name} takes {expected} arguments, not {found}', 'See the signature in the hover.'),
  'type/argument': entry(
    'error',
    '{name} wants {expected} for {parameter}, not {found}',
    'Pass a value of the wanted type.',
  ),
  'type/not-callable': entry(
    'error',
    "'{name}' is not a function",
    'Only primitives and variables that hold a function are called.',
  ),
  'type/not-a-grid': entry('error', 'O is {found}, not a Grid', 'The last line must give a Grid.'),
  'lint/unused': entry('warning', "'{name}' is never used", 'Remove the line, or use its value.'),
  // a program failing while it runs
  'run/primitive': entry('error', '{name} failed: {reason}', 'Look at the values of its arguments in the trace.'),
  'run/type': entry(
    'error',
    '{name} got a value of the wrong type',
    'Look at the values of its arguments in the trace.',
  ),
  'run/not-callable': entry('error', "the value of '{name}' is not a function", 'Only functions can be called.'),
  'run/steps': entry(
    'error',
    'stopped: more than {limit} steps',
    'The program loops or walks too much; make it do less.',
  ),
  'run/size': entry(
    'error',
    'stopped: a value of more than {limit} elements',
    'The program blows a value up; make it smaller.',
  ),
  'run/time': entry('error', 'stopped: more than {limit} ms', 'The program takes too long; make it do less.'),
  'run/depth': entry(
    'error',
    'stopped: functions nested too deeply',
    'compose or power builds a chain that is too long.',
  ),
  'run/not-a-grid': entry(
    'error',
    'the result is not a valid grid',
    'O must be rectangular, colours 0-9, 1 to 30 rows and columns.',
  ),
  // tasks and files
  'task/json': entry('error', 'not valid JSON: {reason}', 'Save the file again from its source.'),
  'task/shape': entry('error', '{reason}', 'An ARC task is {"train": [{"input", "output"}], "test": [...]}.'),
  'task/ragged': entry(
    'error',
    'row {row} has {found} cells, row 0 has {expected}',
    'All rows of a grid have the same length.',
  ),
  'task/size': entry('error', 'a grid of {found}', 'Grids have 1 to 30 rows and columns.'),
  'task/colour': entry('error', 'colour {found}', 'Colours are whole numbers 0 to 9.'),
  'file/missing': entry('error', 'no such file or folder', 'Check the path.'),
  'file/unreadable': entry('error', 'cannot be read: {reason}', 'Check permissions and that the disk is attached.'),
  'download/failed': entry(
    'error',
    '{name} could not be fetched: {reason}',
    'Check the connection and try again, or fetch {url} with a browser and import the zip.',
  ),
  'file/empty': entry('error', 'no task found', 'Choose a folder or zip that holds ARC task files (*.json).'),
  'zip/unsafe-name': entry(
    'error',
    "an entry named '{name}' points outside the archive",
    'Make the zip again without .. or absolute names.',
  ),
  'zip/broken': entry('error', 'not a readable zip: {reason}', 'Download or make the zip again.'),
  'zip/too-large': entry('error', 'the zip unpacks to more than {limit}', 'Import the folder instead.'),
  // the workbench
  'config/invalid': entry('error', '{field}: {reason}', 'See the field in the form or `codeit run --help`.'),
  'message/invalid': entry(
    'error',
    'a message does not fit the contract: {reason}',
    'Reload the window; if it stays, report it.',
  ),
  'experiment/unknown': entry('error', "no experiment '{id}'", 'List the experiments in the Experiments view.'),
  'experiment/state': entry('error', 'the experiment is {state}', 'Wait, or choose another action.'),
  'experiment/crashed': entry(
    'error',
    'the experiment process ended: {reason}',
    'Press Resume: it goes on from the last checkpoint.',
  ),
  'checkpoint/broken': entry('error', 'the checkpoint cannot be read: {reason}', 'The one before it is used instead.'),
  'task/unknown': entry('error', "no task '{id}'", 'It may have been removed from the workspace.'),
  'dataset/exists': entry('error', "a dataset named '{name}' exists", 'Choose another name, or remove the old one.'),
  'connection/lost': entry(
    'error',
    'the connection to the workbench is lost',
    'It is tried again; or reload the window.',
  ),
  'host/command': entry('error', "no such command '{name}'", 'Reload the window: it is older or newer than its host.'),
  'host/port': entry('error', 'port {port} cannot be opened: {reason}', 'Choose another one with --port.'),
  'dataset/unknown': entry('error', "no dataset '{name}'", 'The Tasks view lists the datasets and their splits.'),
  'dataset/built-in': entry('error', "'{name}' comes with the workbench and stays", 'Choose another name.'),
  'task/duplicate': entry(
    'error',
    "a second file for the task '{name}'",
    'Rename one of the files, or import the folders one by one.',
  ),
  'seed/no-task': entry('error', "no task named '{name}'", 'Import the tasks first, then their programs.'),
  'seed/wrong': entry(
    'error',
    'it is right on {right} of {pairs} pairs{reason}',
    'Open it in the editor to see where it fails.',
  ),
  'seed/none': entry('error', 'no program found', 'Give a solvers.py, a folder of .dsl files, or one program.'),
  'replay/unknown': entry('error', 'no experience {id}', 'The run may have started over: load the table again.'),
  'workspace/in-use': entry(
    'error',
    'the workspace is open in another CodeIt (process {pid})',
    'Close that one, or name another folder with --workspace.',
  ),
  // program text as people write it, in the editor and in imported files
  'syntax/written-out': entry(
    'info',
    'written out as {written} when saved or formatted',
    'It runs as it is; Format (Shift+Alt+F) writes it out now.',
  ),
  'syntax/left-out': entry(
    'info',
    "'{found}' is left out when saved or formatted",
    'The text is one program for I; it runs as it is.',
  ),
  'syntax/number': entry(
    'error',
    'no short way to write {found}',
    'Whole numbers from -{limit} to {limit} can be written; build others with add, multiply, divide.',
  ),
  'syntax/tuple': entry('error', 'a tuple of {found}', 'Pairs such as (1, 0) can be written, other tuples cannot.'),
  'syntax/too-deep': entry('error', 'calls nested too deeply', 'Give inner calls a line and a variable of their own.'),
  'syntax/second-program': entry(
    'error',
    'a second program starts here',
    'One text is one program; a whole solvers.py is imported with codeit import seeds.',
  ),
  'seed/name': entry('error', "no file can be named '{name}'", 'Export to a solvers.py instead.'),
  'file/unwritable': entry('error', 'cannot be written: {reason}', 'Check the path, permissions and free space.'),
  'policy/imported': entry(
    'error',
    '{name} trains the imported policy {policy}, which cannot be sampled here',
    'Look at its samples in the replay buffer.',
  ),
  'policy/no-checkpoint': entry(
    'error',
    '{name} has no policy yet',
    'Start the experiment first: it keeps one after every meta-iteration.',
  ),
  'policy/failed': entry(
    'error',
    'the policy {name} failed: {reason}',
    'Try again; fewer samples or a smaller policy need less memory.',
  ),
  // policies from outside
  'policy/config': entry(
    'error',
    '{field}: {reason}',
    'A CodeT5, CodeT5+ or T5 folder as Hugging Face saves it is read.',
  ),
  'policy/no-config': entry('error', 'no config.json is there', 'Name the checkpoint folder itself, downloaded whole.'),
  'policy/no-weights': entry(
    'error',
    'neither model.safetensors nor pytorch_model.bin is there{hint}',
    'Download the whole checkpoint folder.',
  ),
  'policy/weight': entry('error', '{reason}', 'config.json and the weights must be of one model: download both again.'),
  'policy/tokenizer': entry('error', '{reason}', 'Take the tokenizer files from the same place as the weights.'),
  'policy/exists': entry(
    'error',
    "a policy named '{name}' from another source exists",
    'Choose another name with --name.',
  ),
  'policy/name': entry('error', "no folder can be named '{name}'", 'Choose a name of letters and digits with --name.'),
  'policy/unknown': entry('error', "no policy '{name}' ({known})", 'Import one with codeit import policy.'),
  'policy/changed': entry(
    'error',
    "the policy '{name}' has {part} than when the experiment was made",
    'Import it again as it was, or make a new experiment.',
  ),
  'policy/broken': entry('error', 'the kept policy is damaged: {reason}', 'Import it again from its source.'),
  'weights/broken': entry('error', 'not readable weights: {reason}', 'Download the file again, or save it again.'),
  'weights/too-large': entry(
    'error',
    'a file of {found} GB; up to {limit} GB is read',
    'Save the weights as float16 safetensors, or choose a smaller model.',
  ),
  'weights/unsafe': entry(
    'error',
    'the pickle is refused and nothing of it was run: {reason}',
    'Save the weights as safetensors where you trust the file.',
  ),
  'file/not-empty': entry('error', 'the folder is not empty', 'Name a new or an empty folder.'),
  'parity/record': entry(
    'error',
    'no recorded numbers to compare with: {reason}',
    'Name a folder such as conformance/policy, with case.json in a folder for each model.',
  ),
  'parity/ended': entry('error', 'the comparison ended: {reason}', 'Run it again; if it stays, report it.'),
  'policy/default': entry(
    'error',
    'the default policy cannot be used: {reason}',
    'Install the workbench again, or set initialWeights to random.',
  ),
  'replay/newer': entry(
    'error',
    'a newer workbench wrote it (schema version {found}; this one knows up to {known})',
    'Open it with that workbench, or install the newest one here.',
  ),
  'file/exists': entry('error', 'a file of this name is there already', 'Choose another name.'),
  'file/relative': entry('error', 'not a whole path', 'Start at the root of the disk or at a drive.'),
  'dataset/imported': entry(
    'error',
    "the dataset '{name}' was imported and stays as it is",
    'Save a copy into a dataset of your own, such as mine.',
  ),
  'task/name': entry(
    'error',
    "nothing can be named '{name}'",
    'Use letters, digits, - and _, with a letter or digit first and last.',
  ),
  'task/exists': entry('error', "there is a task '{id}' already", 'Choose another name, or edit that task.'),
  'program/unknown': entry(
    'error',
    'no version of {savedAt} is kept for the task',
    'The library lists the versions that are; open it again.',
  ),
  'search/running': entry('error', 'a search is running', 'Stop it first, or wait until it ends.'),
  'search/failed': entry('error', 'the search ended: {reason}', 'Start it again; if it stays, report it.'),
  'search/none': entry('error', 'no search was started yet', 'Start one first.'),
  'file/json': entry(
    'error',
    'not an object with a text "program"',
    'Write one such object on each line, as codeit mutate does.',
  ),
  'mutation/weights': entry('error', '{reason}', 'See codeit mutate --help.'),
  'value/json': entry('error', '{reason}', 'See valueToJson for how values are written.'),
  'conformance/record': entry('error', '{reason}', 'Name a file of recorded calls, one JSON object on each line.'),
  'job/cancelled': entry('error', 'cancelled', 'Nothing of it is left; start it again at any time.'),
  usage: entry('error', '{reason}', 'See codeit --help.'),
  internal: entry('error', 'internal: {reason}', 'This is a bug in the workbench: please report it.'),
} as const satisfies Record<string, CodeEntry>

export type Code = keyof typeof CODES

/** The text of a code with its `{name}` places filled. */
export function formatCode(code: Code, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(CODES[code].text, values)
}

/** How to mend it, with places filled. */
export function helpOf(code: Code, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(CODES[code].help, values)
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}
