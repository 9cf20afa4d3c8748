import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { smallVocabulary, writeCheckpoint } from './writeCheckpoint'

/** Words of programs as single tokens, so that a test's programs are short. */
const MERGES = [
  'm i',
  'mi r',
  'mir r',
  'mirr o',
  'mirro r',
  'Ġ =',
  'Ġ h',
  'Ġ v',
  'Ġh mirror',
  'Ġv mirror',
  '( I',
  '(I )',
]

/** The tokenizer's files of a policy that writes programs: <pad> 0, <s> 1, </s> 2, all bytes, a few words. */
export async function writeTextTokenizer(folder: string): Promise<void> {
  const special = ['<pad>', '<s>', '</s>', '<mask>']
  const bytes = Object.keys(smallVocabulary()).filter((token) => [...token].length === 1)
  const words = MERGES.map((merge) => merge.replace(' ', ''))
  const vocabulary = Object.fromEntries([...special, ...bytes, ...words].map((token, id) => [token, id]))
  await writeFile(join(folder, 'vocab.json'), JSON.stringify(vocabulary))
  await writeFile(join(folder, 'merges.txt'), MERGES.join('\n'))
}

/** A checkpoint folder with random weights that reads and writes text, as CodeT5's are laid out. */
export async function writeTextPolicy(folder: string, { seed = 1 }: { readonly seed?: number } = {}) {
  const written = await writeCheckpoint(folder, { seed, config: { d_model: 16, num_decoder_layers: 1 } })
  await writeTextTokenizer(folder)
  return written
}
