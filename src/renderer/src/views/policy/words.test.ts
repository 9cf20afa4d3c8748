import { describe, expect, it } from 'vitest'
import { Grid } from '../../../../core/grid/grid'
import { encodeCompact } from '../../../../core/policy/encodeCompact'
import { readCompact } from '../../../../core/policy/readCompact'
import type { PolicySample } from '../../../../ipc/contract'
import { DEVICES, deviceWords } from './deviceWords'
import { positionTitle, positionWords } from './positionWords'
import { failureWords, probabilityText, tokenLines, verdictOf } from './sampleWords'

describe('positions in words', () => {
  it('names sizes, colours and cells', () => {
    const input = Grid.fromRows([[0, 1, 2]])
    const positions = readCompact(encodeCompact([{ input, output: Grid.fromRows([[3]]) }], 99))
    expect(positions.map((position) => [positionTitle(position), ...positionWords(position)])).toEqual([
      ['Sizes of both grids', 'input: 1 row, 3 columns', 'output: 1 row, 1 column'],
      ['Colours of the input', 'black, blue, red'],
      ['Colours of the output', 'green'],
      [
        '2×2 cells, patch row 1, column 1',
        'input: black blue / outside outside',
        'output: green outside / outside outside',
      ],
      ['2×2 cells, patch row 1, column 2', 'input: red outside / outside outside', 'output: all outside'],
    ])
  })
})

describe('devices in words', () => {
  const words = (provider: string, reason: string): string => {
    const device = DEVICES.find((one) => one.provider === provider)
    if (!device) throw new Error(provider)
    return deviceWords(device, { provider: device.provider, works: reason === '', reason })
  }
  it('says what is missing for what the runtime says, and hides nothing it does not know', () => {
    expect(words('cpu', '')).toBe('')
    expect(words('dml', 'no available backend found. ERR: [dml] backend not found.')).toBe('Only on Windows.')
    expect(words('cuda', 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library')).toMatch(
      /NVIDIA GPU.*libraries are not installed/,
    )
    expect(words('webgpu', 'Failed to get a WebGPU adapter: No supported adapters')).toMatch(/No such GPU was found/)
    expect(words('cuda', "the policy's process ended (signal SIGSEGV)")).toMatch(/crashed/)
    expect(words('cuda', 'out of paper')).toContain('out of paper')
  })
})

describe('samples in words', () => {
  const sample: PolicySample = {
    program: 'O = hmirror(I)',
    tokens: ['vmirror', 'I', '<line>', 'hmirror', 'x1'],
    tokenLogProbabilities: [-0.5, -1, -2, -3, -4, -5],
    logProbability: -15.5,
    ended: true,
    times: 1,
    parsed: true,
    executed: true,
    valid: true,
    demosRight: 0,
    demos: 3,
    failure: null,
    outputs: [],
  }
  it('says how far each came', () => {
    const verdict = (changes: Partial<PolicySample>): string => verdictOf({ ...sample, ...changes }).text
    expect(verdict({ parsed: false })).toBe('not a program')
    expect(verdict({ executed: false, valid: false })).toBe('fails when run')
    expect(verdict({ valid: false })).toBe('gives no grid')
    expect(verdict({})).toBe('wrong grids')
    expect(verdict({ demosRight: 2 })).toBe('right on 2 of 3')
    expect(verdict({ demosRight: 3 })).toBe('right on all 3')
  })

  it('says why it failed without open places', () => {
    expect(failureWords(null)).toBe('')
    expect(failureWords('run/depth')).toBe('Stopped: functions nested too deeply.')
    for (const code of [
      'syntax/expected',
      'name/unknown',
      'run/primitive',
      'type/arity',
      'syntax/tuple',
      'run/size',
      'run/not-a-grid',
    ]) {
      expect(failureWords(code)).toMatch(/^[A-Z][^{}]+\.$/)
    }
  })

  it('writes probabilities as far as they can be read', () => {
    expect([-0.1, -3, -12].map(probabilityText)).toEqual(['90 %', '5.0 %', '6e-6'])
  })

  it('breaks tokens where the program has lines, with the end and its probability', () => {
    expect(
      tokenLines(sample).map((line) => line.map(({ name, logProbability }) => `${name} ${logProbability}`)),
    ).toEqual([
      ['vmirror -0.5', 'I -1', '<line> -2'],
      ['hmirror -3', 'x1 -4', '<end> -5'],
    ])
    const plain = { ...sample, tokenLogProbabilities: null, ended: false }
    expect(tokenLines(plain).flat().map(({ name }) => name)).toEqual(sample.tokens) // prettier-ignore
    expect(tokenLines(plain).flat().every(({ logProbability }) => logProbability === null)).toBe(true) // prettier-ignore
  })
})
