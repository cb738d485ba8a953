import { randomUUID } from 'node:crypto'
import { notFound } from '#kernel'
import type { Meta, Tx } from './context.ts'
import { after, attachmentsOf, findEmail, now } from './queries.ts'
import { announce, readingSeconds } from './store.ts'

/** Reads a message again from its stored PDFs, or says what that would do. Both are audited. */
export async function reprocess(input: { emailId: string; dryRun: boolean }, { tx, userId }: Meta) {
  const { emailId, dryRun } = input
  const email = await findEmail(tx.query, userId, emailId)
  if (!email) throw notFound('message')
  const attachments = (await attachmentsOf(tx.query, [emailId])).length
  const wouldProcess = attachments > 0
  if (!dryRun && wouldProcess) await restart(tx, userId, emailId)
  await tx.audit({
    action: dryRun ? 'email.reprocess-tried' : 'email.reprocessed',
    target: `email:${emailId}`,
    details: { attachments },
  })
  return { emailId, wouldProcess, attachments }
}

/** Begins a new processing under a new correlation id; what is still under way for the old one counts no more. */
export async function restart(tx: Tx, userId: string, emailId: string): Promise<void> {
  const old = await tx.query
    .selectFrom('emails')
    .select('correlation_id')
    .where('id', '=', emailId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!old) throw notFound('message')
  await tx.query.deleteFrom('steps').where('correlation_id', '=', old.correlation_id).execute()
  await tx.query
    .updateTable('attachments')
    .set({ outcome: null, outcome_reason: null })
    .where('email_id', '=', emailId)
    .execute()
  await tx.query
    .updateTable('further_sheets')
    .set({ outcome: null, outcome_reason: null })
    .where('attachment_id', 'in', (eb) =>
      eb.selectFrom('attachments').select('id').where('email_id', '=', emailId),
    )
    .execute()
  const email = await tx.query
    .updateTable('emails')
    .set((eb) => ({
      state: 'pending',
      state_reason: null,
      version: eb('version', '+', 1),
      correlation_id: randomUUID(),
      started_at: now,
      planned_at: null,
      due_at: after(readingSeconds),
    }))
    .where('id', '=', emailId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announce(tx, { ...email, attachments: await attachmentsOf(tx.query, [emailId]) })
}
