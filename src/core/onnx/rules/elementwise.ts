import type { Rule } from '../rule'

export const add: Rule<'add'> = {
  forward: (g, { a, b }) => ({ output: g.add(a, b), saved: {} }),
  backward: (_g, { inputs: { a, b } }, dy, gradients) => {
    gradients.add(a, dy)
    gradients.add(b, dy)
  },
}

export const multiply: Rule<'multiply'> = {
  forward: (g, { a, b }) => ({ output: g.mul(a, b), saved: {} }),
  backward: (g, { inputs: { a, b } }, dy, gradients) => {
    if (gradients.wants(a)) gradients.add(a, g.mul(dy, b))
    if (gradients.wants(b)) gradients.add(b, g.mul(dy, a))
  },
}

export const scale: Rule<'scale'> = {
  forward: (g, { a }, { factor }) => ({ output: g.mul(a, g.scalar(factor)), saved: {} }),
  backward: (g, { inputs: { a }, attributes: { factor } }, dy, gradients) => {
    gradients.add(a, g.mul(dy, g.scalar(factor)))
  },
}

export const relu: Rule<'relu'> = {
  forward: (g, { a }) => ({ output: g.unary('Relu', a), saved: {} }),
  backward: (g, { inputs: { a }, output }, dy, gradients) => {
    const positive = g.node('Greater', [output, g.scalar(0)], output.shape, {}, 'bool')
    gradients.add(a, g.node('Where', [positive, dy, g.scalar(0)], output.shape))
  },
}

const GELU_CUBIC = 0.044715
const GELU_SLOPE = Math.sqrt(2 / Math.PI)

export const geluNew: Rule<'geluNew'> = {
  forward: (g, { a }) => {
    const square = g.mul(a, a)
    const slope = g.add(g.mul(square, g.scalar(GELU_SLOPE * GELU_CUBIC)), g.scalar(GELU_SLOPE))
    const tanh = g.unary('Tanh', g.mul(a, slope))
    return { output: g.mul(g.mul(a, g.scalar(0.5)), g.add(tanh, g.scalar(1))), saved: { tanh, square } }
  },
  // d/da = 0.5 (1 + t) + 0.5 a (1 - t^2) slope (1 + 3 cubic a^2)
  backward: (g, { inputs: { a }, saved: { tanh, square } }, dy, gradients) => {
    const direct = g.mul(g.add(tanh, g.scalar(1)), g.scalar(0.5))
    const inner = g.add(g.mul(square, g.scalar(1.5 * GELU_SLOPE * GELU_CUBIC)), g.scalar(0.5 * GELU_SLOPE))
    const chained = g.mul(g.mul(a, g.sub(g.scalar(1), g.mul(tanh, tanh))), inner)
    gradients.add(a, g.mul(dy, g.add(direct, chained)))
  },
}
