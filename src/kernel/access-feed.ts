import { type AccessMark, type AccessRegistry, fromTheStart } from './access.ts'
import type { SqlPool } from './database.ts'
import type { Logger } from './log.ts'
import type { Signal } from './signal.ts'

/** The signal by which replicas tell each other that a service's access tables have changed. */
export const accessTopic = 'access'

/** One service's access tables. */
interface Source {
  readonly pool: SqlPool
  readonly signal: Signal
}

interface Options {
  readonly sources: readonly Source[]
  readonly access: AccessRegistry
  readonly log: Logger
  /** Where other processes write too: how often to look, milliseconds. */
  readonly everyMs?: number
}

/** Keeps the access registry of a process true to the tables of its services. */
export class AccessFeed {
  readonly #options: Options
  readonly #marks = new Map<Source, AccessMark>()
  readonly #looking = new Map<Source, Promise<void>>()
  #forget: (() => void)[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** Reads everything once; where other processes write too, then what has changed: at each signal and regularly. */
  async start(): Promise<void> {
    const { sources, everyMs } = this.#options
    if (everyMs !== undefined)
      this.#forget = sources.map((source) => source.signal.on(accessTopic, () => this.#lookAgain(source)))
    await Promise.all(sources.map((source) => this.#look(source)))
    if (everyMs === undefined) return
    const timer = setInterval(() => sources.forEach((source) => this.#lookAgain(source)), everyMs)
    this.#forget.push(() => clearInterval(timer))
  }

  stop(): void {
    for (const forget of this.#forget.splice(0)) forget()
  }

  /** One look at a time; a signal during a look means a second one, since the first may have been too early. */
  #lookAgain(source: Source): void {
    const before = this.#looking.get(source) ?? Promise.resolve()
    const look = before
      .then(() => this.#look(source))
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'Revocations could not be re-read'))
      .finally(() => {
        if (this.#looking.get(source) === look) this.#looking.delete(source)
      })
    this.#looking.set(source, look)
  }

  async #look(source: Source): Promise<void> {
    const mark = await this.#options.access.load(source.pool, this.#marks.get(source) ?? fromTheStart)
    this.#marks.set(source, mark)
  }
}
