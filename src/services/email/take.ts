import { randomUUID } from 'node:crypto'
import { inScope, Problem } from '#kernel'
import type { Ctx, Tx } from './context.ts'
import { messageDigest, sha256 } from './digests.ts'
import { enter } from './hear.ts'
import { parseMessage } from './message.ts'
import { sealHeaders } from './present.ts'
import { claimFingerprints, now } from './queries.ts'
import { type Arrival, type Stored, store } from './store.ts'

type Incoming = Omit<Arrival, 'message'>

/** What the mail server says of a message without reading it; of one that is refused, all that is kept. */
export interface Announcement {
  /** Undefined when it has none. */
  readonly messageId: string | undefined
  readonly subject: string
  readonly sender: string
}

/** Takes a raw message from a mailbox. One that cannot be read, or breaks the limits, is recorded as failed. */
export async function storeRaw(
  ctx: Ctx,
  arrival: Incoming,
  announced: Announcement,
  raw: Uint8Array,
): Promise<Stored> {
  try {
    return await store(ctx, { ...arrival, message: await parseMessage(raw) })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const messageId = announced.messageId ?? `<${sha256(raw)}@not-readable>`
    return await storeFailed(ctx, {
      ...arrival,
      ...announced,
      messageId,
      reason: error.code.replace('email.', ''),
    })
  }
}

interface Failed extends Incoming, Announcement {
  readonly messageId: string
  readonly reason: string
}

/** Records that a message came and why it was not taken, once; its content stays where it is. */
export async function storeFailed(ctx: Ctx, failed: Failed): Promise<Stored> {
  const { userId, mailboxId, receivedAt, reason } = failed
  const cipher = await ctx.secrets.person(userId)
  const [emailId, correlationId] = [randomUUID(), randomUUID()]
  const record = async (tx: Tx): Promise<Stored> => {
    await failed.alongside?.(tx)
    const digest = messageDigest(userId, failed.messageId)
    const claimed = await claimFingerprints(tx.query, userId, [digest], emailId)
    if (claimed.size === 0) return { kind: 'duplicate', emailId: null }
    await tx.query
      .insertInto('emails')
      .values({
        id: emailId,
        user_id: userId,
        mailbox_id: mailboxId,
        headers: sealHeaders(cipher, emailId, failed),
        received_at: receivedAt,
        state: 'pending',
        score: 0,
        urgent: false,
        trusted_sender: false,
        correlation_id: correlationId,
        started_at: now,
        stored_at: now,
      })
      .execute()
    await enter(ctx, tx, emailId, 'failed', reason)
    return { kind: 'stored', emailId }
  }
  return await inScope({ correlationId }, () => ctx.db.transaction(record))
}
