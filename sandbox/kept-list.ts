import { BoundedList } from './bounded.ts'
import type { Store } from './store.ts'

const limit = 1000

/** The last thousand of something that was sent, kept over a restart. */
export class KeptList<T> {
  readonly #store: Store
  readonly #name: string
  readonly #list: BoundedList<T>

  constructor(store: Store, name: string) {
    this.#store = store
    this.#name = name
    const kept = store.section<readonly T[]>(name, () => this.all())
    this.#list = new BoundedList(limit, kept)
  }

  push(item: T): void {
    this.#list.push(item)
    this.#store.touch(this.#name)
  }

  /** Oldest first. */
  all(): readonly T[] {
    return this.#list.all()
  }

  clear(): void {
    this.#list.clear()
    this.#store.touch(this.#name)
  }
}
