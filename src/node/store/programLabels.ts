import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { SAVED_ORIGINS } from '../../ipc/programContract'

const label = z.object({ name: z.string().optional(), origin: z.enum(SAVED_ORIGINS).optional() })
const labels = z.record(z.string(), label)

/** What is known of a version beside its text. */
export type ProgramLabel = z.infer<typeof label>
/** by the time at which a version was saved */
export type ProgramLabels = z.infer<typeof labels>

/** The labels of a task's versions, `labels.json` beside them; none where that file is missing or cannot be understood. */
export async function readLabels(directory: string): Promise<ProgramLabels> {
  try {
    const read = labels.safeParse(JSON.parse(await readFile(fileIn(directory), 'utf8')))
    return read.success ? read.data : {}
  } catch (error) {
    // names are a comfort: a program is never kept from its user for want of them
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

export async function writeLabel(directory: string, savedAt: string, changes: ProgramLabel): Promise<void> {
  const all = await readLabels(directory)
  all[savedAt] = { ...all[savedAt], ...changes }
  await writeFileAtomic(fileIn(directory), JSON.stringify(all, null, 2))
}

const fileIn = (directory: string): string => join(directory, 'labels.json')
