import type { TaskJson } from '../../src/core/task/task'
import { CATALOGUE } from './catalogue'
import { drawTask } from './drawTask'
import type { TaskDesign } from './taskDesign'

/** One seed draws the whole pack; another seed draws other grids for the same tasks. */
export const PACK_SEED = 17

/** Every file of the pack: path below `resources/starter` to text. */
export function packFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const design of CATALOGUE) {
    files.set(`${design.split}/${design.id}.json`, formatTask(drawTask(design, PACK_SEED)))
    if (design.split === 'training') {
      files.set(`seeds/${design.id}.dsl`, [`# ${design.summary}`, ...design.program, ''].join('\n'))
    }
  }
  files.set('manifest.json', formatManifest())
  return files
}

/** ARC's JSON with one grid row per line: a change of a cell is a change of one line. */
function formatTask(task: TaskJson): string {
  const grid = (rows: number[][]): string =>
    `[\n${rows.map((row) => `        [${row.join(', ')}]`).join(',\n')}\n      ]`
  const pairs = (list: TaskJson['train']): string =>
    list
      .map(({ input, output }) => `    {\n      "input": ${grid(input)},\n      "output": ${grid(output)}\n    }`)
      .join(',\n')
  return `{\n  "train": [\n${pairs(task.train)}\n  ],\n  "test": [\n${pairs(task.test)}\n  ]\n}\n`
}

function formatManifest(): string {
  const count = (split: TaskDesign['split']): number => CATALOGUE.filter((design) => design.split === split).length
  const manifest = {
    name: 'CodeIt Workbench starter pack',
    seed: PACK_SEED,
    counts: { training: count('training'), evaluation: count('evaluation'), seeds: count('training') },
    tasks: CATALOGUE.map(({ id, split, family, summary, tags, ...rest }) => ({
      id,
      split,
      family,
      description: summary,
      tags: 'distance' in rest ? [rest.distance, ...tags] : tags,
    })),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
