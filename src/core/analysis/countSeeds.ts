import { DSL_LITERALS } from '../dsl/check/literals'
import { normalizeText } from '../dsl/syntax/normalizeText'
import { PARTNERS, type PairCount, type PrimitiveCounts } from './primitiveCounts'
import { primitivesIn } from './primitivesIn'

/** The counts of programs that are kept for tasks: all of them seeds, each the known solution of its task. */
export function countSeeds(seeds: readonly { readonly taskId: string; readonly program: string }[]): PrimitiveCounts {
  const uses = new Map<string, number>()
  const together = new Map<string, Map<string, number>>()
  for (const { program } of seeds) {
    const names = primitivesIn(program)
    for (const name of names) {
      addOne(uses, name)
      const partners = together.get(name) ?? new Map<string, number>()
      together.set(name, partners)
      for (const partner of names) if (partner !== name) addOne(partners, partner)
    }
  }
  const seed = { source: 'seed', iteration: 0, solving: 0 } as const
  return {
    programs: seeds.length > 0 ? [{ ...seed, programs: seeds.length }] : [],
    uses: [...uses].map(([primitive, programs]) => ({ ...seed, primitive, programs })),
    pairs: [...together].flatMap(([primitive, partners]) => mostFrequent(primitive, partners)),
    solutions: seeds.map(({ taskId, program }) => {
      const lines = normalizeText(program, DSL_LITERALS).program.statements.length
      return { taskId, source: 'seed', iteration: 0, program, lines }
    }),
  }
}

function addOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function mostFrequent(primitive: string, partners: ReadonlyMap<string, number>): PairCount[] {
  return [...partners]
    .map(([partner, programs]) => ({ primitive, partner, isFound: false, programs }))
    .sort((a, b) => b.programs - a.programs || (a.partner < b.partner ? -1 : 1))
    .slice(0, PARTNERS)
}
