import type { WeightView } from '../../core/onnx/t5/parameters'
import type { Feeds, OrtModule } from './ortRuntime'

/**
 * Tensors over the pieces of a flat vector, named `prefix + view name` and limited to `names` if given. Nothing is
 * copied: later changes of the vector are seen by runs, and runs that write a tensor write the vector.
 */
export function weightTensors(
  ort: OrtModule,
  views: readonly WeightView[],
  vector: Float32Array,
  { prefix = '', names = null }: { readonly prefix?: string; readonly names?: readonly string[] | null } = {},
): Feeds {
  const feeds: Feeds = {}
  for (const { name, offset, size, shape } of views) {
    if (names && !names.includes(name)) continue
    feeds[`${prefix}${name}`] = new ort.Tensor('float32', vector.subarray(offset, offset + size), shape)
  }
  return feeds
}
