import { BoundedList } from './bounded.ts'

/** One request that reached the sandbox. `status` is `null` when it was never answered. */
export interface JournalEntry {
  standIn: string
  method: string
  /** Below the stand-in's prefix, with its query; keys and tokens blanked. */
  path: string
  /** Sandbox clock, UTC. */
  at: string
  status: number | null
  durationMs: number
  fault?: string
}

const secretParameters = ['key', 'appid', 'access_token', 'code', 'client_secret']

/** Every request the world has seen: the tests' witness for how often the product called out. */
export class Journal {
  readonly #entries = new BoundedList<JournalEntry>(5000)

  record(entry: JournalEntry): void {
    this.#entries.push(entry)
  }

  all(standIn?: string): readonly JournalEntry[] {
    const entries = this.#entries.all()
    return standIn ? entries.filter((entry) => entry.standIn === standIn) : entries
  }

  clear(): void {
    this.#entries.clear()
  }
}

/** Path and query with the values of secrets replaced by `***`. */
export function withoutSecrets(pathname: string, query: URLSearchParams): string {
  if (query.size === 0) return pathname
  const shown = new URLSearchParams(query)
  for (const name of secretParameters) if (shown.has(name)) shown.set(name, '***')
  return `${pathname}?${decodeURIComponent(
    shown
      .toString()
      .replaceAll('+', ' ')
      .replaceAll(/%(?![\da-f]{2})/gi, '%25'),
  )}`
}
