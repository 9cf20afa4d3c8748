import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completionsAt } from './complete'
import { definitionAt, occurrencesAt } from './occurrences'
import { quickFixesIn } from './quickFixes'
import { renameAt } from './rename'
import { signatureAt } from './signature'
import { applyEdits } from './textEdit'

/**
 * Each file of test/samples/language/<service> is a program with the cursor at <|>, a line of dashes (and what the
 * service is asked with), and what it answers. UPDATE_SAMPLES=1 writes the answers anew; look at what it changed.
 */
const SAMPLES = join(import.meta.dirname, '../../../../test/samples/language')
const CURSOR = '<|>'
const MOST_NAMES = 8

type Service = (text: string, offset: number, asked: string) => string

const SERVICES: Readonly<Record<string, Service>> = {
  completion(text, offset) {
    const { start, end, items } = completionsAt(text, offset)
    const replaced = end > start ? [`replaces ${text.slice(start, end)}`] : []
    const names = items.slice(0, MOST_NAMES).map(({ kind, insert, detail }) => `${kind} ${insert} ${detail}`.trimEnd())
    return [...replaced, ...names].join('\n') || 'none'
  },
  fixes(text, offset) {
    const fixes = quickFixesIn(text, offset, offset)
    return fixes.map(({ title, edits }) => `> ${title}\n${applyEdits(text, edits)}`).join('\n') || 'none'
  },
  rename(text, offset, to) {
    const renamed = renameAt(text, offset, to)
    return 'reason' in renamed ? `refused: ${renamed.reason}` : applyEdits(text, renamed)
  },
  definition(text, offset) {
    const found = definitionAt(text, offset)
    return found ? `${found.span.line}:${found.span.column}` : 'none'
  },
  occurrences(text, offset) {
    const places = occurrencesAt(text, offset)
    const words = places.map(({ span, isWrite }) => `${span.line}:${span.column} ${isWrite ? 'write' : 'read'}`)
    return words.join('\n') || 'none'
  },
  signature(text, offset) {
    const help = signatureAt(text, offset)
    const active = help?.parameters[help.active]
    return help ? (active ? help.label.replace(active, `[${active}]`) : help.label) : 'none'
  },
}

describe.each(Object.keys(SERVICES))('%s', (service) => {
  it.each(readdirSync(join(SAMPLES, service)).sort())('%s', (file) => {
    const path = join(SAMPLES, service, file)
    const [, source = '', asked = '', expected = ''] =
      /^([^]*?)\n---(?: (.*))?\n([^]*)$/.exec(readFileSync(path, 'utf8')) ?? []
    const offset = source.indexOf(CURSOR)
    expect(offset, 'a cursor').toBeGreaterThanOrEqual(0)
    const answer = `${SERVICES[service]?.(source.replace(CURSOR, ''), offset, asked)}\n`
    if (process.env['UPDATE_SAMPLES']) writeFileSync(path, `${source}\n---${asked ? ` ${asked}` : ''}\n${answer}`)
    else expect(answer).toBe(expected)
  })
})
