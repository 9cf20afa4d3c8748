import type { PolicyShape } from '../core/policy/policyPort'

/** What people see of an architecture in one line. */
export function describeShape(shape: PolicyShape): string {
  const { encoderLayers, decoderLayers, dModel, heads, dKv, dFf, gatedGelu, vocabulary, tiedOutput } = shape
  return [
    `T5, ${encoderLayers} + ${decoderLayers} layers`,
    `width ${dModel}`,
    `${heads} heads of ${dKv}`,
    `feed-forward ${dFf} (${gatedGelu ? 'gated gelu' : 'relu'})`,
    `vocabulary ${vocabulary}`,
    tiedOutput ? 'output tied to the embeddings' : 'output of its own',
  ].join(', ')
}
