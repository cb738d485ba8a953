import { sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, notFound } from '#kernel'
import type { EmailState } from '#services/email'
import { blobAad } from './blobs.ts'
import type { Ctx, Meta } from './context.ts'
import { assembleLog } from './log.ts'
import { openFileName, openHeaders, presentEmail } from './present.ts'
import { attachmentsOf, findEmail } from './queries.ts'
import { messageText } from './reasons.ts'

/** A story longer than this has long been told. */
const maxSteps = 300

interface ListInput {
  cursor?: string | undefined
  limit: number
  state?: z.output<typeof EmailState> | undefined
}

/** Newest first, by the time they were received. */
export async function listEmails(ctx: Ctx, { cursor, limit, state }: ListInput, { userId }: Meta) {
  const from = decodeCursor(cursor)
  let query = ctx.db.query
    .selectFrom('emails')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (state) query = query.where('state', '=', state)
  if (from)
    query = query.where(sql<boolean>`(received_at, id) < (${from.key}::timestamptz, ${from.id}::uuid)`)
  const rows = await query.execute()
  const ids = rows.slice(0, limit).map((row) => row.id)
  const attachments = await attachmentsOf(ctx.db.query, ids)
  const cipher = await ctx.secrets.person(userId)
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.received_at.toString(), id: row.id }),
    (row) => presentEmail(cipher, row, attachments),
  )
}

/** What happened to a message, step by step (PRODUCT 1.1). */
export async function getLog(ctx: Ctx, { emailId }: { emailId: string }, { userId }: Meta) {
  const email = await findEmail(ctx.db.query, userId, emailId)
  if (!email) throw notFound('message')
  const heard = await ctx.db.query
    .selectFrom('steps')
    .select(['type', 'outcome', 'detail', 'duration_ms', 'at'])
    .where('correlation_id', '=', email.correlation_id)
    .orderBy('at')
    .limit(maxSteps)
    .execute()
  return { correlationId: email.correlation_id, steps: assembleLog(email, heard) }
}

/** A user who asks through another service sees only their own. @throws Problem 404 unless it failed. */
export async function failureOf(ctx: Ctx, { emailId }: { emailId: string }, { actor }: Meta) {
  const row = await ctx.db.query
    .selectFrom('emails')
    .select(['id', 'user_id', 'headers', 'state', 'state_reason'])
    .where('id', '=', emailId)
    .where('state', '=', 'failed')
    .executeTakeFirst()
  if (!row || (actor.kind === 'user' && actor.id !== row.user_id)) throw notFound('message')
  const { subject, sender } = openHeaders(await ctx.secrets.person(row.user_id), row.id, row.headers)
  return { subject, sender, text: messageText(row.state, row.state_reason) }
}

/** The bytes of an attachment for the services that read or show it. A user who asks through them sees only their own. */
export async function attachmentContent(ctx: Ctx, { attachmentId }: { attachmentId: string }, meta: Meta) {
  const row = await ctx.db.query
    .selectFrom('attachments')
    .innerJoin('emails', 'emails.id', 'attachments.email_id')
    .selectAll('attachments')
    .select('emails.headers')
    .where('attachments.id', '=', attachmentId)
    .executeTakeFirst()
  if (!row || (meta.actor.kind === 'user' && meta.actor.id !== row.user_id)) throw notFound('attachment')
  const sealed = await ctx.blobs.get(row.blob_key)
  if (!sealed) throw notFound('attachment')
  const cipher = await ctx.secrets.person(row.user_id)
  const { subject, sender } = openHeaders(cipher, row.email_id, row.headers)
  return {
    userId: row.user_id,
    emailId: row.email_id,
    fileName: openFileName(cipher, row),
    contentType: row.content_type,
    base64: Buffer.from(cipher.openBytes(sealed, blobAad(row.blob_key))).toString('base64'),
    subject,
    sender,
  }
}
