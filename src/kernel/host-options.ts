import type { AccessRegistry } from './access.ts'
import type { Blobs } from './blobs.ts'
import type { Bus } from './bus.ts'
import type { Cache } from './cache.ts'
import type { Clock } from './clock.ts'
import type { SqlPool } from './database.ts'
import type { Host } from './host.ts'
import type { App } from './http/server.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import type { OutboundHttp } from './outbound.ts'
import type { JobQueue } from './queue.ts'
import type { Secrets } from './secrets.ts'
import type { Service } from './service.ts'
import type { Environment, KernelSettings } from './settings.ts'
import type { DatabaseSession } from './signal.ts'
import type { Tokens } from './tokens.ts'

/** What one service gets of the outside of the process; made by the composition root out of the adapters. */
export interface ServicePlatform {
  /** As the service's own role, `search_path` set to its schema. */
  readonly pool: SqlPool
  readonly queue: JobQueue
  readonly session: DatabaseSession
  readonly secrets: Secrets
  readonly http: OutboundHttp
}

export interface HostOptions {
  /** The services that run in this process. */
  readonly services: readonly Service[]
  /** Names of all services of the catalogue, wherever they run. */
  readonly everywhere: readonly string[]
  readonly settings: KernelSettings
  /** Of the program, as in package.json. */
  readonly version: string
  readonly env: Environment
  readonly sandbox: boolean
  readonly publicUrl: string
  /** Other processes may write to the same databases: revocations are re-read every second. */
  readonly shared: boolean
  readonly platform: (service: string) => ServicePlatform
  /** Where the services of other processes answer, without a trailing slash. */
  readonly urlOf: (service: string) => string | undefined
  readonly bus: Bus
  readonly cache: Cache
  readonly blobs: Blobs
  readonly clock: Clock
  readonly access: AccessRegistry
  readonly tokens: Tokens
  readonly traceparent: () => string | undefined
  readonly log: Logger
  readonly metrics: HouseMetrics
  /** Pages and documents beside the API; mounted after it. */
  readonly pages?: (app: App, host: Host) => void
}
