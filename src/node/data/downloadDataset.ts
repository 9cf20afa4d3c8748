import { ok, type Result } from '../../core/util/result'
import type { Downloadable } from '../../ipc/contract'
import { refuse } from './problems'

interface Source {
  /** what the dataset is called in the workspace */
  readonly name: string
  /** a zip of one commit: results depend on the dataset's version */
  readonly url: string
}

const SOURCES: Readonly<Record<Downloadable, Source>> = {
  'arc-agi-1': {
    name: 'arc',
    url: 'https://codeload.github.com/fchollet/ARC-AGI/zip/399030444e0ab0cc8b4e199870fb20b863846f34',
  },
  'concept-arc': {
    name: 'concept-arc',
    url: 'https://codeload.github.com/victorvikram/ConceptARC/zip/b22ef526b4656679816b7811e78f55cc24d736d7',
  },
}

const PATIENCE_MS = 120_000
const MOST_BYTES = 200_000_000

/** A public dataset as one zip, in memory; refused with the reason where it cannot be had. Nothing is sent but the request. */
export async function downloadDataset(
  dataset: Downloadable,
  { name, url } = SOURCES[dataset],
): Promise<
  Result<{ readonly name: string; readonly file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } }>
> {
  const failed = (reason: string) => refuse('download/failed', url, { name: dataset, reason, url })
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!response.ok || !response.body) return failed(`the server answered ${response.status}`)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body) {
      size += part.length
      if (size > MOST_BYTES) return failed(`it is larger than ${MOST_BYTES / 1e6} MB`)
      parts.push(part)
    }
    const bytes = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    return ok({ name, file: { name: `${url}.zip`, bytes } })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return failed(cause instanceof Error ? cause.message : String(cause))
  }
}
