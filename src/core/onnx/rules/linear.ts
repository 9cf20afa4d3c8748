import type { Rule } from '../rule'

export const linear: Rule<'linear'> = {
  forward: (g, { x, w }) => ({ output: g.gemm(x, w, false, true), saved: {} }),
  backward: (g, { inputs: { x, w } }, dy, gradients) => {
    gradients.addInto(x, (soFar) => g.gemm(dy, w, false, false, soFar))
    gradients.addInto(w, (soFar) => g.gemm(dy, x, true, false, soFar))
  },
}
