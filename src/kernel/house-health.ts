import { askPeers, checkHealth, type HealthReport } from './health.ts'
import type { HostOptions } from './host-options.ts'
import type { Runtime } from './runtime.ts'

/** How the services of this process are, and what others say of theirs. */
export class HouseHealth {
  readonly #options: HostOptions
  readonly #runtimes: ReadonlyMap<string, Runtime>

  constructor(options: HostOptions, runtimes: ReadonlyMap<string, Runtime>) {
    this.#options = options
    this.#runtimes = runtimes
  }

  /** Every service of this process with its dependencies. */
  async here(): Promise<HealthReport[]> {
    return await Promise.all(
      [...this.#runtimes.values()].map((runtime) => checkHealth(runtime, () => this.#options.bus.health())),
    )
  }

  /** Every service of the catalogue: those of this process asked directly, the others over HTTP. */
  async everywhere(): Promise<HealthReport[]> {
    const elsewhere = this.#options.everywhere.filter((name) => !this.#runtimes.has(name))
    const reports = await Promise.all([this.here(), askPeers(elsewhere, this.#options.urlOf)])
    return reports.flat()
  }

  /** Own databases only: readiness never asks another service. */
  async canServe(): Promise<boolean> {
    const pings = await Promise.allSettled(
      [...this.#runtimes.keys()].map((name) => this.#options.platform(name).pool.query('select 1')),
    )
    return pings.every((each) => each.status === 'fulfilled')
  }
}

/** One word for several services: the worst of theirs, where a degraded one spoils no other. */
export function worstStatus(reports: readonly HealthReport[]): HealthReport['status'] {
  const has = (status: HealthReport['status']) => reports.some((each) => each.status === status)
  return has('unhealthy') ? 'unhealthy' : has('degraded') ? 'degraded' : 'healthy'
}
