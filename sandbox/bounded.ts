/** A list that forgets its oldest entries, so that a sandbox left running does not fill the memory. */
export class BoundedList<T> {
  readonly #limit: number
  #items: T[] = []

  constructor(limit: number, items: readonly T[] = []) {
    this.#limit = limit
    this.#items = items.slice(-limit)
  }

  /** @returns the entries that had to go. */
  push(item: T): T[] {
    this.#items.push(item)
    return this.#items.splice(0, Math.max(0, this.#items.length - this.#limit))
  }

  /** Oldest first. */
  all(): readonly T[] {
    return this.#items
  }

  clear(): void {
    this.#items = []
  }
}
