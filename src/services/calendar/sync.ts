import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { derivedId, notFound, OutboundError, type PersonalCipher, Problem, type Tx } from '#kernel'
import { sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import { takeIn } from './edits.ts'
import { type CalendarRow, disconnect, openGoogle } from './google-session.ts'
import { syncCalendar } from './jobs.ts'
import { moveOf } from './moves.ts'
import { GrantRevoked } from './providers/google-oauth.ts'
import type { RemoteCalendar, RemoteChange } from './providers/types.ts'
import type { EventRow } from './queries.ts'
import type { Tables } from './tables.ts'

/** Polling, beside push where Google can reach us. */
const syncMinutes = 5
/** 250 events a page: a calendar larger than this is read as far as it goes. */
const pageLimit = 80
/** How far back a full listing goes: what is over conflicts with nothing. */
const pastDays = 1
const channelRenewHours = 24
const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** When the next calendar is looked at. */
export const nextSync = sql`select min(sync_due_at) from calendars where state = 'connected'`

/** Calendars whose time has come get a job each. */
export async function sweepSyncs(ctx: Ctx): Promise<void> {
  const due = await sql`select 1 from calendars where sync_due_at <= calendar.now() limit 1`.execute(
    ctx.db.query,
  )
  if (due.rows.length === 0) return
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update calendars set sync_due_at = calendar.now() + make_interval(mins => ${syncMinutes})
      where sync_due_at <= calendar.now() and state = 'connected' returning id`.execute(tx.query)
    for (const { id } of rows) await tx.enqueue(syncCalendar, { calendarId: id })
  })
}

/** Asks for a look now; several wishes are one. @throws Problem 404, 409 `calendar.reconnect`. */
export async function syncNow(ctx: Ctx, userId: string, calendarId: string): Promise<{ queued: boolean }> {
  const row = await ctx.db.query
    .updateTable('calendars')
    .set({ sync_due_at: ctx.clock.now() })
    .where('id', '=', calendarId)
    .where('user_id', '=', userId)
    .where('kind', '=', 'google')
    .returning('state')
    .executeTakeFirst()
  if (!row) throw notFound('calendar')
  if (row.state !== 'connected')
    throw new Problem(409, 'calendar.reconnect', 'Google no longer gives access: link the calendar again')
  return { queued: true }
}

/** Google says that something changed, not what. The channel's secret tells its messages from anybody else's. */
export async function googlePush(ctx: Ctx, request: Request): Promise<Response> {
  const channelId = request.headers.get('x-goog-channel-id') ?? ''
  const secret = request.headers.get('x-goog-channel-token') ?? ''
  if (!/^[0-9a-f-]{36}$/.test(channelId)) throw notFound('channel')
  const row = await ctx.db.query
    .updateTable('calendars')
    .set({ sync_due_at: ctx.clock.now() })
    .where('channel_id', '=', channelId)
    .where('channel_secret_hash', '=', sha256(secret))
    .where('state', '=', 'connected')
    .returning('id')
    .executeTakeFirst()
  if (!row) throw notFound('channel')
  return new Response('', { headers: { 'content-type': 'text/plain' } })
}

/**
 * Reads what has changed in a linked calendar: events of the user's own are kept for conflicts and lists, edits of ours
 * are taken in. A token that Google no longer knows leads to a full listing, after which what was not in it is gone.
 */
export async function sync(ctx: Ctx, { calendarId }: { calendarId: string }): Promise<void> {
  const calendar = await ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('id', '=', calendarId)
    .where('kind', '=', 'google')
    .where('state', '=', 'connected')
    .executeTakeFirst()
  if (!calendar) return
  try {
    const remote = await openGoogle(ctx, calendar)
    const reading = { ctx, calendar, remote, cipher: await ctx.secrets.person(calendar.user_id) }
    const token = calendar.sync_token
    if (!token || !(await read(reading, token))) await read(reading, undefined)
    await watch(reading)
    ctx.metrics.operations.inc({ service: 'calendar', operation: 'sync', status: 'ok' })
  } catch (error) {
    if (error instanceof GrantRevoked) return await disconnect(ctx, calendarId)
    const code = error instanceof OutboundError ? `google.${error.kind}` : 'internal'
    await ctx.db.query
      .updateTable('calendars')
      .set({ last_error: code })
      .where('id', '=', calendarId)
      .execute()
    throw error
  }
}

interface Reading {
  ctx: Ctx
  calendar: CalendarRow
  remote: RemoteCalendar
  cipher: PersonalCipher
}

/** False when the token has expired. Without a token everything is read, and what was not seen is forgotten. */
async function read(reading: Reading, syncToken: string | undefined): Promise<boolean> {
  const { ctx, calendar, remote } = reading
  const from = ctx.clock.now().subtract({ hours: 24 * pastDays })
  const seen: string[] = []
  let page: string | undefined
  for (let pages = 0; pages < pageLimit; pages++) {
    const answer = await remote.changes({
      from,
      ...(syncToken ? { syncToken } : {}),
      ...(page ? { page } : {}),
    })
    if (answer === 'expired') {
      if (!syncToken) throw new Error('Google refuses a full listing as expired')
      return false
    }
    await apply(reading, answer.changes)
    if (!syncToken) seen.push(...answer.changes.map((change) => change.id))
    page = answer.nextPage
    if (!page) {
      await finish(ctx, calendar.id, answer.syncToken ?? null, syncToken ? undefined : seen)
      return true
    }
  }
  await finish(ctx, calendar.id, null, undefined)
  return true
}

async function finish(ctx: Ctx, calendarId: string, syncToken: string | null, seen: string[] | undefined) {
  await ctx.db.transaction(async (tx) => {
    if (seen) {
      const { rows } = await sql<EventRow>`
        delete from events where calendar_id = ${calendarId} and external_id <> all(${seen}) returning *`.execute(
        tx.query,
      )
      await tx.publishAll(rows.map((row) => moveOf({ ...row, version: row.version + 1 }, true)))
    }
    await tx.query
      .updateTable('calendars')
      .set({ sync_token: syncToken, last_synced_at: ctx.clock.now(), last_error: null })
      .where('id', '=', calendarId)
      .execute()
  })
}

async function apply(reading: Reading, changes: readonly RemoteChange[]): Promise<void> {
  const { ctx, calendar, cipher } = reading
  if (changes.length === 0) return
  const copies = await ctx.db.query
    .selectFrom('event_copies')
    .selectAll()
    .where('calendar_id', '=', calendar.id)
    .where(
      'external_id',
      'in',
      changes.map((change) => change.id),
    )
    .execute()
  const copyOf = new Map(copies.map((copy) => [copy.external_id, copy]))
  for (const change of changes) {
    const copy = copyOf.get(change.id)
    if (copy) await takeIn(ctx, cipher, copy, change)
  }
  // What we wrote but have no record of yet is the copying job's affair.
  const foreign = changes.filter((change) => !copyOf.has(change.id) && change.ours === null)
  await keepForeign(reading, foreign)
}

async function keepForeign({ ctx, calendar, cipher }: Reading, changes: readonly RemoteChange[]) {
  const gone = changes.filter((change) => change.cancelled && !change.seriesId).map((change) => change.id)
  const rows = changes.flatMap((change) => foreignRow(calendar, cipher, change) ?? [])
  await ctx.db.transaction(async (tx) => {
    const before = await knownOf(tx, calendar.id, rows)
    if (gone.length > 0) {
      const dropped = await tx.query
        .deleteFrom('events')
        .where('calendar_id', '=', calendar.id)
        .where((e) => e.or([e('external_id', 'in', gone), e('series_id', 'in', gone)]))
        .returningAll()
        .execute()
      await tx.publishAll(dropped.map((row) => moveOf({ ...row, version: row.version + 1 }, true)))
    }
    for (const row of rows) {
      const kept = await tx.query
        .insertInto('events')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['calendar_id', 'external_id'])
            .where('calendar_id', 'is not', null)
            .doUpdateSet((e) => ({ ...row, version: e('events.version', '+', 1) })),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
      const old = before.get(kept.id)
      if (old && hasMoved(old, kept)) await tx.publishAll([moveOf(kept, kept.cancelled)])
    }
  })
}

/** What is known of events before they are read anew: others go by their times. */
async function knownOf(tx: Tx<Tables>, calendarId: string, rows: readonly { id: string }[]) {
  if (rows.length === 0) return new Map<string, EventRow>()
  const known = await tx.query
    .selectFrom('events')
    .selectAll()
    .where('calendar_id', '=', calendarId)
    .where('id', '=', sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`)
    .execute()
  return new Map(known.map((row) => [row.id, row]))
}

const hasMoved = (old: EventRow, row: EventRow) =>
  !old.starts_at.equals(row.starts_at) ||
  old.time_zone !== row.time_zone ||
  old.recurrence !== row.recurrence ||
  old.cancelled !== row.cancelled

/** A row of the user's own event; of a cancelled occurrence only its place in the series is kept. */
function foreignRow(calendar: CalendarRow, cipher: PersonalCipher, change: RemoteChange) {
  const start = change.start ?? change.originalStart
  if (!start || (change.cancelled && !change.seriesId)) return undefined
  const id = derivedId(calendar.id, change.id)
  const content = {
    title: change.title,
    description: change.description,
    location: change.location,
    latitude: null,
    longitude: null,
    notes: '',
    language: 'pl' as const,
    url: change.url,
  }
  return {
    id,
    user_id: calendar.user_id,
    calendar_id: calendar.id,
    role: 'other',
    content: sealContent(cipher, id, content),
    starts_at: start,
    ends_at: change.end ?? start,
    time_zone: change.timeZone,
    reminders: '[]',
    recurrence: change.recurrence,
    busy: change.busy,
    cancelled: change.cancelled,
    external_id: change.id,
    external_tag: change.tag,
    series_id: change.seriesId,
    original_start: change.originalStart,
  }
}

/** A push channel where Google can reach us: over https, or on the same machine in the sandbox. */
async function watch({ ctx, calendar, remote }: Reading): Promise<void> {
  const reachable = ctx.sandbox || ctx.publicUrl.startsWith('https://')
  const renewAt = ctx.clock.now().add({ hours: channelRenewHours })
  const isFresh = calendar.channel_until && Temporal.Instant.compare(calendar.channel_until, renewAt) > 0
  if (!reachable || isFresh) return
  const secret = randomBytes(24).toString('base64url')
  const id = randomUUID()
  const address = `${ctx.publicUrl}/api/v1/calendar/google/push`
  // The row first: Google's first message may arrive before its answer.
  await ctx.db.query
    .updateTable('calendars')
    .set({ channel_id: id, channel_secret_hash: sha256(secret), channel_resource: null })
    .where('id', '=', calendar.id)
    .execute()
  const opened = await remote.watch({ id, secret, address }).catch((error: unknown) => {
    if (!(error instanceof OutboundError)) throw error
    // Polling goes on; another try with the next renewal.
    ctx.log.info({ err: error }, 'Google opens no push channel to us')
    return { resource: null, until: renewAt.add({ hours: channelRenewHours }) }
  })
  await ctx.db.query
    .updateTable('calendars')
    .set({ channel_resource: opened.resource, channel_until: opened.until })
    .where('id', '=', calendar.id)
    .execute()
}
