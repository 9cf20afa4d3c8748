import type { Program } from '../../dsl/syntax/ast'
import { printProgram } from '../../dsl/syntax/printer'
import { programOf } from './expression'
import type { Part } from './part'

/** A program that does not fit but comes near: worth keeping as an experience. */
export interface NearMiss {
  readonly program: Program
  readonly text: string
  readonly cost: number
  /** demonstrations reproduced exactly */
  readonly demosRight: number
  /** share of the outputs' cells that are wrong; 1 where the shape is another */
  readonly wrongShare: number
}

type Candidate = Pick<NearMiss, 'demosRight' | 'wrongShare'> & { readonly part: Part }

/** The nearest misses seen: most demonstrations right, then fewest cells wrong, then cheapest. */
export class NearMisses {
  private kept: Candidate[] = []

  constructor(private readonly most: number) {}

  offer(part: Part, demosRight: number, wrongShare: number): void {
    const candidate = { part, demosRight, wrongShare }
    const last = this.kept[this.kept.length - 1]
    if (this.kept.length >= this.most && last && compare(candidate, last) >= 0) return
    const at = this.kept.findIndex((other) => compare(candidate, other) < 0)
    this.kept.splice(at < 0 ? this.kept.length : at, 0, candidate)
    if (this.kept.length > this.most) this.kept.pop()
  }

  /** Nearest first. */
  list(): NearMiss[] {
    const texts = new Set<string>()
    return this.kept.flatMap(({ part, demosRight, wrongShare }) => {
      const program = programOf(part.expression)
      const text = printProgram(program)
      if (texts.has(text)) return []
      texts.add(text)
      return [{ program, text, cost: part.cost, demosRight, wrongShare }]
    })
  }
}

const compare = (a: Candidate, b: Candidate): number =>
  b.demosRight - a.demosRight || a.wrongShare - b.wrongShare || a.part.cost - b.part.cost
