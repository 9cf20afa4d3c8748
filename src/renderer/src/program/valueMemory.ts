import type { ValueView } from '../../../core/dsl/eval/valueView'
import type { LineValue } from './messages'

export interface ComparedValues {
  /** equal to those given; a value that is as before is the very same object, so that nothing is drawn anew */
  readonly values: readonly LineValue[]
  /** variables whose value is another one than before */
  readonly changed: ReadonlySet<string>
}

export const NOTHING_CHANGED: ComparedValues['changed'] = new Set()

/** Each variable's last value, to tell what an edit changed. A line that has no value for a while keeps its last one. */
export class ValueMemory {
  private readonly seen = new Map<string, { key: string; view: ValueView }>()

  compare(values: readonly LineValue[]): ComparedValues {
    const changed = new Set<string>()
    const compared = values.map((value) => {
      if (!value.view) return value
      const key = JSON.stringify(value.view)
      const before = this.seen.get(value.target)
      if (before?.key === key) return { ...value, view: before.view }
      if (before) changed.add(value.target)
      this.seen.set(value.target, { key, view: value.view })
      return value
    })
    return { values: compared, changed }
  }

  /** What comes next is no change: another pair is looked at. */
  forget(): void {
    this.seen.clear()
  }
}
