import type { SqlExecutor } from './database.ts'
import type { Envelope } from './envelope.ts'

/** Who hears what: `types` is the list of event types, or `everything`. */
export interface Listener {
  readonly service: string
  readonly types: readonly string[] | 'everything'
}

/**
 * A listener of this process: hears events at once. When it resolves to true, each has had its effect or a job of its own
 * that tries it again; to false when it takes none now. When it rejects, any of them may have had neither.
 */
export type Ear = (events: readonly Envelope[]) => Promise<boolean>

/** The bus takes nothing at present, whichever event it is. */
export class BusUnavailable extends Error {}

/** The port to the bus. After `deliver` resolves and `tx` commits, each listener has the events or will have them. */
export interface Bus {
  /**
   * Called by the relay with a batch from one service's outbox, on the transaction that removes the rows.
   *
   * @throws BusUnavailable when the fault is not in the events; anything else may be the refusal of one of them.
   */
  deliver(source: string, events: readonly Envelope[], tx: SqlExecutor): Promise<void>
  /** Called after that transaction's commit, for wake-ups. */
  delivered(source: string, events: readonly Envelope[]): void
  start(): Promise<void>
  /** From now on, until `stop`, this listener may be handed events directly, by a bus that can do that safely. */
  listen(service: string, ear: Ear): void
  /** @throws when the bus can take no events. */
  health(): Promise<void>
  /** @throws when the bus gives this listener of the process none. */
  hearing(service: string): Promise<void>
  stop(): Promise<void>
}
