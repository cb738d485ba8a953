import type { HostOptions } from './host-options.ts'

const rereadMs = 1_000

/** Keeps the access registry of a process true to the tables of its services. */
export class AccessFeed {
  readonly #options: HostOptions
  #timer: NodeJS.Timeout | undefined

  constructor(options: HostOptions) {
    this.#options = options
  }

  /** Reads everything once; where other processes write too, again every second. */
  async start(): Promise<void> {
    const { shared, log } = this.#options
    await this.#load()
    if (!shared) return
    const reread = () =>
      void this.#load().catch((error: unknown) =>
        log.warn({ err: error }, 'Revocations could not be re-read'),
      )
    this.#timer = setInterval(reread, rereadMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #load(): Promise<void> {
    const { services, platform, access } = this.#options
    const pools = new Set(services.map((service) => platform(service.contract.name).pool))
    await Promise.all([...pools].map((pool) => access.load(pool)))
  }
}
