import { sql } from 'kysely'
import type { Envelope, Tx } from '#kernel'
import { followBoxOffice } from './box-office.ts'
import type { Ctx } from './context.ts'
import { addUp, measuresOf } from './measure.ts'
import { followStories } from './stories.ts'
import type { Tables } from './tables.ts'

/** Adds a batch of events to the day's numbers, in one statement. */
export async function count(_ctx: Ctx, events: readonly Envelope[], tx: Tx<Tables>): Promise<void> {
  await followBoxOffice(tx, events)
  const rows = addUp([...events.flatMap(measuresOf), ...(await followStories(tx.query, events))])
  if (rows.length === 0) return
  await sql`
    insert into measures (day, metric, label, bucket, count, sum)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(day date, metric text, label text, bucket smallint, count bigint, sum double precision)
    on conflict (day, metric, label, bucket) do update
      set count = measures.count + excluded.count, sum = measures.sum + excluded.sum`.execute(tx.query)
}
