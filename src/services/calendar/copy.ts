import type { JobMeta, PersonalCipher } from '#kernel'
import { openContent } from './content.ts'
import type { Ctx } from './context.ts'
import { type CopyRow, takeIn } from './edits.ts'
import { type CalendarRow, disconnect, googleEventId, openGoogle } from './google-session.ts'
import { withNotes } from './notes.ts'
import { claim, release, renew, settle } from './plan-copies.ts'
import { GrantRevoked } from './providers/google-oauth.ts'
import type { RemoteCalendar, RemoteEvent } from './providers/types.ts'
import { type EventRow, eventsToCopy } from './queries.ts'

interface Copying {
  ctx: Ctx
  calendar: CalendarRow
  remote: RemoteCalendar
  cipher: PersonalCipher
  planId: string
  /** Of the lease. */
  key: string
}

/** More rounds than a plan can get new versions during one job. */
const roundLimit = 20
/** A user who edits an event while it is written: read again this often, then leave it to the next try. */
const changedLimit = 3

/**
 * Brings a linked calendar to what our own holds of a plan. Killed between a call and its record, the next run finds
 * the event under its derived id, so there is never a second one.
 */
export async function copy(
  ctx: Ctx,
  { calendarId, planId }: { calendarId: string; planId: string },
  meta: Pick<JobMeta, 'key'>,
): Promise<void> {
  const calendar = await ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('id', '=', calendarId)
    .where('state', '=', 'connected')
    .executeTakeFirst()
  if (!calendar) return
  const first = await claim(ctx.db.query, calendarId, planId, meta.key)
  if (first === undefined) return
  try {
    const cipher = await ctx.secrets.person(calendar.user_id)
    const remote = await openGoogle(ctx, calendar)
    const copying: Copying = { ctx, calendar, remote, cipher, planId, key: meta.key }
    let wanted: number | undefined = first
    for (let round = 0; wanted !== undefined && round < roundLimit; round++) {
      await copyOnce(copying)
      wanted = await settle(ctx.db.query, calendarId, planId, meta.key, wanted)
    }
    ctx.metrics.operations.inc({ service: 'calendar', operation: 'copy', status: 'ok' })
  } catch (error) {
    if (!(error instanceof GrantRevoked)) throw error
    await disconnect(ctx, calendarId)
  } finally {
    await release(ctx.db.query, calendarId, planId, meta.key)
  }
}

async function copyOnce(copying: Copying): Promise<void> {
  const { ctx, calendar, planId } = copying
  const rows = await eventsToCopy(ctx.db.query, planId)
  const copies = await ctx.db.query
    .selectFrom('event_copies')
    .selectAll()
    .where('calendar_id', '=', calendar.id)
    .where('plan_id', '=', planId)
    .execute()
  for (const row of rows.filter((each) => !each.cancelled))
    await put(
      copying,
      row,
      copies.find((each) => each.event_id === row.id),
    )
  for (const gone of copies) {
    const stands = rows.some((row) => row.id === gone.event_id && !row.cancelled)
    if (!stands && gone.state !== 'removed') await remove(copying, gone)
  }
}

async function put(copying: Copying, row: EventRow, known: CopyRow | undefined): Promise<void> {
  if (known?.state === 'standing' && known.written_version === row.version) return
  // An alarm that the user deleted comes back when the wake-up moves: nobody deletes tomorrow's alarm for good.
  const moved = known?.role === 'wake-up' && !known.starts_at.equals(row.starts_at)
  if (known?.state === 'dropped' && !moved) return
  const event = remoteEvent(copying, row)
  const written =
    known?.state === 'standing' ? await patch(copying, event, known) : await insert(copying, event)
  if (written) await record(copying, row, event.id, written.tag)
}

async function insert(copying: Copying, event: RemoteEvent): Promise<{ tag: string }> {
  await keep(copying)
  const inserted = await copying.remote.insert(event)
  if (inserted !== 'exists') return inserted
  // The id is ours alone: an earlier run wrote it and lost its record, or we removed it when the plan was cancelled.
  await keep(copying)
  const patched = await copying.remote.patch(event)
  if (patched === 'gone' || patched === 'changed') throw new Error('Google has the event and has it not')
  return patched
}

/** Undefined when the user has deleted the event meanwhile. */
async function patch(
  copying: Copying,
  event: RemoteEvent,
  known: CopyRow,
): Promise<{ tag: string } | undefined> {
  const { ctx, cipher, remote, planId } = copying
  let tag = known.tag ?? undefined
  for (let tries = 0; tries < changedLimit; tries++) {
    await keep(copying)
    const patched = await remote.patch(event, tag)
    if (patched === 'gone') return await insert(copying, event)
    if (patched !== 'changed') return patched
    const seen = await remote.get(event.id)
    if (!seen) return await insert(copying, event)
    await takeIn(ctx, cipher, { ...known, tag: tag ?? null }, seen)
    if (seen.cancelled) return undefined
    const fresh = (await eventsToCopy(ctx.db.query, planId)).find((row) => row.id === known.event_id)
    if (!fresh) return undefined
    event = remoteEvent(copying, fresh)
    tag = seen.tag
  }
  throw new Error('The event keeps changing while it is written')
}

async function remove(copying: Copying, gone: CopyRow): Promise<void> {
  const { ctx, remote } = copying
  if (gone.state === 'standing') {
    await keep(copying)
    await remote.remove(gone.external_id)
  }
  await ctx.db.query
    .updateTable('event_copies')
    .set({ state: 'removed', tag: null })
    .where('calendar_id', '=', gone.calendar_id)
    .where('event_id', '=', gone.event_id)
    .execute()
}

async function keep({ ctx, calendar, planId, key }: Copying): Promise<void> {
  await renew(ctx.db.query, calendar.id, planId, key)
}

function remoteEvent({ cipher, planId }: Copying, row: EventRow): RemoteEvent {
  const content = openContent(cipher, row.id, row.content)
  const { title, description, location, notes, language } = content
  return {
    id: googleEventId(row.id),
    title,
    description: row.role === 'day' ? withNotes(description, notes, language) : description,
    location,
    start: row.starts_at,
    end: row.ends_at,
    timeZone: row.time_zone,
    reminders: row.reminders as RemoteEvent['reminders'],
    recurrence: row.recurrence,
    visibility: row.visibility as RemoteEvent['visibility'],
    busy: row.busy,
    planId,
  }
}

async function record({ ctx, calendar, planId }: Copying, row: EventRow, externalId: string, tag: string) {
  const values = {
    tag,
    state: 'standing',
    written_version: row.version,
    starts_at: row.starts_at,
  }
  await ctx.db.query
    .insertInto('event_copies')
    .values({
      ...values,
      calendar_id: calendar.id,
      event_id: row.id,
      plan_id: planId,
      role: row.role,
      external_id: externalId,
    })
    .onConflict((conflict) => conflict.columns(['calendar_id', 'event_id']).doUpdateSet(values))
    .execute()
}
