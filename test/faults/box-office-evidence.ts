import type { Movement } from '../../sandbox/world/payment-model.ts'
import type { Service } from '../../src/kernel/service.ts'

/** What a buyer was told over the wire. */
export interface Told {
  /** Who asked: a user's id, or an id of the test's own for a guest. */
  readonly caller: string
  /** Which user that is; null for a guest. */
  readonly userId: string | null
  readonly request: string
  readonly key: string | null
  readonly status: number
  readonly body: unknown
}

/** What the witness may look at: committed rows, the gateway's books, and what people were told. */
export interface BoxOfficeEvidence {
  /** `service` says in whose database; tables are named with their schema. */
  rows<T = Record<string, unknown>>(service: string, sql: string, values?: unknown[]): Promise<T[]>
  /** Money that moved, by the gateway's own books. */
  books(): readonly Movement[]
  readonly told: readonly Told[]
  /** All services of the house: who must have heard what. */
  readonly services: readonly Service[]
}

export type Invariant = (evidence: BoxOfficeEvidence) => Promise<string[]>

/** A rule of one service: SQL that finds what must not be there, and how to say it. */
export async function find(
  evidence: BoxOfficeEvidence,
  service: string,
  says: string,
  sql: string,
): Promise<string[]> {
  return (await evidence.rows(service, sql)).map((row) => `${says}: ${JSON.stringify(row)}`)
}
