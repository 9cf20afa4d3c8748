import { CONSTANTS, lookup, PRIMITIVE_NAMES } from '../../dsl/primitives'
import type { Program } from '../../dsl/syntax/ast'
import type { Value } from '../../dsl/value'
import { IntList } from './intList'

/** Node of the input I. */
export const INPUT_NODE = 0

/** Words of a call: callee, number of arguments, four arguments (-1 where there is none). */
const STRIDE = 6
const MOST_ARGS = 4

/** Primitives that give a grid of the shape of one of their arguments, where that is a grid, and which argument. */
const SHAPE_FROM: ReadonlyMap<string, number> = new Map([
  ...['cover', 'fill', 'hmirror', 'move', 'paint', 'replace', 'rot180', 'switch'].map((name) => [name, 0] as const),
  ...['underfill', 'underpaint', 'vmirror', 'cellwise'].map((name) => [name, 0] as const),
])

/**
 * Many programs as one graph without repetition: equal calls of equal operands are one node, so what programs share is
 * evaluated once. Nodes are I, the constants and primitives, then calls, each after its operands. A program is the list
 * of its lines' nodes; `~node` stands for a line that only gives another one a second name.
 */
export class ProgramGraph {
  /** values of the nodes that are not calls, by node; I has none */
  readonly fixed: readonly Value[]
  private readonly builtins: ReadonlyMap<string, number>
  private readonly calls = new IntList()
  /** by call: 1 where its value, if it has one, is a grid of the input's shape */
  private readonly keepsShape = new IntList()
  /** by node that is not a call: the argument that gives the shape of its result, -1 for none */
  private readonly shapeFrom: Int8Array
  private slots = new Int32Array(1 << 12).fill(-1)
  private readonly lines = new IntList()
  private readonly starts = new IntList()

  constructor() {
    const names = [...CONSTANTS.keys(), ...PRIMITIVE_NAMES]
    this.builtins = new Map(names.map((name, k) => [name, k + 1]))
    this.fixed = [null, ...names.map((name) => lookup(name)?.value ?? null)]
    this.shapeFrom = Int8Array.from(['', ...names], (name) => SHAPE_FROM.get(name) ?? -1)
    this.starts.push(0)
  }

  get nodes(): number {
    return this.fixed.length + this.calls.length / STRIDE
  }

  get programs(): number {
    return this.starts.length - 1
  }

  /** Adds a program and gives its number; null where it cannot run: an unknown name, no O, or more than four arguments. */
  add({ statements }: Program): number | null {
    if (statements[statements.length - 1]?.target.text !== 'O') return null
    const variables = new Map<string, number>([['I', INPUT_NODE]])
    const resolve = (name: string): number => variables.get(name) ?? this.builtins.get(name) ?? -1
    const start = this.lines.length
    for (const { target, callee, args } of statements) {
      const operands = args.map((arg) => resolve(arg.text))
      const called = callee ? resolve(callee.text) : 0
      if (called < 0 || operands.includes(-1) || operands.length > MOST_ARGS) {
        this.lines.length = start
        return null
      }
      const node = callee ? this.call(called, operands) : (operands[0] as number)
      this.lines.push(callee ? node : ~node)
      variables.set(target.text, node)
    }
    return this.starts.push(this.lines.length) - 2
  }

  /** Start and end of a program's lines in `lineAt`. */
  startOf(program: number): number {
    return this.starts.at(program)
  }

  lineAt(index: number): number {
    return this.lines.at(index)
  }

  /** Whether a program's result is certain to have the input's shape, if it has a result: seen from its calls alone. */
  keepsInputShape(program: number): boolean {
    const last = this.lineAt(this.startOf(program + 1) - 1)
    return this.hasInputShape(last < 0 ? ~last : last)
  }

  private hasInputShape(node: number): boolean {
    return this.isCall(node) ? this.keepsShape.at(node - this.fixed.length) === 1 : node === INPUT_NODE
  }

  isCall(node: number): boolean {
    return node >= this.fixed.length
  }

  calleeOf(node: number): number {
    return this.calls.at((node - this.fixed.length) * STRIDE)
  }

  argCountOf(node: number): number {
    return this.calls.at((node - this.fixed.length) * STRIDE + 1)
  }

  /** Operand k of a call; -1 where it has none. */
  argOf(node: number, k: number): number {
    return this.calls.at((node - this.fixed.length) * STRIDE + 2 + k)
  }

  private call(callee: number, args: readonly number[]): number {
    const { 0: a = -1, 1: b = -1, 2: c = -1, 3: d = -1 } = args
    if (this.calls.length / STRIDE > this.slots.length / 2) this.growSlots()
    let slot = this.firstSlot(callee, a, b, c, d)
    for (;;) {
      const at = this.slots[slot] as number
      if (at < 0) break
      const { words } = this.calls
      if (
        words[at] === callee &&
        words[at + 1] === args.length &&
        words[at + 2] === a &&
        words[at + 3] === b &&
        words[at + 4] === c &&
        words[at + 5] === d
      ) {
        return this.fixed.length + at / STRIDE
      }
      slot = (slot + 1) & (this.slots.length - 1)
    }
    const at = this.calls.length
    for (const word of [callee, args.length, a, b, c, d]) this.calls.push(word)
    const from = this.isCall(callee) ? -1 : (this.shapeFrom[callee] as number)
    this.keepsShape.push(from >= 0 && this.hasInputShape(args[from] ?? -1) ? 1 : 0)
    this.slots[slot] = at
    return this.fixed.length + at / STRIDE
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1)
    const { words, length } = this.calls
    for (let at = 0; at < length; at += STRIDE) {
      const [callee, , a, b, c, d] = words.subarray(at, at + STRIDE) as unknown as number[]
      let slot = this.firstSlot(callee as number, a as number, b as number, c as number, d as number)
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & (this.slots.length - 1)
      this.slots[slot] = at
    }
  }

  private firstSlot(callee: number, a: number, b: number, c: number, d: number): number {
    return mixWords(callee, a, b, c, d) & (this.slots.length - 1)
  }
}

/** A hash of five words, at least 0. */
export function mixWords(p: number, a: number, b: number, c: number, d: number): number {
  let h = Math.imul(p + 1, 0x9e3779b1)
  h = Math.imul(h ^ a, 0x85ebca6b)
  h ^= h >>> 15
  h = Math.imul(h ^ b, 0xc2b2ae35)
  h ^= h >>> 13
  h = Math.imul(h ^ c, 0x27d4eb2f)
  h ^= h >>> 15
  h = Math.imul(h ^ d, 0x165667b1)
  return (h ^ (h >>> 16)) & 0x7fffffff
}
