import { sql } from 'kysely'
import { releaseBlobs } from './blobs.ts'
import type { Ctx, Tx } from './context.ts'
import { presentEmail, presentMailbox } from './present.ts'
import { attachmentsOf } from './queries.ts'

/** Everything but the credentials: mailboxes, messages and what became of them. The PDFs are at `pdf`. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const cipher = await ctx.secrets.person(userId)
  const mailboxes = await ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('user_id', '=', userId)
    .execute()
  const emails = await ctx.db.query
    .selectFrom('emails')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('received_at')
    .execute()
  const attachments = await attachmentsOf(
    ctx.db.query,
    emails.map((each) => each.id),
  )
  const plain = {
    mailboxes: mailboxes.map((row) => presentMailbox(cipher, row)),
    emails: emails.map((row) => presentEmail(cipher, row, attachments)),
  }
  return JSON.parse(JSON.stringify(plain)) as Record<string, unknown>
}

/** The sweep deletes the blobs; without the person's key they are unreadable at once. */
export async function erasePerson(tx: Tx, userId: string): Promise<void> {
  const blobs = await tx.query
    .selectFrom('attachments')
    .select('blob_key')
    .where('user_id', '=', userId)
    .execute()
  await releaseBlobs(
    tx,
    blobs.map((each) => each.blob_key),
  )
  await tx.query.deleteFrom('emails').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('fingerprints').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('oauth_states').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('mailboxes').where('user_id', '=', userId).execute()
  await tx.query
    .updateTable('productions')
    .set({ user_ids: sql<string[]>`array_remove(user_ids, ${userId}::uuid)` })
    .where(sql<boolean>`user_ids @> array[${userId}]::uuid[]`)
    .execute()
}
