import { randomUUID } from 'node:crypto'
import { mailboxConnected, mailboxDisconnected } from '#services/email'
import type { Ctx, Tx } from './context.ts'
import type { MailboxRow } from './present.ts'
import { now } from './queries.ts'

/** An account that let us in, on its way into the table. `credentials` seals them for the id that the row gets. */
export interface NewLink {
  readonly userId: string
  readonly kind: 'gmail' | 'imap'
  readonly digest: string
  /** For a mailbox that a push tells of by its address. */
  readonly addressIndex?: string
  readonly seal: (mailboxId: string) => { address: string; credentials: string }
  readonly since: Temporal.Instant
  readonly position: { historyId?: string | null; uidValidity?: number; lastUid?: number }
}

/**
 * Writes a link and tells of it. The same account again is a reconnection: it goes on where it stopped, so that
 * nothing that came meanwhile is lost.
 */
export async function writeLink(ctx: Ctx, link: NewLink): Promise<string> {
  const known = await ctx.db.query
    .selectFrom('mailboxes')
    .select('id')
    .where('user_id', '=', link.userId)
    .where('account_digest', '=', link.digest)
    .executeTakeFirst()
  const id = known?.id ?? randomUUID()
  const sealed = link.seal(id)
  return await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .insertInto('mailboxes')
      .values({
        id,
        user_id: link.userId,
        kind: link.kind,
        account_digest: link.digest,
        address_index: link.addressIndex ?? null,
        ...sealed,
        since: link.since,
        history_id: link.position.historyId ?? null,
        uid_validity: link.position.uidValidity ?? null,
        last_uid: link.position.lastUid ?? null,
        linked_at: now,
        due_at: now,
        watch_due_at: link.kind === 'gmail' && ctx.settings.GMAIL_PUBSUB_TOPIC ? now : null,
      })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'account_digest']).doUpdateSet((eb) => ({
          ...sealed,
          state: 'connected',
          last_error: null,
          unlinked_at: null,
          due_at: now,
          version: eb('mailboxes.version', '+', 1),
        })),
      )
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    const data = { mailboxId: row.id, userId: link.userId, version: row.version, kind: link.kind }
    await tx.publish(mailboxConnected, data, { subject: `mailbox:${row.id}` })
    return row.id
  })
}

/** A mailbox that lets us in no more: visible, told, and left alone until it is linked again (PRODUCT 1.1). */
export async function disconnect(ctx: Ctx, mailbox: MailboxRow, reason: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .updateTable('mailboxes')
      .set((eb) => ({
        state: 'reconnect',
        last_error: reason,
        due_at: null,
        watch_due_at: null,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', mailbox.id)
      .where('state', '=', 'connected')
      .where('credentials', '=', mailbox.credentials)
      .returning(['version'])
      .executeTakeFirst()
    if (!row) return
    await tx.publish(
      mailboxDisconnected,
      { mailboxId: mailbox.id, userId: mailbox.user_id, version: row.version, reason },
      { subject: `mailbox:${mailbox.id}` },
    )
  })
}

/**
 * A look that went well, or did not for now; the next one is due anyway. Why a mailbox was disconnected meanwhile stays:
 * that is what its owner has to read.
 */
export async function noteCheck(ctx: Ctx, mailboxId: string, error: string | null): Promise<void> {
  await ctx.db.query
    .updateTable('mailboxes')
    .set(error === null ? { last_checked_at: now, last_error: null } : { last_error: error })
    .where('id', '=', mailboxId)
    .where('state', '=', 'connected')
    .execute()
}

export async function findMailbox(ctx: Ctx, mailboxId: string): Promise<MailboxRow | undefined> {
  return await ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', '=', mailboxId)
    .where('unlinked_at', 'is', null)
    .where('state', '=', 'connected')
    .executeTakeFirst()
}

/** How far back we list when a mark is of no use any more: Gmail forgets history after about a week. */
const listedDays = 14
/** A server's clock is not ours, and IMAP tells only whole seconds. */
const graceSeconds = 300

/** From when on messages are listed when the mark is lost: never from before the mailbox was linked. */
export function listedFrom(ctx: Ctx, mailbox: Pick<MailboxRow, 'since'>): Temporal.Instant {
  const window = ctx.clock.now().subtract({ hours: 24 * listedDays })
  return Temporal.Instant.compare(mailbox.since, window) > 0 ? mailbox.since : window
}

/**
 * Was a listed message received since the mailbox was linked (or its back-fill began)? Of what lies above a mark
 * nobody has to ask.
 */
export function isSince(mailbox: Pick<MailboxRow, 'since'>, receivedAt: Temporal.Instant): boolean {
  const earliest = mailbox.since.subtract({ seconds: graceSeconds })
  return Temporal.Instant.compare(receivedAt, earliest) >= 0
}

/** Only forward: a slower look at the same mailbox must not take the mark back. */
export function markHistory(tx: Tx, mailboxId: string, historyId: string) {
  return tx.query
    .updateTable('mailboxes')
    .set({ history_id: historyId })
    .where('id', '=', mailboxId)
    .where((eb) =>
      eb.or([
        eb('history_id', 'is', null),
        eb('history_id', '<', eb.cast<string>(eb.val(historyId), 'numeric')),
      ]),
    )
    .execute()
}
