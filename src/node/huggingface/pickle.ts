import { Refusal } from './refusal'

/**
 * A pickle is a program for a stack machine that may call any Python function. This machine knows the few instructions
 * that plain data and PyTorch's tensors need, and calls nothing: a name becomes a marker, and what "calling" a marker
 * gives is up to `PickleRules`. Every other instruction and every other name refuses the file.
 */
export type PickleValue<T> =
  | null
  | boolean
  | number
  | string
  | { readonly kind: 'list'; readonly items: PickleValue<T>[] }
  | { readonly kind: 'tuple'; readonly items: PickleValue<T>[] }
  | { readonly kind: 'dict'; readonly entries: Map<string | number, PickleValue<T>>; readonly isOrdered: boolean }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'host'; readonly value: T }

export interface PickleRules<T> {
  /** whether `module.name` may occur */
  isAllowed(name: string): boolean
  /** what calling the marker of `name` stands for; undefined where it is not to be called so */
  call(name: string, args: readonly PickleValue<T>[]): PickleValue<T> | undefined
  /** what a persistent id stands for */
  load(id: readonly PickleValue<T>[]): PickleValue<T>
}

/** Names for messages of instructions that we refuse. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [0x69, 'INST'],
  [0x6f, 'OBJ'],
  [0x81, 'NEWOBJ'],
  [0x92, 'NEWOBJ_EX'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
  [0x50, 'PERSID'],
  [0x97, 'NEXT_BUFFER'],
])

export function readPickle<T>(bytes: Uint8Array, rules: PickleRules<T>): PickleValue<T> {
  return new Unpickler(bytes, rules).run()
}

class Unpickler<T> {
  private at = 0
  private readonly view: DataView
  private readonly stack: PickleValue<T>[] = []
  private readonly marks: number[] = []
  private readonly memo = new Map<number, PickleValue<T>>()

  constructor(
    private readonly bytes: Uint8Array,
    private readonly rules: PickleRules<T>,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Ends at STOP or at the end of the bytes; each instruction takes at least one of them. */
  run(): PickleValue<T> {
    for (;;) {
      const code = this.view.getUint8(this.take(1))
      if (code === 0x2e) break // STOP
      if (!this.data(code) && !this.structure(code) && !this.object(code)) {
        const name = REFUSED.get(code) ?? `0x${code.toString(16).padStart(2, '0')}`
        throw this.unsafe(`the instruction ${name} is not one that weights need`)
      }
    }
    const top = this.pop()
    if (this.stack.length > 0) throw this.broken('values are left over')
    return top
  }

  private data(code: number): boolean {
    switch (code) {
      case 0x80: // PROTO
        if (this.view.getUint8(this.take(1)) > 5) throw this.broken('a protocol later than 5')
        return true
      case 0x95: // FRAME: a hint for reading ahead
        this.take(8)
        return true
      case 0x4e: // NONE
        return this.push(null)
      case 0x88: // NEWTRUE
        return this.push(true)
      case 0x89: // NEWFALSE
        return this.push(false)
      case 0x4b: // BININT1
        return this.push(this.view.getUint8(this.take(1)))
      case 0x4d: // BININT2
        return this.push(this.view.getUint16(this.take(2), true))
      case 0x4a: // BININT
        return this.push(this.view.getInt32(this.take(4), true))
      case 0x8a: // LONG1
        return this.push(this.long(this.view.getUint8(this.take(1))))
      case 0x47: // BINFLOAT
        return this.push(this.view.getFloat64(this.take(8), false))
      case 0x8c: // SHORT_BINUNICODE
        return this.push(this.text(this.view.getUint8(this.take(1))))
      case 0x58: // BINUNICODE
        return this.push(this.text(this.view.getUint32(this.take(4), true)))
      default:
        return false
    }
  }

  private structure(code: number): boolean {
    switch (code) {
      case 0x28: // MARK
        this.marks.push(this.stack.length)
        return true
      case 0x29: // EMPTY_TUPLE
        return this.push({ kind: 'tuple', items: [] })
      case 0x5d: // EMPTY_LIST
        return this.push({ kind: 'list', items: [] })
      case 0x7d: // EMPTY_DICT
        return this.push({ kind: 'dict', entries: new Map(), isOrdered: false })
      case 0x74: // TUPLE
        return this.push({ kind: 'tuple', items: this.popToMark() })
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.push({ kind: 'tuple', items: this.popMany(code - 0x84) })
      case 0x61: // APPEND
        return this.append(this.popMany(1))
      case 0x65: // APPENDS
        return this.append(this.popToMark())
      case 0x73: // SETITEM
        return this.setItems(this.popMany(2))
      case 0x75: // SETITEMS
        return this.setItems(this.popToMark())
      case 0x94: // MEMOIZE
        return this.remember(this.memo.size)
      case 0x71: // BINPUT
        return this.remember(this.view.getUint8(this.take(1)))
      case 0x72: // LONG_BINPUT
        return this.remember(this.view.getUint32(this.take(4), true))
      case 0x68: // BINGET
        return this.recall(this.view.getUint8(this.take(1)))
      case 0x6a: // LONG_BINGET
        return this.recall(this.view.getUint32(this.take(4), true))
      default:
        return false
    }
  }

  private object(code: number): boolean {
    switch (code) {
      case 0x63: // GLOBAL
        return this.global(this.line(), this.line())
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.popMany(2)
        if (typeof module !== 'string' || typeof name !== 'string') throw this.broken('a name that is no text')
        return this.global(module, name)
      }
      case 0x51: {
        // BINPERSID
        const id = this.pop()
        if (!isKind(id, 'tuple')) throw this.broken('a persistent id that is no tuple')
        return this.push(this.rules.load(id.items))
      }
      case 0x52: {
        // REDUCE
        const [callee, args] = this.popMany(2)
        if (!isKind(callee, 'global')) throw this.unsafe('a call of something that is no name')
        if (!isKind(args, 'tuple')) throw this.broken(`a call of ${callee.name} without a tuple`)
        const value = this.rules.call(callee.name, args.items)
        if (value === undefined) throw this.unsafe(`a call of ${callee.name} that tensors do not need`)
        return this.push(value)
      }
      case 0x62: {
        // BUILD: a state_dict carries its format's version so; it tells nothing of the weights
        const state = this.pop()
        const target = this.stack.at(-1)
        if (isKind(state, 'dict') && isKind(target, 'dict') && target.isOrdered) return true
        throw this.unsafe('the instruction BUILD on something that is no OrderedDict')
      }
      default:
        return false
    }
  }

  private global(module: string, name: string): true {
    const full = `${module}.${name}`
    if (!this.rules.isAllowed(full)) throw this.unsafe(`it names ${JSON.stringify(full)}, which weights do not need`)
    return this.push({ kind: 'global', name: full })
  }

  private append(items: readonly PickleValue<T>[]): true {
    const list = this.stack.at(-1)
    if (!isKind(list, 'list')) throw this.broken('items for something that is no list')
    for (const item of items) list.items.push(item)
    return true
  }

  private setItems(items: readonly PickleValue<T>[]): true {
    const dict = this.stack.at(-1)
    if (!isKind(dict, 'dict') || items.length % 2 === 1) throw this.broken('entries for something that is no dict')
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]
      if (typeof key !== 'string' && typeof key !== 'number') throw this.broken('a key that is no text or number')
      dict.entries.set(key, items[i + 1] ?? null)
    }
    return true
  }

  private push(value: PickleValue<T>): true {
    this.stack.push(value)
    return true
  }

  /** Never below the last mark: what lies there belongs to another collection. */
  private pop(): PickleValue<T> {
    const value = this.stack.length > (this.marks.at(-1) ?? 0) ? this.stack.pop() : undefined
    if (value === undefined) throw this.broken('an instruction without its value')
    return value
  }

  private popMany(count: number): PickleValue<T>[] {
    return Array.from({ length: count }, () => this.pop()).reverse()
  }

  private popToMark(): PickleValue<T>[] {
    const mark = this.marks.pop()
    if (mark === undefined) throw this.broken('an instruction without its mark')
    return this.stack.splice(mark)
  }

  private remember(index: number): true {
    const top = this.stack.at(-1)
    if (top === undefined) throw this.broken('nothing to remember')
    this.memo.set(index, top)
    return true
  }

  private recall(index: number): true {
    const value = this.memo.get(index)
    if (value === undefined) throw this.broken(`value ${index} was never remembered`)
    return this.push(value)
  }

  private long(length: number): number {
    const at = this.take(length)
    if (length > 8) throw this.broken('a whole number of more than 8 bytes')
    let value = 0n
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.view.getUint8(at + i))
    return Number(BigInt.asIntN(8 * length, value))
  }

  private text(length: number): string {
    const at = this.take(length)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes.subarray(at, at + length))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw this.broken('a text that is no UTF-8')
    }
  }

  /** ASCII up to a line feed */
  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end < 0) throw this.broken('it is cut short')
    return this.text(end + 1 - this.at).slice(0, -1)
  }

  /** Steps over `length` bytes and gives where they begin. */
  private take(length: number): number {
    const at = this.at
    if (length > this.bytes.length - at) throw this.broken('it is cut short')
    this.at += length
    return at
  }

  private broken(reason: string): Refusal {
    return new Refusal('weights/broken', { reason }, `byte ${this.at}`)
  }

  private unsafe(reason: string): Refusal {
    return new Refusal('weights/unsafe', { reason }, `byte ${this.at}`)
  }
}

type Kind = Extract<PickleValue<unknown>, object>['kind']

export function isKind<T, K extends Kind>(
  value: PickleValue<T> | undefined,
  kind: K,
): value is Extract<PickleValue<T>, { kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}
