import { adamwGraph, adamwScalars, clipScale, squareNormGraph } from '../../core/onnx/adamw'
import type { LearnOptions } from '../../core/policy/policyPort'
import { openSession, scalarOf, type OrtModule, type Session, type SessionSettings } from './ortRuntime'

/** AdamW's state over flat vectors, updated in place. */
export class Optimizer {
  readonly m: Float32Array
  readonly v: Float32Array
  /** steps done */
  step = 0
  private sessions: { readonly adamw: Session; readonly norm: Session } | null = null

  constructor(
    private readonly ort: OrtModule,
    private readonly weights: Float32Array,
    private readonly settings: SessionSettings,
  ) {
    this.m = new Float32Array(weights.length)
    this.v = new Float32Array(weights.length)
  }

  async update(gradient: Float32Array, options: LearnOptions): Promise<void> {
    const { Tensor } = this.ort
    this.sessions ??= {
      adamw: await openSession(adamwGraph(), this.settings),
      norm: await openSession(squareNormGraph(), this.settings),
    }
    const flat = (vector: Float32Array) => new Tensor('float32', vector, [vector.length])
    let gradientScale = 1
    if (options.clipNorm > 0) {
      const { square_norm: square } = await this.sessions.norm.run({ gradient: flat(gradient) })
      gradientScale = clipScale(Math.sqrt(scalarOf(square)), options.clipNorm)
    }
    this.step++
    const hyper = adamwScalars({ ...options, step: this.step, gradientScale })
    const [weight, m, v] = [flat(this.weights), flat(this.m), flat(this.v)]
    await this.sessions.adamw.run(
      { weight, m, v, gradient: flat(gradient), hyper: new Tensor('float32', hyper, [hyper.length]) },
      { new_weight: weight, new_m: m, new_v: v },
    )
  }

  async close(): Promise<void> {
    await this.sessions?.adamw.release()
    await this.sessions?.norm.release()
    this.sessions = null
  }
}
