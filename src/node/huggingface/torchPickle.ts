import { isKind, readPickle, type PickleRules, type PickleValue } from './pickle'
import { Refusal } from './refusal'
import { elementCount, FLOAT_BYTES, type FloatType } from './storedTensor'

/** A tensor as data.pkl describes it: a view of a storage, which is a file of the archive. */
export interface TorchTensor {
  readonly storage: TorchStorage
  /** element of the storage that the first element is */
  readonly offset: number
  readonly shape: readonly number[]
  /** elements from one index to the next, for each dimension */
  readonly strides: readonly number[]
}

export interface TorchStorage {
  readonly key: string
  readonly type: FloatType
  /** elements */
  readonly length: number
}

const STORAGES: ReadonlyMap<string, FloatType> = new Map([
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
])
const TENSOR = 'torch._utils._rebuild_tensor_v2'
const PARAMETER = 'torch._utils._rebuild_parameter'
const ORDERED_DICT = 'collections.OrderedDict'
const ALLOWED: ReadonlySet<string> = new Set([...STORAGES.keys(), TENSOR, PARAMETER, ORDERED_DICT])
const MAX_DIMENSIONS = 16

type Host = TorchTensor | TorchStorage
type Value = PickleValue<Host>

/** The tensors of a state_dict's pickle by name. Names outside the list above refuse it; nothing is ever called. */
export function readTorchPickle(bytes: Uint8Array): Map<string, TorchTensor> {
  const top = readPickle(bytes, RULES)
  if (!isKind(top, 'dict')) throw broken('it holds no dict of tensors')
  const tensors = new Map<string, TorchTensor>()
  for (const [name, value] of top.entries) {
    const tensor = isKind(value, 'host') && 'strides' in value.value ? value.value : null
    if (!tensor || typeof name !== 'string') {
      throw broken('it is no tensor; a state_dict with nothing else is read', String(name))
    }
    tensors.set(name, checked(tensor, name))
  }
  return tensors
}

const RULES: PickleRules<Host> = {
  isAllowed: (name) => ALLOWED.has(name),

  /** ('storage', type, key, device, elements) */
  load: (id) => {
    const [word, type, key, , length] = id
    const float = isKind(type, 'global') ? STORAGES.get(type.name) : undefined
    if (word !== 'storage' || float === undefined || typeof key !== 'string' || !isSize(length)) {
      throw broken('a storage that is not (storage, type, key, device, elements)')
    }
    return { kind: 'host', value: { key, type: float, length } }
  },

  call: (name, args) => {
    if (name === ORDERED_DICT && args.length === 0) return { kind: 'dict', entries: new Map(), isOrdered: true }
    if (name === PARAMETER) return args[0] // (tensor, requires_grad, hooks)
    return name === TENSOR ? tensorOf(args) : undefined
  },
}

/** (storage, offset, shape, strides, requires_grad, hooks[, metadata]) */
function tensorOf([storage, offset, shape, strides]: readonly Value[]): Value {
  const held = isKind(storage, 'host') && 'key' in storage.value ? storage.value : null
  const [sizes, steps] = [sizesOf(shape), sizesOf(strides)]
  if (!held || !isSize(offset) || !sizes || sizes.length !== steps?.length) {
    throw broken('a tensor that is not (storage, offset, shape, strides, ...)')
  }
  return { kind: 'host', value: { storage: held, offset, shape: sizes, strides: steps } }
}

/** A view may reorder its storage, but neither leave it nor be larger than it. */
function checked(tensor: TorchTensor, name: string): TorchTensor {
  const { storage, offset, shape, strides } = tensor
  const count = elementCount(shape)
  if (count === 0) return tensor
  const last = shape.reduce((sum, size, k) => sum + (size - 1) * (strides[k] ?? 0), offset)
  if (!(count <= storage.length && last < storage.length)) {
    throw broken(`[${shape.join(', ')}] from ${offset} leaves its storage of ${storage.length} values`, name)
  }
  if (!Number.isSafeInteger(storage.length * FLOAT_BYTES[storage.type])) throw broken('a storage too large', name)
  return tensor
}

function sizesOf(value: Value | undefined): number[] | null {
  if (!isKind(value, 'tuple') || value.items.length > MAX_DIMENSIONS) return null
  return value.items.every(isSize) ? value.items : null
}

const isSize = (value: Value | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const broken = (reason: string, place = ''): Refusal => new Refusal('weights/broken', { reason }, place)
