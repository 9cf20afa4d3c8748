/** Commands of the contract whose parts are not built yet: each answers with one line and exit code 2. */
export const NOT_AVAILABLE: readonly { readonly name: string; readonly parent?: string; readonly summary: string }[] = [
  { name: 'batch', parent: 'bench', summary: 'the batch evaluator over many programs and tasks' },
  { name: 'replay', parent: 'bench', summary: 'the replay buffer at many rows' },
  { name: 'run', parent: 'export', summary: 'a run as CSV, Parquet, programs and submission JSON' },
]
