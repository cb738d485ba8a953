import type { Kysely, Selectable } from 'kysely'
import { type PersonalCipher, Problem } from '#kernel'
import { openContent, sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import { calendarEventEdited } from './contract.ts'
import { moveOf } from './moves.ts'
import { splitNotes } from './notes.ts'
import { wantCopies } from './plan-copies.ts'
import type { RemoteChange } from './providers/types.ts'
import type { EventCopiesRow, Tables } from './tables.ts'

export type CopyRow = Selectable<EventCopiesRow>
type Field = 'start' | 'end' | 'location' | 'notes'

interface Edit {
  deleted: boolean
  fields: Field[]
  notes: string
}

/**
 * Takes in what stands at the provider of an event of ours. Our own writing is told from the user's by what we wrote
 * beside it, never by who came first. Time and place are offered to schedule as edits, notes are kept, and a deleted day
 * is asked about; it is not put back meanwhile.
 *
 * Safe to repeat: schedule hears of the same edit again at worst, and the record is made once.
 */
export async function takeIn(
  ctx: Ctx,
  cipher: PersonalCipher,
  copy: CopyRow,
  remote: RemoteChange,
): Promise<void> {
  if (copy.state !== 'standing' || copy.tag === remote.tag) return
  if (copy.role === 'other') return await takeInOwn(ctx, cipher, copy, remote)
  if (copy.role === 'wake-up') {
    await markSeen(ctx.db.query, copy, remote)
    return
  }
  const day = await ctx.db.query
    .selectFrom('events')
    .select(['id', 'user_id', 'content'])
    .where('id', '=', copy.event_id)
    .executeTakeFirst()
  if (!day) return
  const edit = editOf(remote, openContent(cipher, day.id, day.content).notes)
  if (edit.deleted || edit.fields.length > 0) await offer(ctx, copy.plan_id, edit, remote)
  await ctx.db.transaction(async (tx) => {
    if (!(await markSeen(tx.query, copy, remote))) return
    if (!edit.deleted && edit.fields.length === 0) return
    const keepsNotes = edit.fields.includes('notes')
    const row = await tx.query
      .selectFrom('events')
      .select(['content', 'version'])
      .where('id', '=', day.id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const version = row.version + (keepsNotes ? 1 : 0)
    if (keepsNotes) {
      const content = { ...openContent(cipher, day.id, row.content), notes: edit.notes }
      await tx.query
        .updateTable('events')
        .set({ content: sealContent(cipher, day.id, content), version, updated_at: ctx.clock.now() })
        .where('id', '=', day.id)
        .execute()
      await wantCopies(tx, { planId: copy.plan_id, exceptCalendarId: copy.calendar_id })
    }
    const { deleted, fields } = edit
    const data = { planId: copy.plan_id, userId: day.user_id, version, deleted, fields }
    await tx.publish(calendarEventEdited, data, { subject: `plan:${copy.plan_id}` })
  })
}

function editOf(remote: RemoteChange, knownNotes: string): Edit {
  if (remote.cancelled) return { deleted: true, fields: [], notes: knownNotes }
  const { notes, separated } = splitNotes(remote.description)
  // Without the line the user has deleted our text; the notes we know are not given up for that.
  const newNotes = separated && notes !== knownNotes.trim()
  const changed: Record<Field, boolean> = {
    start: remote.ours?.start ?? false,
    end: remote.ours?.end ?? false,
    location: remote.ours?.location ?? false,
    notes: newNotes,
  }
  const fields = (['start', 'end', 'location', 'notes'] as const).filter((field) => changed[field])
  return { deleted: false, fields, notes }
}

/** Schedule decides what becomes of it. A plan that is gone needs no edits. */
async function offer(ctx: Ctx, planId: string, edit: Edit, remote: RemoteChange): Promise<void> {
  const { fields } = edit
  if (!edit.deleted && fields.every((field) => field === 'end')) return
  try {
    await ctx.call.schedule.calendarChange({
      planId,
      deleted: edit.deleted,
      ...(fields.includes('start') && remote.start ? { start: remote.start } : {}),
      ...(fields.includes('location') ? { location: (remote.location ?? '').slice(0, 500) } : {}),
      ...(fields.includes('notes') ? { notes: edit.notes } : {}),
    })
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error
  }
}

/** An event of the user's own is theirs to change wherever they do: what stands at the provider is taken over. */
async function takeInOwn(
  ctx: Ctx,
  cipher: PersonalCipher,
  copy: CopyRow,
  remote: RemoteChange,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!(await markSeen(tx.query, copy, remote))) return
    const row = await tx.query
      .selectFrom('events')
      .selectAll()
      .where('id', '=', copy.event_id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return
    const others = { ownEventId: row.id, userId: row.user_id, exceptCalendarId: copy.calendar_id }
    if (remote.cancelled) {
      await tx.query.deleteFrom('events').where('id', '=', row.id).execute()
      await tx.publishAll([moveOf({ ...row, version: row.version + 1 }, true)])
      await tx.audit({ action: 'calendar.event-deleted', target: `event:${row.id}` })
      return await wantCopies(tx, others)
    }
    const before = openContent(cipher, row.id, row.content)
    const { title, description, location } = remote
    const content = { ...before, title: title || before.title, description, location }
    const [start, end] = [remote.start ?? row.starts_at, remote.end ?? row.ends_at]
    const isSame = start.equals(row.starts_at) && end.equals(row.ends_at)
    if (isSame && JSON.stringify(content) === JSON.stringify(before)) return
    const changed = await tx.query
      .updateTable('events')
      .set({
        content: sealContent(cipher, row.id, content),
        starts_at: start,
        ends_at: end,
        version: row.version + 1,
        updated_at: ctx.clock.now(),
      })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (!isSame) await tx.publishAll([moveOf(changed, false)])
    await tx.audit({ action: 'calendar.event-changed', target: `event:${row.id}` })
    await wantCopies(tx, others)
  })
}

/** False when somebody else has recorded this very state meanwhile. */
async function markSeen(db: Kysely<Tables>, copy: CopyRow, remote: RemoteChange): Promise<boolean> {
  const done = await db
    .updateTable('event_copies')
    .set({ tag: remote.tag, ...(remote.cancelled ? { state: 'dropped' } : {}) })
    .where('calendar_id', '=', copy.calendar_id)
    .where('event_id', '=', copy.event_id)
    .where('state', '=', 'standing')
    .where('tag', 'is distinct from', remote.tag)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
