import { unzipSync, type UnzipFileInfo } from 'fflate'
import type { Result } from '../../core/util/result'
import { Refusal, refusable } from './refusal'
import { elementCount, FLOAT_BYTES, toFloat32, type StoredTensor } from './storedTensor'
import { readTorchPickle, type TorchTensor } from './torchPickle'

/** Every read walks the directory again, so it has to be short; a T5 of 11,000 million parameters has 600 entries. */
const MAX_ENTRIES = 2048
const MAX_NAME_LENGTH = 256
const MAX_PICKLE_BYTES = 64 << 20

/** The tensors of what `torch.save(state_dict)` writes: a zip of data.pkl and a file for each storage, none compressed. */
export function readPytorchFile(bytes: Uint8Array, where: string): Result<Map<string, StoredTensor>> {
  return refusable(where, () => {
    const archive = new StoredZip(bytes)
    const pickle = archive.only('data.pkl')
    if (archive.sizeOf(pickle) > MAX_PICKLE_BYTES) throw broken(`${archive.sizeOf(pickle)} bytes`, pickle)
    const folder = pickle.slice(0, -'data.pkl'.length)
    const order = archive.find(`${folder}byteorder`)
    if (order !== null && new TextDecoder().decode(order) !== 'little') {
      throw broken('numbers of a big-endian machine', `${folder}byteorder`)
    }
    const tensors = inPlace(pickle, () => readTorchPickle(archive.read(pickle)))
    const whole = new Set<string>()
    return new Map(
      [...tensors].map(([name, tensor]): [string, StoredTensor] => {
        const { key, type, length } = tensor.storage
        const file = `${folder}data/${key}`
        if (archive.sizeOf(file) !== length * FLOAT_BYTES[type]) {
          throw broken(`${archive.sizeOf(file)} bytes for ${length} values of ${type}`, file)
        }
        if (!whole.has(file)) archive.read(file) // refused here if it is cut short, so that no read fails later
        whole.add(file)
        return [name, { type, shape: tensor.shape, read: () => readView(tensor, archive.read(file)) }]
      }),
    )
  })
}

/** A zip whose entries are stored as they are, so that no entry is larger than the archive it lies in. */
class StoredZip {
  private readonly sizes = new Map<string, number>()

  constructor(private readonly bytes: Uint8Array) {
    const start = String.fromCharCode(...bytes.subarray(0, 2))
    if (start !== 'PK') throw broken('no zip: PyTorch before 1.6 wrote it, or it is no PyTorch file')
    this.unzip((info) => {
      this.add(info)
      return false
    })
  }

  sizeOf(name: string): number {
    const size = this.sizes.get(name)
    if (size === undefined) throw broken(`no entry ${JSON.stringify(name)} in the zip`)
    return size
  }

  read(name: string): Uint8Array {
    const size = this.sizeOf(name)
    const entry = this.unzip((info) => info.name === name)[name]
    if (entry?.length !== size) throw broken('it is cut short', name)
    return entry
  }

  find(name: string): Uint8Array | null {
    return this.sizes.has(name) ? this.read(name) : null
  }

  /** The one entry of that file name, in whatever folder. */
  only(file: string): string {
    const found = [...this.sizes.keys()].filter((name) => name.endsWith(`/${file}`))
    if (found.length !== 1 || found[0] === undefined) throw broken(`${found.length} entries named ${file} in the zip`)
    return found[0]
  }

  private add({ name, compression, size, originalSize }: UnzipFileInfo): void {
    if (this.sizes.size >= MAX_ENTRIES) throw broken(`more than ${MAX_ENTRIES} entries in the zip`)
    if (name.length > MAX_NAME_LENGTH) throw broken(`an entry's name of ${name.length} letters in the zip`)
    if (this.sizes.has(name)) throw broken('it occurs twice in the zip', name)
    if (compression !== 0 || size !== originalSize) throw broken('it is compressed; PyTorch compresses nothing', name)
    if (size > this.bytes.length) throw broken('it is cut short', name)
    this.sizes.set(name, size)
  }

  private unzip(filter: (info: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
    try {
      return unzipSync(this.bytes, { filter })
    } catch (error) {
      if (error instanceof Refusal) throw error
      throw broken(error instanceof Error ? error.message : String(error)) // fflate's, on a broken directory
    }
  }
}

function readView({ storage, offset, shape, strides }: TorchTensor, bytes: Uint8Array): Float32Array {
  const count = elementCount(shape)
  const unit = FLOAT_BYTES[storage.type]
  if (isRowMajor(shape, strides)) {
    return toFloat32(storage.type, bytes.subarray(offset * unit, (offset + count) * unit))
  }
  const values = toFloat32(storage.type, bytes)
  const index = shape.map(() => 0)
  return Float32Array.from({ length: count }, () => {
    const at = index.reduce((sum, i, k) => sum + i * (strides[k] ?? 0), offset)
    for (let k = shape.length - 1; k >= 0; k--) {
      const next = (index[k] ?? 0) + 1
      index[k] = next === shape[k] ? 0 : next
      if (index[k] !== 0) break
    }
    return values[at] ?? Number.NaN
  })
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1
  for (let k = shape.length - 1; k >= 0; k--) {
    const size = shape[k] ?? 1
    if (size !== 1 && strides[k] !== step) return false
    step *= size
  }
  return true
}

function inPlace<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, error.values, error.place === '' ? place : `${place}: ${error.place}`)
  }
}

const broken = (reason: string, place = ''): Refusal => new Refusal('weights/broken', { reason }, place)
