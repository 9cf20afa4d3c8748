import { ProtobufWriter } from './protobufWriter'

/** The part of ONNX's ModelProto that our graphs use, and its bytes. Field numbers are those of onnx.proto. */
export type Dim = number | string
export type ElementType = 'float32' | 'int64' | 'int32' | 'bool'

export interface TensorInfo {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly Dim[]
}

export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: Float32Array | BigInt64Array
}

/** number = INT, string = STRING, list = INTS */
export type Attribute = number | string | readonly number[]

export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  readonly initializers: readonly Initializer[]
}

const DATA_TYPE: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }
const IR_VERSION = 9
const OPSET = 18

export function dataType(type: ElementType): number {
  return DATA_TYPE[type]
}

export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = new ProtobufWriter(1 << 16)
  model.int(1, IR_VERSION)
  model.text(2, 'codeit-workbench')
  model.message(7, (w) => writeGraph(w, graph))
  model.message(8, (w) => {
    w.text(1, '')
    w.int(2, OPSET)
  })
  return model.finish()
}

function writeGraph(w: ProtobufWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) w.message(1, (inner) => writeNode(inner, node))
  w.text(2, graph.name)
  for (const tensor of graph.initializers) w.message(5, (inner) => writeInitializer(inner, tensor))
  for (const info of graph.inputs) w.message(11, (inner) => writeInfo(inner, info))
  for (const info of graph.outputs) w.message(12, (inner) => writeInfo(inner, info))
}

function writeNode(w: ProtobufWriter, node: OnnxNode): void {
  for (const name of node.inputs) w.text(1, name)
  for (const name of node.outputs) w.text(2, name)
  w.text(3, node.outputs[0] ?? node.op)
  w.text(4, node.op)
  for (const [name, value] of Object.entries(node.attributes))
    w.message(5, (inner) => writeAttribute(inner, name, value))
}

function writeAttribute(w: ProtobufWriter, name: string, value: Attribute): void {
  w.text(1, name)
  if (typeof value === 'number') {
    w.int(3, value)
    w.int(20, 2)
  } else if (typeof value === 'string') {
    w.text(4, value)
    w.int(20, 3)
  } else {
    for (const item of value) w.int(8, item)
    w.int(20, 7)
  }
}

function writeInitializer(w: ProtobufWriter, tensor: Initializer): void {
  for (const size of tensor.shape) w.int(1, size)
  w.int(2, DATA_TYPE[tensor.type])
  w.text(8, tensor.name)
  w.raw(9, new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength))
}

function writeInfo(w: ProtobufWriter, info: TensorInfo): void {
  w.text(1, info.name)
  w.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.int(1, DATA_TYPE[info.type])
      tensor.message(2, (shape) => {
        for (const dim of info.shape) {
          shape.message(1, (d) => (typeof dim === 'number' ? d.int(1, dim) : d.text(2, dim)))
        }
      })
    }),
  )
}
