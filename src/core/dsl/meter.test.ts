import { describe, expect, it } from 'vitest'
import { charge, DEFAULT_BUDGET, DslStop, startMeter, stepsUsed, stopOf, type Budget } from './meter'
import { call1, call2 } from './primitives/call'
import { lookup, primitiveValue } from './primitives'
import { pairOf, setOf, tupleOf, valueFromJson, type Value } from './value'

const named = (name: string): Value => lookup(name)?.value ?? null

/** Runs under a budget and gives the code of the stop, or the value. */
function runUnder(budget: Partial<Budget>, body: () => Value): Value | string {
  startMeter({ ...DEFAULT_BUDGET, ...budget })
  try {
    return body()
  } catch (error) {
    const stop = stopOf(error)
    if (stop === null) throw error
    return stop.code
  }
}

describe('steps', () => {
  it('are counted from the start of the run', () => {
    startMeter(DEFAULT_BUDGET)
    charge(5)
    charge(7)
    expect(stepsUsed()).toBe(12)
  })

  it('stop a chain of composes that doubles its work line by line', () => {
    const stopped = runUnder({ steps: 100_000 }, () => {
      let f = named('increment')
      for (let line = 0; line < 60; line++) f = call2(named('compose'), f, f)
      return call1(f, 0)
    })
    expect(stopped).toBe('run/steps')
    expect(stepsUsed()).toBeLessThan(110_000)
  })

  it('stop powers of powers', () => {
    const stopped = runUnder({ steps: 1_000_000 }, () => {
      let f = named('increment')
      for (let line = 0; line < 6; line++) f = call2(named('power'), f, 800)
      return call1(f, 0)
    })
    expect(stopped).toBe('run/steps')
  })

  it('leave a run alone that stays inside', () => {
    expect(runUnder({}, () => call1(call2(named('power'), named('double'), 10), 1))).toBe(1024)
  })
})

describe('sizes', () => {
  const grid = (): Value => tupleOf([pairOf(1, 2), pairOf(3, 4)])
  const everyThousand = (): Value => tupleOf(Array.from({ length: 1000 }, (_, k) => k))

  it.each<[string, () => Value]>([
    ['canvas', () => call2(named('canvas'), 0, pairOf(1_000_000_000, 1_000_000_000))],
    ['canvas without columns', () => call2(named('canvas'), 0, pairOf(1_000_000_000, 0))],
    ['upscale', () => call2(named('upscale'), grid(), 1_000_000_000)],
    ['upscale of an object', () => call2(named('upscale'), call1(named('asobject'), grid()), 1_000_000_000)],
    ['hupscale', () => call2(named('hupscale'), grid(), 1_000_000_000)],
    ['vupscale', () => call2(named('vupscale'), grid(), 1_000_000_000)],
    ['product', () => call2(named('product'), everyThousand(), everyThousand())],
    ['repeat', () => call2(named('repeat'), 1, 1_000_000_000)],
    ['connect', () => call2(named('connect'), pairOf(0, 0), pairOf(0, 1_000_000_000))],
    ['backdrop', () => call1(named('backdrop'), setOf([pairOf(0, 0), pairOf(90_000, 90_000)]))],
    ['outbox', () => call1(named('outbox'), setOf([pairOf(0, 0), pairOf(9_000_000, 9_000_000)]))],
    ['multiply of a vector of vectors', () => call2(named('multiply'), 1_000_000_000, grid())],
  ])('%s is refused before it is built', (_, body) => {
    expect(runUnder({}, body)).toBe('run/size')
  })

  it('are limited while a value grows step by step', () => {
    const stopped = runUnder({}, () => {
      let tuple: Value = pairOf(1, 2)
      for (let line = 0; line < 40; line++) tuple = call2(named('combine'), tuple, tuple)
      return tuple
    })
    expect(stopped).toBe('run/size')
  })

  it('are limited for grids that are joined', () => {
    const stopped = runUnder({}, () => {
      let joined = grid()
      for (let line = 0; line < 40; line++) joined = call2(named(line % 2 ? 'hconcat' : 'vconcat'), joined, joined)
      return joined
    })
    expect(stopped).toBe('run/size')
  })
})

describe('depth', () => {
  it('stops a function that applies itself for ever', () => {
    // g(x) = {x(x)}, so g(g) never ends
    const stopped = runUnder({}, () => {
      const rapply = primitiveValue('rapply')
      const fork = primitiveValue('fork')
      const g = fork?.run(rapply, named('initset'), named('identity'), null) ?? null
      return call1(g, g)
    })
    expect(stopped).toBe('run/depth')
    expect(stepsUsed()).toBeLessThan(1000) // long before the JavaScript stack ends
  })

  it('stops values that nest without end', () => {
    expect(runUnder({}, () => call1(call2(named('power'), named('initset'), 800), 1))).toBe('run/depth')
  })

  it('stops functions that are built from each other without end', () => {
    const stopped = runUnder({}, () => {
      let f = named('increment')
      for (let line = 0; line < 5000; line++) f = call2(named('compose'), named('identity'), f)
      return call1(f, 0)
    })
    expect(stopped).toBe('run/depth')
  })

  it.each([0, -3, 1_000_000])('refuses a power of %d', (n) => {
    expect(runUnder({}, () => call2(named('power'), named('increment'), n))).toBe('run/depth')
  })

  it('counts calls inside each other, not one after another', () => {
    const twice = (): Value => call1(call2(named('compose'), named('double'), named('double')), 1)
    expect(runUnder({ depth: 2 }, twice)).toBe(4)
    expect(runUnder({ depth: 1 }, twice)).toBe('run/depth')
  })

  it('is counted anew for each run', () => {
    runUnder({ depth: 1 }, () => call1(call2(named('compose'), named('double'), named('double')), 1))
    expect(runUnder({ depth: 1 }, () => call1(named('double'), 1))).toBe(2)
  })
})

describe('deadline', () => {
  it('is polled now and then and stops the run', () => {
    let polls = 0
    const deadline = (): boolean => ++polls > 3
    const stopped = runUnder({ deadline }, () => {
      for (;;) charge(1)
    })
    expect(stopped).toBe('run/time')
    expect(polls).toBe(4)
    expect(stepsUsed()).toBeLessThan(40_000)
  })
})

describe('meteredApart', () => {
  it('neither uses nor needs the budget of the run in progress', () => {
    runUnder({ steps: 3 }, () => {
      charge(4)
      return null
    })
    const used = stepsUsed()
    expect(valueFromJson([[1, 2], { s: [1, [2], 3] }], primitiveValue).ok).toBe(true)
    expect(stepsUsed()).toBe(used)
    expect(() => charge(1)).toThrow()
  })

  it('gives the budget back after a failure', () => {
    startMeter(DEFAULT_BUDGET)
    expect(valueFromJson({ c: 'power', a: [{ f: 'add' }, 0] }, primitiveValue)).toMatchObject({ ok: false })
    expect(stepsUsed()).toBe(0)
  })
})

describe('stopOf', () => {
  it('takes exhaustion of the stack for a stop, and nothing else', () => {
    const stop = new DslStop('run/primitive', 'because')
    expect(stopOf(stop)).toBe(stop)
    expect(stopOf(new RangeError('Maximum call stack size exceeded'))?.code).toBe('run/depth')
    expect(stopOf(new TypeError('ours'))).toBeNull()
  })
})
