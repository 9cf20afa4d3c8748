import { InternalError } from '../util/internalError'
import { dataType, encodeModel } from './onnxModel'
import type { Attribute, Dim, ElementType, Initializer, OnnxNode, TensorInfo } from './onnxModel'

/** A tensor of the graph under construction. Symbolic dimensions are strings, bound by the inputs that carry them. */
export interface Value {
  readonly id: string
  readonly shape: readonly Dim[]
  readonly type: ElementType
}

/**
 * Builds one ONNX graph node by node. Knows shapes but no gradients. Symbols that no input carries (products such as
 * `B*S`) may appear in shapes; a Reshape leaves one of them to the runtime to infer.
 */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = []
  private readonly inputs: TensorInfo[] = []
  private readonly outputs: TensorInfo[] = []
  private readonly initializers: Initializer[] = []
  private readonly constants = new Map<string, Value>()
  private readonly symbols = new Map<string, { readonly value: Value; readonly axis: number }>()
  private readonly renamed = new Map<string, string>()
  private readonly inputIds = new Set<string>()
  private nextId = 0

  constructor(private readonly name: string) {}

  // inputs, outputs, constants

  input(name: string, shape: readonly Dim[], type: ElementType = 'float32'): Value {
    const value: Value = { id: name, shape, type }
    this.inputs.push({ name, shape, type })
    this.inputIds.add(name)
    shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !this.symbols.has(dim)) this.symbols.set(dim, { value, axis })
    })
    return value
  }

  output(name: string, value: Value): void {
    let source = value
    if (this.inputIds.has(value.id) || this.renamed.has(value.id)) {
      source = this.node('Identity', [value], value.shape, {}, value.type)
    }
    this.renamed.set(source.id, name)
    this.outputs.push({ name, shape: value.shape, type: value.type })
  }

  /** Float scalar. */
  scalar(x: number): Value {
    return this.constant(`f${x}`, [], 'float32', () => Float32Array.of(x))
  }

  /** Whole numbers, shape [length]. */
  ints(values: readonly number[]): Value {
    return this.constant(`i${values.join(',')}`, [values.length], 'int64', () => BigInt64Array.from(values, BigInt))
  }

  /** Whole number scalar. */
  int(value: number): Value {
    return this.constant(`s${value}`, [], 'int64', () => BigInt64Array.of(BigInt(value)))
  }

  /** Floats, shape [length]. */
  floats(values: readonly number[]): Value {
    return this.constant(`v${values.join(',')}`, [values.length], 'float32', () => Float32Array.from(values))
  }

  // nodes

  node(
    op: string,
    inputs: readonly (Value | null)[],
    shape: readonly Dim[],
    attributes: Readonly<Record<string, Attribute>> = {},
    type: ElementType = 'float32',
  ): Value {
    const output: Value = { id: this.freshId(op), shape, type }
    this.nodes.push({ op, inputs: inputs.map((v) => v?.id ?? ''), outputs: [output.id], attributes })
    return output
  }

  add(a: Value, b: Value): Value {
    return this.broadcast('Add', a, b)
  }

  sub(a: Value, b: Value): Value {
    return this.broadcast('Sub', a, b)
  }

  mul(a: Value, b: Value): Value {
    return this.broadcast('Mul', a, b)
  }

  div(a: Value, b: Value): Value {
    return this.broadcast('Div', a, b)
  }

  unary(op: 'Relu' | 'Tanh' | 'Sqrt' | 'Reciprocal' | 'Exp' | 'Neg', a: Value): Value {
    return this.node(op, [a], a.shape)
  }

  /** Batched matrix product; leading dimensions are those of `a`. */
  matMul(a: Value, b: Value): Value {
    return this.node('MatMul', [a, b], [...a.shape.slice(0, -1), dimAt(b, -1)])
  }

  /** op(a) op(b) + c for matrices, op = transpose where asked. */
  gemm(a: Value, b: Value, transA: boolean, transB: boolean, c: Value | null = null): Value {
    const shape = [dimAt(a, transA ? 1 : 0), dimAt(b, transB ? 0 : 1)]
    return this.node('Gemm', c ? [a, b, c] : [a, b], shape, { transA: transA ? 1 : 0, transB: transB ? 1 : 0 })
  }

  transpose(a: Value, perm: readonly number[]): Value {
    const shape = perm.map((axis) => dimAt(a, axis))
    return this.node('Transpose', [a], shape, { perm }, a.type)
  }

  reshape(a: Value, shape: readonly Dim[]): Value {
    return this.node('Reshape', [a, this.shapeVector(shape)], shape, {}, a.type)
  }

  unsqueeze(a: Value, axis: number): Value {
    const shape = [...a.shape.slice(0, axis), 1, ...a.shape.slice(axis)]
    return this.node('Unsqueeze', [a, this.ints([axis])], shape, {}, a.type)
  }

  squeeze(a: Value, axis: number): Value {
    const shape = [...a.shape.slice(0, axis), ...a.shape.slice(axis + 1)]
    return this.node('Squeeze', [a, this.ints([axis])], shape, {}, a.type)
  }

  /** Sum over `axes`; kept as size 1 when `keep`. */
  reduceSum(a: Value, axes: readonly number[], keep: boolean): Value {
    const shape: Dim[] = []
    a.shape.forEach((dim, axis) => {
      if (!axes.includes(axis)) shape.push(dim)
      else if (keep) shape.push(1)
    })
    return this.node('ReduceSum', [a, this.ints(axes)], shape, { keepdims: keep ? 1 : 0 })
  }

  gather(table: Value, indices: Value, axis = 0): Value {
    const shape = [...table.shape.slice(0, axis), ...indices.shape, ...table.shape.slice(axis + 1)]
    return this.node('Gather', [table, indices], shape, { axis }, table.type)
  }

  concat(values: readonly Value[], axis: number, size: Dim): Value {
    const first = values[0]
    if (!first) throw new InternalError('concat of nothing')
    const shape = first.shape.map((dim, i) => (i === axis ? size : dim))
    return this.node('Concat', values, shape, { axis }, first.type)
  }

  /** Equal parts along `axis`. */
  split(a: Value, axis: number, parts: number): Value[] {
    const size = dimAt(a, axis)
    if (typeof size !== 'number' || size % parts !== 0) throw new InternalError(`split of ${size} in ${parts}`)
    const shape = a.shape.map((dim, i) => (i === axis ? size / parts : dim))
    const outputs = Array.from({ length: parts }, (): Value => ({ id: this.freshId('Split'), shape, type: a.type }))
    this.nodes.push({
      op: 'Split',
      inputs: [a.id],
      outputs: outputs.map((v) => v.id),
      attributes: { axis, num_outputs: parts },
    })
    return outputs
  }

  /** Elements [start, end) along `axis`; a negative start counts from the end. */
  slice(a: Value, axis: number, start: number, end: number, size: Dim): Value {
    const shape = a.shape.map((dim, i) => (i === axis ? size : dim))
    return this.node('Slice', [a, this.ints([start]), this.ints([end]), this.ints([axis])], shape, {}, a.type)
  }

  /** Over the last axis. */
  softmax(a: Value): Value {
    return this.node('Softmax', [a], a.shape, { axis: -1 })
  }

  /** Over the last axis. */
  logSoftmax(a: Value): Value {
    return this.node('LogSoftmax', [a], a.shape, { axis: -1 })
  }

  cast(a: Value, type: ElementType): Value {
    return this.node('Cast', [a], a.shape, { to: dataType(type) }, type)
  }

  zeros(shape: readonly Dim[]): Value {
    return this.node('ConstantOfShape', [this.fullShape(shape)], shape)
  }

  /** `a` repeated to `shape`, every symbol of which an input carries. */
  expand(a: Value, shape: readonly Dim[]): Value {
    return this.node('Expand', [a, this.fullShape(shape)], shape, {}, a.type)
  }

  /** The graph as the bytes of an ONNX model. */
  build(): Uint8Array {
    const nameOf = (id: string): string => this.renamed.get(id) ?? id
    const nodes = this.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(nameOf),
      outputs: node.outputs.map(nameOf),
    }))
    return encodeModel({
      name: this.name,
      nodes,
      inputs: this.inputs,
      outputs: this.outputs,
      initializers: this.initializers,
    })
  }

  private broadcast(op: string, a: Value, b: Value): Value {
    const rank = Math.max(a.shape.length, b.shape.length)
    const shape = Array.from({ length: rank }, (_, i): Dim => {
      const x = a.shape[i - rank + a.shape.length] ?? 1
      const y = b.shape[i - rank + b.shape.length] ?? 1
      return x === 1 ? y : x
    })
    return this.node(op, [a, b], shape)
  }

  /** A Reshape target: one symbol may be left to inference, so the first one is when an input does not carry it. */
  private shapeVector(shape: readonly Dim[]): Value {
    const symbolic = shape.flatMap((dim, axis) => (typeof dim === 'string' ? [axis] : []))
    const unknown = symbolic.filter((axis) => !this.symbols.has(String(shape[axis])))
    if (unknown.length > 1) throw new InternalError(`reshape to [${shape.join(', ')}]: more than one unknown`)
    const inferred = unknown[0] ?? symbolic[0]
    return this.fullShape(shape.map((dim, axis) => (axis === inferred ? -1 : dim)))
  }

  private fullShape(shape: readonly Dim[]): Value {
    if (shape.every((dim) => typeof dim === 'number')) return this.ints(shape)
    const key = `shape ${shape.join(',')}`
    const known = this.constants.get(key)
    if (known) return known
    const parts = shape.map((dim) => (typeof dim === 'number' ? this.ints([dim]) : this.sizeOf(dim)))
    const vector = this.node('Concat', parts, [shape.length], { axis: 0 }, 'int64')
    this.constants.set(key, vector)
    return vector
  }

  private sizeOf(symbol: string): Value {
    const key = `size ${symbol}`
    const known = this.constants.get(key)
    if (known) return known
    const carrier = this.symbols.get(symbol)
    if (!carrier) throw new InternalError(`no input carries dimension ${symbol}`)
    const { value, axis } = carrier
    const size = this.node('Shape', [value], [1], { start: axis, end: axis + 1 }, 'int64')
    this.constants.set(key, size)
    return size
  }

  private constant(
    key: string,
    shape: readonly number[],
    type: ElementType,
    data: () => Float32Array | BigInt64Array,
  ): Value {
    const known = this.constants.get(key)
    if (known) return known
    const value: Value = { id: this.freshId('const'), shape, type }
    this.initializers.push({ name: value.id, shape, type, data: data() })
    this.constants.set(key, value)
    return value
  }

  private freshId(prefix: string): string {
    return `${prefix}_${this.nextId++}`
  }
}

/** The size of one axis; negative counts from the end. */
export function dimAt(value: Value, axis: number): Dim {
  const dim = value.shape.at(axis)
  if (dim === undefined) throw new InternalError(`${value.id} has no axis ${axis}`)
  return dim
}

/** The size of an axis that must be a number. */
export function sizeAt(value: Value, axis: number): number {
  const dim = dimAt(value, axis)
  if (typeof dim !== 'number') throw new InternalError(`axis ${axis} of ${value.id} is symbolic`)
  return dim
}
