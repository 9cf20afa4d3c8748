import { unzipSync, type UnzipFileInfo } from 'fflate'
import { ok, type Result } from '../../core/util/result'
import { isSafeEntryName } from './arcLayout'
import { refuse } from './problems'

export interface ZipLimits {
  /** of all entries together, unpacked */
  readonly totalBytes: number
  readonly entries: number
}

export const ZIP_LIMITS: ZipLimits = { totalBytes: 1 << 29, entries: 100_000 }

/** Unpacked between two breaths of the event loop. */
const PORTION_BYTES = 1 << 22

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * The entries of an archive whose names `wanted` accepts. Every name is checked first: one that points outside (`..`,
 * absolute, drive) refuses the whole archive, as does one that unpacks to more than the limit. An entry can never unpack
 * to more than its header says, so a false header cannot get round the limit.
 */
export async function readZip(
  archive: Uint8Array,
  where: string,
  wanted: (name: string) => boolean,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<Result<ZipEntry[]>> {
  try {
    const infos: UnzipFileInfo[] = []
    unzipSync(archive, {
      filter: (info) => {
        // a directory may promise thousands of millions of entries that are not there
        if (infos.push(info) > limits.entries) throw new TooManyEntries()
        return false
      },
    })
    const unsafe = infos.find(({ name }) => !isSafeEntryName(name))
    if (unsafe) return refuse('zip/unsafe-name', `${where}: ${unsafe.name}`, { name: unsafe.name })
    const chosen = infos.filter(({ name }) => !name.endsWith('/') && wanted(name))
    const total = chosen.reduce((sum, { originalSize }) => sum + originalSize, 0)
    if (total > limits.totalBytes) return refuse('zip/too-large', where, { limit: `${limits.totalBytes >> 20} MiB` })
    const entries: ZipEntry[] = []
    for (const portion of portionsOf(chosen)) {
      const names = new Set(portion.map(({ name }) => name))
      const files = unzipSync(archive, { filter: ({ name }) => names.has(name) })
      for (const [name, bytes] of Object.entries(files)) entries.push({ name: name.replaceAll('\\', '/'), bytes })
      await new Promise((resolve) => setImmediate(resolve))
    }
    return ok(entries)
  } catch (error) {
    if (error instanceof TooManyEntries) return refuse('zip/too-large', where, { limit: `${limits.entries} entries` })
    return refuse('zip/broken', where, { reason: error instanceof Error ? error.message : String(error) })
  }
}

class TooManyEntries extends Error {}

function portionsOf(infos: readonly UnzipFileInfo[]): UnzipFileInfo[][] {
  const portions: UnzipFileInfo[][] = []
  let bytes = Infinity
  for (const info of infos) {
    if (bytes + info.originalSize > PORTION_BYTES) {
      portions.push([])
      bytes = 0
    }
    portions.at(-1)?.push(info)
    bytes += info.originalSize
  }
  return portions
}
