/** Where the parts of a task file's path put it. */
export interface Placement {
  readonly split: string
  /** the task's name: its file's name without `.json` */
  readonly name: string
  /** the concept folder of ConceptARC's `corpus/<Concept>/x.json` */
  readonly tags: readonly string[]
}

const SPLITS: readonly string[] = ['training', 'evaluation']

/**
 * Reads the layouts that ARC's data comes in: `training/` and `evaluation/` folders anywhere, ConceptARC's
 * `corpus/<Concept>/`, flat folders. Null: no task file (not JSON, or hidden). `root` is the name of the folder chosen,
 * which may itself be a split.
 */
export function placeFile(path: string, root: string, givenSplit: string | undefined): Placement | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  const file = parts.at(-1) ?? ''
  if (!/\.json$/i.test(file) || parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return null
  const folders = [root, ...parts.slice(0, -1)]
  const split = folders.map((folder) => folder.toLowerCase()).findLast((folder) => SPLITS.includes(folder))
  const concept = folders[folders.lastIndexOf('corpus') + 1]
  const tags = folders.includes('corpus') && concept !== undefined ? [concept] : []
  return { split: split ?? givenSplit ?? 'training', name: file.replace(/\.json$/i, ''), tags }
}

/**
 * The split asked for decides when the files name none or one: a flat folder, or a folder of the other split's name. Of
 * a source with both splits only the one asked for is taken.
 */
export function chooseSplit<P extends Placement>(placed: readonly P[], givenSplit: string | undefined): P[] {
  if (givenSplit === undefined) return [...placed]
  const hasGiven = placed.some(({ split }) => split === givenSplit)
  if (hasGiven) return placed.filter(({ split }) => split === givenSplit)
  return placed.map((file) => ({ ...file, split: givenSplit }))
}

/** A name that can be a folder on every system; '' when nothing of it is left. */
export function folderName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80)
}

/** Whether an entry's name stays inside its archive: no `..`, no absolute or drive name. */
export function isSafeEntryName(name: string): boolean {
  const path = name.replaceAll('\\', '/')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\0')) return false
  return !path.split('/').includes('..')
}
