import type { ExperimentConfig } from './config'

/** Warm-up from 0 by steps, then linear by meta-iterations down to the final share. */
export function learningRateAt(config: ExperimentConfig, iteration: number, step: number): number {
  const warmUp = Math.min(1, (step + 1) / Math.max(1, config.warmupSteps))
  const done = config.metaIterations > 1 ? (iteration - 1) / (config.metaIterations - 1) : 0
  return config.learningRate * warmUp * (1 + done * (config.finalLearningRate - 1))
}

/** Experiences that a lesson is meant to draw; the buffer may hold fewer. */
export function plannedDraw(config: ExperimentConfig, iteration: number): number {
  return iteration === 1 ? config.firstDraw : config.seedDraw + (config.policySamples ? config.policyDraw : 0)
}
