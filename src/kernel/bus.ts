import type { SqlExecutor } from './database.ts'
import type { Envelope } from './envelope.ts'

/** Who hears what: `types` is the list of event types, or `everything`. */
export interface Listener {
  readonly service: string
  readonly types: readonly string[] | 'everything'
}

/** The port to the bus. After `deliver` resolves and `tx` commits, each listener has the events or will have them. */
export interface Bus {
  /** Called by the relay with a batch from one service's outbox, on the transaction that removes the rows. */
  deliver(source: string, events: readonly Envelope[], tx: SqlExecutor): Promise<void>
  /** Called after that transaction's commit, for wake-ups. */
  delivered(source: string, events: readonly Envelope[]): void
  start(): Promise<void>
  health(): Promise<void>
  stop(): Promise<void>
}
