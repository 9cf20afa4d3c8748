import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runConformance } from './conformance'

const RECORDINGS = new URL('../../../../../shared/conformance/dsl.jsonl', import.meta.url)

describe.skipIf(!existsSync(RECORDINGS))(
  'recorded behaviour of the reference (skipped without ../shared/conformance)',
  () => {
    it('is reproduced call by call', () => {
      const report = runConformance(readFileSync(RECORDINGS, 'utf8').split('\n'))
      expect(report.failures.slice(0, 10)).toEqual([])
      expect(report).toMatchObject({ passed: 9231, failed: 0 })
    })
  },
)

describe('runConformance', () => {
  it('reports what differs, with its line', () => {
    const lines = [
      '{"f":"add","a":[1,2],"out":3}',
      '',
      '{"f":"add","a":[1,2],"out":4}',
      '{"f":"first","a":[[1]],"err":"X"}',
    ]
    expect(runConformance(lines)).toEqual({
      passed: 1,
      failed: 2,
      failures: [
        { line: 3, primitive: 'add', expected: '4', got: '3' },
        { line: 4, primitive: 'first', expected: 'failure (X)', got: '1' },
      ],
    })
  })

  it('counts any failure as right where the reference raised, and calls functions with `then`', () => {
    const lines = [
      '{"f":"divide","a":[1,0],"err":"ZeroDivisionError"}',
      '{"f":"compose","a":[{"f":"double"},{"f":"increment"}],"then":[1],"out":4}',
    ]
    expect(runConformance(lines)).toEqual({ passed: 2, failed: 0, failures: [] })
  })
})
