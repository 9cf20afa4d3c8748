import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkProgram, isRunnable } from '../../src/core/dsl/check/checkProgram'
import { parseTaskText } from '../../src/core/task/parseTask'
import type { Parent } from './drawProgram'

const STARTER = join(import.meta.dirname, '../../resources/starter')

export interface StarterPrograms {
  /** as their authors wrote them */
  readonly texts: readonly string[]
  readonly parents: readonly Parent[]
}

/** The starter pack's seed programs, each with the first input of its task. */
export function readStarterPrograms(): StarterPrograms {
  const texts: string[] = []
  const parents: Parent[] = []
  for (const file of readdirSync(join(STARTER, 'seeds')).sort()) {
    const text = readFileSync(join(STARTER, 'seeds', file), 'utf8')
    const name = file.replace(/\.dsl$/, '')
    const task = parseTaskText(name, readFileSync(join(STARTER, 'training', `${name}.json`), 'utf8'))
    const { program, diagnostics } = checkProgram(text)
    const input = task.ok ? task.value.train[0]?.input : undefined
    if (!input || !isRunnable(diagnostics)) throw new Error(`starter seed ${file} cannot be read`)
    texts.push(text)
    parents.push({ program, input })
  }
  return { texts, parents }
}
