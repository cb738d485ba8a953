import { sql } from 'kysely'
import { z } from 'zod'
import {
  type Context,
  defineContract,
  defineService,
  type EventOf,
  event,
  job,
  queued,
  rows,
  type Tx,
  together,
} from '#kernel'
import { noteWritten } from './notebook.ts'

/** Hears notes many at a time: what the tests of hearing together run on. */

interface ChorusTables {
  heard: { event_id: string; text: string; correlation_id: string }
  worked: { key: string; text: string; attempt: number }
}

export const noteSung = event('chorus', 'note.sung', z.object({ noteId: z.uuid() }))
const hum = job('hum', z.object({ text: z.string() }))

/** How many events each call of the handler was given. */
export const calls: number[] = []

async function sing(
  _ctx: unknown,
  events: readonly EventOf<typeof noteWritten.data>[],
  tx: Tx<ChorusTables>,
): Promise<undefined> {
  calls.push(events.length)
  await tx.query
    .insertInto('heard')
    .values(
      events.map(({ id, data, correlationid }) => ({
        event_id: id,
        text: data.text,
        correlation_id: correlationid,
      })),
    )
    .execute()
  if (events.some(({ data }) => data.text.startsWith('poison'))) throw new Error('this cannot be sung')
  await tx.publishAll(
    events.map((because) => ({ event: noteSung, data: { noteId: because.data.noteId }, because })),
  )
  await tx.enqueueAll(
    hum,
    events.map((because) => ({ data: { text: because.data.text }, because, id: because.id })),
  )
}

export const chorusService = defineService({
  contract: defineContract('chorus', { about: 'Sings what is written.', routes: {} }),
  tables: rows<ChorusTables>(),
  hears: { noteWritten },
  settings: z.object({}),
  migrations: new URL('./migrations/', import.meta.url),
  routes: {},
  on: { noteWritten: together(sing) },
  jobs: {
    hum: queued(hum, async (ctx: Context<ChorusTables>, { text }, { key, attempt }) => {
      await sql`insert into worked (key, text, attempt) values (${key}, ${text}, ${attempt}) on conflict do nothing`.execute(
        ctx.db.query,
      )
    }),
  },
  personal: { export: async () => ({}), erase: async () => {} },
})
