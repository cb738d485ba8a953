import { BoundedList } from './bounded.ts'
import type { Journal, Store } from './store.ts'

const limit = 1000

/** The last thousand of something that was sent, kept over a restart. */
export class KeptList<T> {
  readonly #journal: Journal<T>
  readonly #list: BoundedList<T>

  constructor(store: Store, name: string) {
    this.#journal = store.journal<T>(name, () => this.all())
    this.#list = new BoundedList(limit, this.#journal.kept)
  }

  push(item: T): void {
    this.#list.push(item)
    this.#journal.append(item)
  }

  /** Oldest first. */
  all(): readonly T[] {
    return this.#list.all()
  }

  clear(): void {
    this.#list.clear()
    this.#journal.rewrite()
  }
}
