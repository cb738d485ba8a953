import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { catalogue } from '../src/catalogue.ts'

/** Long enough for what a route's calls set going on a busy machine. */
const patienceMs = 120_000

const busy = [
  ...catalogue.map(({ contract }) => `exists (select from ${contract.name}.outbox)`),
  `exists (select from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now())`,
].join(' or ')

/** Reading a table of more rows than this from end to end is worth knowing of. */
const bigRows = 5_000

export interface Quiet {
  /** Until no event is on its way and no job is due. @throws Error when that does not come. */
  wait(): Promise<void>
  /** From here on, sequential scans are counted. */
  countScans(): Promise<void>
  /** Big tables that were read from end to end since, by whatever: routes, listeners, periodic jobs. */
  scans(): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

/** Keeps what one route's calls set going out of the next one's times. */
export async function openQuiet(url: string): Promise<Quiet> {
  const client = new Client({ connectionString: url, application_name: 'klaps-bench' })
  await client.connect()
  return {
    wait: async () => {
      for (let left = patienceMs, still = 0; still < 2; left -= 50) {
        const { rows } = await client.query<{ busy: boolean }>(`select ${busy} as busy`)
        still = rows[0]!.busy ? 0 : still + 1
        if (left < 0) throw new Error(`Still at work after ${patienceMs} ms`)
        await sleep(50)
      }
    },
    countScans: async () => {
      await client.query('select pg_stat_reset()')
    },
    scans: async () => {
      const { rows } = await client.query<{ name: string; scans: number }>(
        `select schemaname || '.' || t.relname as name, seq_scan::int as scans from pg_stat_user_tables t
         join pg_class c on c.oid = relid where seq_scan > 0 and c.reltuples > $1 and schemaname = any ($2) order by seq_scan desc`,
        [bigRows, catalogue.map(({ contract }) => contract.name)],
      )
      return Object.fromEntries(rows.map(({ name, scans }) => [name, scans]))
    },
    close: () => client.end(),
  }
}
