import type { AccessRegistry } from './access.ts'
import type { Database } from './database.ts'
import type { Envelope } from './envelope.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import type { Context, Service } from './service.ts'

/** A service that runs in this process, with what the kernel holds for it. */
export interface Runtime {
  readonly service: Service
  readonly ctx: Context
  readonly db: Database
  readonly access: AccessRegistry
  readonly log: Logger
  readonly metrics: HouseMetrics
  /** Queues events that failed among others, each as a job of its own: their first retry. */
  tryApart(events: readonly Envelope[]): Promise<void>
}
