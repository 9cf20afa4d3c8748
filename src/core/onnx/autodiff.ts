import { InternalError } from '../util/internalError'
import type { GraphBuilder, Value } from './graphBuilder'
import type { AttributesOf, DifferentiableOp, Gradients, InputsOf, Rule } from './rule'
import { crossAttention, selfAttention } from './rules/attention'
import { crossEntropy } from './rules/crossEntropy'
import { add, geluNew, multiply, relu, scale } from './rules/elementwise'
import { bag, embed } from './rules/embedding'
import { linear } from './rules/linear'
import { positionBias } from './rules/positionBias'
import { rmsNorm } from './rules/rmsNorm'

/** One rule for every operation: a missing one does not compile. */
export const RULES: { readonly [Op in DifferentiableOp]: Rule<Op> } = {
  add,
  multiply,
  scale,
  relu,
  geluNew,
  linear,
  bag,
  embed,
  rmsNorm,
  positionBias,
  selfAttention,
  crossAttention,
  crossEntropy,
}

/**
 * Reverse-mode differentiation over a graph under construction: `apply` emits an operation's forward nodes and remembers
 * it where a gradient will be asked for; `backward` emits the backward nodes in reverse order.
 */
export class Tape {
  private readonly wanted = new Set<string>()
  private readonly sums = new Map<string, Value>()
  private readonly steps: { readonly output: Value; readonly run: (gradient: Value, gradients: Gradients) => void }[] =
    []

  constructor(readonly graph: GraphBuilder) {}

  /** Asks for the gradient of `value`, before it is used. */
  watch(value: Value): void {
    this.wanted.add(value.id)
  }

  apply<Op extends DifferentiableOp>(op: Op, inputs: InputsOf<Op>, attributes: AttributesOf<Op>): Value {
    const rule: Rule<Op> = RULES[op]
    const { output, saved } = rule.forward(this.graph, inputs, attributes)
    const values: Value[] = Object.values(inputs)
    if (values.some((value) => this.wanted.has(value.id))) {
      this.wanted.add(output.id)
      const call = { inputs, attributes, output, saved }
      this.steps.push({ output, run: (gradient, gradients) => rule.backward(this.graph, call, gradient, gradients) })
    }
    return output
  }

  /** Emits the backward pass of `output`, whose own gradient is `seed`. */
  backward(output: Value, seed: Value): void {
    const gradients: Gradients = {
      wants: (value) => this.wanted.has(value.id),
      add: (value, gradient) => {
        if (!this.wanted.has(value.id)) return
        const soFar = this.sums.get(value.id)
        this.sums.set(value.id, soFar ? this.graph.add(soFar, gradient) : gradient)
      },
      addInto: (value, accumulate) => {
        if (!this.wanted.has(value.id)) return
        this.sums.set(value.id, accumulate(this.sums.get(value.id) ?? null))
      },
    }
    gradients.add(output, seed)
    for (const step of this.steps.toReversed()) {
      const gradient = this.sums.get(step.output.id)
      if (gradient) step.run(gradient, gradients)
    }
  }

  gradientOf(value: Value): Value {
    const gradient = this.sums.get(value.id)
    if (!gradient) throw new InternalError(`no gradient reaches ${value.id}`)
    return gradient
  }
}
