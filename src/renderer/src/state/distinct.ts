/** Each value once, in the order of their first place. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

export function indexById<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
