import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySourceText } from '../../../../../test/arbitraries/anySourceText'
import { checkSource } from '../../../../core/dsl/check/checkSource'
import type { Diagnostic } from '../../../../core/errors/diagnostic'
import { applyEdits } from '../textEdit'
import { quickFixesIn } from './index'

const SAMPLES = join(import.meta.dirname, '../../../../../test/samples/language/fixes')
const texts = readdirSync(SAMPLES).map((file) => {
  const [text = ''] = readFileSync(join(SAMPLES, file), 'utf8').split('\n---')
  return text.replace('<|>', '')
})

const countOf = (text: string, { code, message }: Diagnostic): number =>
  checkSource(text).diagnostics.filter((found) => found.code === code && found.message === message).length

const errorCount = (text: string): number =>
  checkSource(text).diagnostics.filter(({ severity }) => severity === 'error').length

describe('every fix', () => {
  it.each(texts)('leaves one fault of its kind less, and no new error: %j', (text) => {
    for (const { diagnostic, title, edits } of quickFixesIn(text, 0, text.length)) {
      const mended = applyEdits(text, edits)
      expect(countOf(mended, diagnostic), `${title}\n${mended}`).toBeLessThan(countOf(text, diagnostic))
      expect(errorCount(mended), `${title}\n${mended}`).toBeLessThanOrEqual(errorCount(text))
    }
  })

  it('makes edits that lie in the text and do not overlap, whatever the text', () => {
    fc.assert(
      fc.property(anySourceText(), (text) => {
        for (const { edits } of quickFixesIn(text, 0, text.length)) {
          const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end)
          sorted.forEach(({ start, end }, k) => {
            expect(start).toBeLessThanOrEqual(end)
            expect(end).toBeLessThanOrEqual(text.length)
            expect(start).toBeGreaterThanOrEqual(sorted[k - 1]?.end ?? 0)
          })
        }
      }),
      { examples: [['_=A\n_=A']] }, // all lines are unused, the last has no line break after it
    )
  })
})

it('names one preferred fix for each diagnostic that has any', () => {
  const fixes = quickFixesIn('O = hmiror(I)', 4, 4)
  expect(fixes.map(({ isPreferred }) => isPreferred)).toEqual(fixes.map((_, k) => k === 0))
})
