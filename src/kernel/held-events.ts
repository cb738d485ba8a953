import { sql } from 'kysely'
import type { Database, SqlPool } from './database.ts'

/** An event is parked at this refusal; until then it is tried again after 1 s, 2 s, 4 s, ...: two minutes in all. */
export const refusalsToPark = 8
const refusalLength = 500

/** An event that no bus takes, as people see it. */
export interface ParkedEvent {
  readonly id: string
  readonly type: string
  /** When what it tells of happened. */
  readonly time: string
  /** What the bus said. */
  readonly refusal: string
}

/** Puts an event aside that the bus refused alone while it took others. @returns whether it is parked from now on */
export async function hold(db: Database, seq: string, error: unknown): Promise<boolean> {
  const refusal = (error instanceof Error ? error.message : String(error)).slice(0, refusalLength)
  const { rows } = await sql<{ parked: boolean }>`
    update outbox set refusals = refusals + 1, refusal = ${refusal},
      held_until = case when refusals + 1 >= ${refusalsToPark} then 'infinity'
        else pg_catalog.now() + interval '1 second' * power(2, refusals) end
    where seq = ${seq} returning held_until = 'infinity' as parked`.execute(db.query)
  return rows[0]?.parked === true
}

/** @param owner Connected as the owner of the schemas. */
export async function parkedEvents(owner: SqlPool, service: string, limit: number): Promise<ParkedEvent[]> {
  const { rows } = await owner.query(
    `select id::text as id, type, event->>'time' as time, refusal from "${service}".outbox
     where held_until = 'infinity' order by seq limit $1`,
    [limit],
  )
  return rows as unknown as ParkedEvent[]
}

/**
 * Lets parked events go out again, all of a service's or one, as if they had never been refused. A relay carries them
 * at its next look.
 *
 * @param owner Connected as the owner of the schemas.
 * @returns how many
 */
export async function retryParked(owner: SqlPool, service: string, id?: string): Promise<number> {
  const { rows } = await owner.query(
    `update "${service}".outbox set held_until = null, refusals = 0
     where held_until = 'infinity' and id = coalesce($1::uuid, id) returning 1`,
    [id],
  )
  return rows.length
}
