import { startMeter, stopOf, type Budget } from '../../../dsl/meter'
import { itemsOf, type DslFunction, type Value } from '../../../dsl/value'
import type { Entry } from '../entry'

/** The elements that a container holds, over all demonstrations. */
export interface ElementSet {
  readonly entry: Entry
  readonly elements: readonly Value[]
  /** demonstration of each element */
  readonly demos: Uint16Array
}

/** null where there are more than `most`. */
export function elementSetOf(entry: Entry, most: number): ElementSet | null {
  const elements: Value[] = []
  const demos: number[] = []
  entry.values.forEach((value, k) => {
    for (const element of itemsOf(value) ?? []) {
      elements.push(element)
      demos.push(k)
    }
  })
  return elements.length > most ? null : { entry, elements, demos: Uint16Array.from(demos) }
}

/** What a function gives for each element; null where it fails on one. */
export function mapElements(
  { elements, demos }: ElementSet,
  functions: readonly Value[],
  budget: Budget,
): Value[] | null {
  const results = new Array<Value>(elements.length)
  try {
    for (let k = 0; k < elements.length; k++) {
      startMeter(budget)
      results[k] = (functions[demos[k] as number] as DslFunction).run(elements[k] as Value, null, null, null)
    }
  } catch (error) {
    if (!stopOf(error)) throw error
    return null
  }
  return results
}
