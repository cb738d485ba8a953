import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** What one measurement has set going must not be paid for by the next one. */
export interface Calm {
  /** Waits for what a first start sets going: the demo cinema and the first copies. */
  ready(): Promise<void>
  /**
   * Waits until every event is relayed and handled, at most `MOST_MS`; what is left of it then, and messages to people,
   * which would take several times longer than the holds did, is nobody's any more.
   *
   * @returns how long the events took, milliseconds; not less than `MOST_MS` when they did not end
   */
  settled(): Promise<number>
  /** The events of a floor are nobody's: they vanish instead of being relayed. Only when all was settled before it. */
  forgetEvents(): Promise<void>
  close(): Promise<void>
}

const MOST_MS = 3_000
const START_MS = 60_000
const LOOK_MS = 50

const events = `exists (select from booking.outbox) or exists (select from payment.outbox)
  or exists (select from pgboss.job where state in ('created', 'retry', 'active') and name like '%.events')`
const anything = `${events} or exists (select from movie.outbox)
  or exists (select from booking.copy_passes where finished_at is null)
  or exists (select from payment.copy_passes where finished_at is null)`
const messages = `exists (select from pgboss.job where state = 'active' and name like 'notification.%')`

export async function calmOf(databaseUrl: string): Promise<Calm> {
  const client = new Client({ connectionString: databaseUrl, query_timeout: 30_000 })
  // Klaps may end before this does; what is asked then fails by itself.
  client.on('error', () => {})
  await client.connect()
  const run = async (statement: string) => void (await client.query(statement))
  const over = async (busy: string, mostMs: number): Promise<number> => {
    const began = performance.now()
    const isBusy = async () => (await client.query<{ busy: boolean }>(`select ${busy} as busy`)).rows[0]!.busy
    while (performance.now() - began < mostMs && (await isBusy())) await sleep(LOOK_MS)
    return performance.now() - began
  }
  const forgetJobs = (names: string) =>
    run(`delete from pgboss.job where state in ('created', 'retry') and name like '${names}'`)
  return {
    ready: async () => void (await over(anything, START_MS)),
    settled: async () => {
      const tookMs = await over(events, MOST_MS)
      await run('delete from booking.outbox; delete from payment.outbox')
      await forgetJobs('%.events')
      await forgetJobs('notification.%')
      await over(messages, MOST_MS)
      return tookMs
    },
    forgetEvents: () => run('delete from booking.outbox'),
    close: () => client.end(),
  }
}
