/** Commands of the contract whose parts are not built yet: each answers with one line and exit code 2. */
export const NOT_AVAILABLE: readonly { readonly name: string; readonly parent?: string; readonly summary: string }[] = [
  { name: 'policy', parent: 'import', summary: 'import a CodeT5/CodeT5+ checkpoint folder' },
  { name: 'parity', summary: "the policy against PyTorch's recorded numbers" },
  { name: 'batch', parent: 'bench', summary: 'the batch evaluator over many programs and tasks' },
  { name: 'replay', parent: 'bench', summary: 'the replay buffer at many rows' },
  { name: 'run', parent: 'export', summary: 'a run as CSV, Parquet, programs and submission JSON' },
]
