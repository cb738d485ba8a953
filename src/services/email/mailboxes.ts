import { sql } from 'kysely'
import { cutPage, decodeCursor, derivedId, notFound } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import { checkMailbox } from './jobs.ts'
import { presentMailbox } from './present.ts'
import { after, isWatched, now } from './queries.ts'

const pollBatch = 100
/** A mailbox with an open IDLE connection is looked at for safety's sake only. */
const watchedPollSeconds = 900
/** Told to every process when a mailbox was linked or unlinked: its watcher looks at once. */
export const mailboxesChanged = 'mailboxes-changed'

/** In the order they were linked. */
export async function listMailboxes(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  { userId }: Meta,
) {
  const from = decodeCursor(cursor)
  let query = ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('unlinked_at', 'is', null)
    .orderBy('linked_at')
    .orderBy('id')
    .limit(limit + 1)
  if (from) query = query.where(sql<boolean>`(linked_at, id) > (${from.key}::timestamptz, ${from.id}::uuid)`)
  const rows = await query.execute()
  const cipher = await ctx.secrets.person(userId)
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.linked_at.toString(), id: row.id }),
    (row) => presentMailbox(cipher, row),
  )
}

/** A user who asks through another service sees only their own. @throws Problem 404 when it is unlinked by now. */
export async function mailboxOf(ctx: Ctx, { mailboxId }: { mailboxId: string }, { actor }: Meta) {
  const row = await ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', '=', mailboxId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst()
  if (!row || (actor.kind === 'user' && actor.id !== row.user_id)) throw notFound('mailbox')
  return presentMailbox(await ctx.secrets.person(row.user_id), row)
}

/** Puts a look into the queue. A mailbox for uploads has nothing to look for. */
export async function checkNow(ctx: Ctx, { mailboxId }: { mailboxId: string }, { userId }: Meta) {
  const mailbox = await ctx.db.query
    .selectFrom('mailboxes')
    .select(['kind', 'state'])
    .where('id', '=', mailboxId)
    .where('user_id', '=', userId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst()
  if (!mailbox) throw notFound('mailbox')
  const queued = mailbox.kind !== 'upload' && mailbox.state === 'connected'
  if (queued) await ctx.db.transaction((tx) => tx.enqueue(checkMailbox, { mailboxId }))
  return { queued }
}

/** Forgets how to get in. Messages that came through it stay. */
export async function deleteMailbox(
  ctx: Ctx,
  { mailboxId }: { mailboxId: string },
  { userId }: Meta,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const gone = await tx.query
      .updateTable('mailboxes')
      .set((eb) => ({
        credentials: null,
        unlinked_at: now,
        due_at: null,
        watch_due_at: null,
        watcher: null,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', mailboxId)
      .where('user_id', '=', userId)
      .where('unlinked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw notFound('mailbox')
    await tx.audit({ action: 'mailbox.unlinked', target: `mailbox:${mailboxId}` })
  })
  ctx.signal.send(mailboxesChanged)
}

/** When the next mailbox is looked at. */
export const nextPoll = sql`select min(due_at) from mailboxes`

/** Puts a look at every mailbox that is due into the queue, and says when it is due again. */
export async function pollMailboxes(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const due = await tx.query
      .selectFrom('mailboxes')
      .select(['id', 'due_at', isWatched.as('watched')])
      .where('due_at', '<=', now)
      .limit(pollBatch)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const { id, due_at, watched } of due) {
      await tx.enqueue(checkMailbox, { mailboxId: id }, { id: derivedId('poll', id, String(due_at)) })
      await tx.query
        .updateTable('mailboxes')
        .set({ due_at: after(watched ? watchedPollSeconds : ctx.settings.EMAIL_POLL_SECONDS) })
        .where('id', '=', id)
        .execute()
    }
  })
}
