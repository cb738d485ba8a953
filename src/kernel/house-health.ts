import { askPeers, checkHealth, type HealthReport, processAudience, withinLimit } from './health.ts'
import type { HostOptions } from './host-options.ts'
import type { Runtime } from './runtime.ts'

/** The longest a database may take to answer before this process counts as not ready. */
const readyLimitMs = 2_000

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
      [...this.#runtimes].map(([name, runtime]) => checkHealth(runtime, () => this.#hasBus(name))),
    )
  }

  /** A service that can send events but is given none works on in a world that stands still. */
  async #hasBus(service: string): Promise<void> {
    await this.#options.bus.health()
    await this.#options.bus.hearing(service)
  }

  /** Every service of the catalogue: those of this process asked directly, the others over HTTP. */
  async everywhere(): Promise<HealthReport[]> {
    const elsewhere = this.#options.everywhere.filter((name) => !this.#runtimes.has(name))
    const { tokens, services, urlOf } = this.#options
    const from = services[0]!.contract.name
    const sign = () => tokens.signService(from, processAudience, { kind: 'service', name: from })
    const reports = await Promise.all([this.here(), askPeers(elsewhere, urlOf, sign)])
    return reports.flat()
  }

  /**
   * Own databases only: readiness never asks another service. Not over the services' pools: one that is busy has a
   * database to be busy with, and a request may well wait its turn.
   */
  async canServe(): Promise<boolean> {
    const sessions = new Set([...this.#runtimes.keys()].map((name) => this.#options.platform(name).session))
    const pings = [...sessions].map((session) => withinLimit(session.ping(), readyLimitMs))
    return (await Promise.allSettled(pings)).every((each) => each.status === 'fulfilled')
  }
}

/** One word for several services: the worst of theirs, where a degraded one spoils no other. */
export function worstStatus(reports: readonly HealthReport[]): HealthReport['status'] {
  const has = (status: HealthReport['status']) => reports.some((each) => each.status === status)
  return has('unhealthy') ? 'unhealthy' : has('degraded') ? 'degraded' : 'healthy'
}
