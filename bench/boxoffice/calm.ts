import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** What one measurement has set going must not be paid for by the next one. */
export interface Calm {
  /** Waits for what a first start sets going: the demo cinema and the first copies. */
  ready(): Promise<void>
  /** Waits until every event is relayed and handled. @returns how long that took, milliseconds */
  heard(): Promise<number>
  /** The same, and until every message to people has gone out. */
  settled(): Promise<number>
  /** The events of a floor are nobody's: they vanish instead of being relayed. Only when all was settled before it. */
  forgetEvents(): Promise<void>
  close(): Promise<void>
}

const MOST_MS = 180_000
const LOOK_MS = 50

const events = `exists (select from booking.outbox) or exists (select from payment.outbox)
  or exists (select from pgboss.job where state in ('created', 'retry', 'active') and name like '%.events')`
const messages = `${events} or exists (select from notification.outbox)
  or exists (select from pgboss.job where state in ('created', 'retry', 'active') and name like 'notification.%')`
const beginnings = `${messages} or exists (select from movie.outbox)
  or exists (select from booking.copy_passes where finished_at is null)
  or exists (select from payment.copy_passes where finished_at is null)`

export async function calmOf(databaseUrl: string): Promise<Calm> {
  const client = new Client({ connectionString: databaseUrl, query_timeout: 30_000 })
  // Klaps may end before this does; what is asked then fails by itself.
  client.on('error', () => {})
  await client.connect()
  const isBusy = async (busy: string) =>
    (await client.query<{ busy: boolean }>(`select ${busy} as busy`)).rows[0]!.busy
  const over = async (busy: string): Promise<number> => {
    const began = performance.now()
    while (await isBusy(busy)) {
      if (performance.now() - began > MOST_MS) throw new Error(`Klaps is still at work after ${MOST_MS} ms`)
      await sleep(LOOK_MS)
    }
    return performance.now() - began
  }
  return {
    ready: async () => void (await over(beginnings)),
    heard: () => over(events),
    settled: () => over(messages),
    forgetEvents: async () => void (await client.query('delete from booking.outbox')),
    close: () => client.end(),
  }
}
