import { derivedId, inScope, notFound, type PersonalCipher, Problem } from '#kernel'
import { type CorrectionsRead, pdfCorrected } from '#services/pdf'
import { changesIn } from './changes.ts'
import type { Ctx, Meta, Tx } from './context.ts'
import { correctedSheet } from './corrected.ts'
import { detailOf } from './documents.ts'
import { learn } from './jobs.ts'
import { type Found, findPointers } from './pointing.ts'
import { type Change, type DocumentRow, sealChange } from './present.ts'
import { currentSheet, findDocument, now } from './queries.ts'
import { verdictOf } from './verdict.ts'

interface Input extends CorrectionsRead {
  documentId: string
  confirm: boolean
}

/**
 * Puts a person's values in place of what was read, or confirms the sheet as it is; both values are kept. What
 * follows is told as `pdf.corrected` in the story of the message, so that the plan is made again.
 *
 * @throws Problem 404; 409 when there is no call sheet to correct, or an element that is to be put right is not in its
 *   list any more; 422 where nothing that was pointed to is printed.
 */
export async function correct(ctx: Ctx, input: Input, { userId, signal }: Meta) {
  const document = await findDocument(ctx.db.query, input.documentId, userId)
  if (!document) throw notFound('document')
  const cipher = await ctx.secrets.person(userId)
  const found = await findPointers(ctx, cipher, document, input, signal)
  await inScope({ correlationId: document.correlation_id }, () =>
    ctx.db.transaction((tx) => apply(tx, cipher, userId, { ...input, found })),
  )
  return await detailOf(ctx, userId, input.documentId)
}

async function apply(
  tx: Tx,
  cipher: PersonalCipher,
  userId: string,
  input: Input & { found: Found },
): Promise<void> {
  const row = await tx.query
    .selectFrom('documents')
    .selectAll()
    .where('id', '=', input.documentId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('document')
  const { sheet, changes: earlier } = await currentSheet(tx.query, cipher, row)
  if (!sheet || sheet.kind === 'other' || row.state === 'pending') throw notCorrectable()
  const at = { by: `user:${userId}`, correctedAt: row.created_at }
  const changes = changesIn(sheet, input, input.found, earlier).map((change) => ({ ...change, ...at }))
  const confirmed = input.confirm || (row.confirmed && changes.length === 0)
  if (changes.length === 0 && confirmed === row.confirmed) return
  const verdict = verdictOf(correctedSheet(sheet, changes), confirmed)
  if (input.confirm && !verdict.usable)
    throw new Problem(409, 'pdf.not-correctable', 'Without a date and a call there is nothing to confirm')
  await keep(tx, cipher, row, changes)
  await publish(tx, row, {
    changes,
    confirmed,
    state: verdict.state,
    reason: verdict.needsReview ? (verdict.problems[0] ?? 'unsure') : null,
  })
}

const notCorrectable = () =>
  new Problem(409, 'pdf.not-correctable', 'Only a call sheet that has been read can be corrected')

async function keep(tx: Tx, cipher: PersonalCipher, row: DocumentRow, changes: readonly Change[]) {
  if (changes.length === 0) return
  const rows = await tx.query
    .insertInto('corrections')
    .values(
      changes.map(({ field, item, before, after, evidence }) => ({
        document_id: row.id,
        user_id: row.user_id,
        change: sealChange(cipher, row.id, { field, item, before, after, evidence }),
        corrected_at: now,
      })),
    )
    .returning('id')
    .execute()
  for (const { id } of rows)
    await tx.enqueue(learn, { correctionId: id }, { id: derivedId('learn', row.id, id) })
}

async function publish(
  tx: Tx,
  row: DocumentRow,
  result: { changes: readonly Change[]; confirmed: boolean; state: string; reason: string | null },
): Promise<void> {
  const { changes, confirmed, state, reason } = result
  const { version } = await tx.query
    .updateTable('documents')
    .set((eb) => ({ confirmed, state, reason, version: eb('version', '+', 1) }))
    .where('id', '=', row.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  await tx.publish(
    pdfCorrected,
    {
      documentId: row.id,
      emailId: row.email_id,
      userId: row.user_id,
      version,
      fields: [...new Set(changes.map((change) => change.field))],
      confirmed,
    },
    { subject: `document:${row.id}` },
  )
}
