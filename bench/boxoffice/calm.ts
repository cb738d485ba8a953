import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** What one measurement has set going must not be paid for by the next one. */
export interface Calm {
  /** Waits until every event is relayed and handled, at most `MOST_MS`. @returns how long that took, milliseconds */
  settled(): Promise<number>
  /** The events of a floor are nobody's: they vanish instead of being relayed. Only when all was settled before it. */
  forgetEvents(): Promise<void>
  close(): Promise<void>
}

const MOST_MS = 15_000

export async function calmOf(databaseUrl: string): Promise<Calm> {
  const client = new Client({ connectionString: databaseUrl, query_timeout: 30_000 })
  // Klaps may end before this does; what is asked then fails by itself.
  client.on('error', () => {})
  await client.connect()
  const isBusy = async () => {
    const { rows } = await client.query<{ busy: boolean }>(
      `select exists (select from booking.outbox) or exists (select from payment.outbox)
         or exists (select from pgboss.job where state in ('created', 'retry', 'active') and name like '%.events') as busy`,
    )
    return rows[0]!.busy
  }
  return {
    settled: async () => {
      const began = performance.now()
      while (performance.now() - began < MOST_MS && (await isBusy())) await sleep(100)
      return performance.now() - began
    },
    forgetEvents: async () => void (await client.query('delete from booking.outbox')),
    close: () => client.end(),
  }
}
