/** So many values by key; beyond that, the ones used longest ago go. */
export class RecentlyUsed<V> {
  /** the one used longest ago first */
  private readonly byKey = new Map<string, V>()

  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    const value = this.byKey.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: V): void {
    this.byKey.delete(key)
    this.byKey.set(key, value)
    for (const oldest of this.byKey.keys()) {
      if (this.byKey.size <= this.most) break
      this.byKey.delete(oldest)
    }
  }
}
