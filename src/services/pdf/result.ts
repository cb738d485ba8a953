import { derivedId, type PersonalCipher } from '#kernel'
import { pdfParsed, pdfRejected, type Sheet } from '#services/pdf'
import type { Ctx, Tx } from './context.ts'
import { correctedSheet } from './corrected.ts'
import { type DocumentRow, openSource, sealSheet, sealSource } from './present.ts'
import { changesOf } from './queries.ts'
import { type Verdict, verdictOf } from './verdict.ts'

export type Refusal = { code: string; message: string }

/** A sheet of a file, and which of its sheets it is, from 1. */
export interface SheetOfFile {
  readonly part: number
  readonly sheet: Sheet
}

/** A document of its own for each sheet of a file; that of the first has the id of the attachment. */
export const documentIdOf = (attachmentId: string, part: number): string =>
  part === 1 ? attachmentId : derivedId('sheet', attachmentId, part)

/**
 * Lets the sheets of a file in, all in one transaction, and tells of each. What an earlier reading took for a further
 * sheet and this one does not is gone.
 *
 * @param row the document of the file's first sheet
 */
export async function accept(
  ctx: Ctx,
  row: DocumentRow,
  emailVersion: number,
  { sheets, readMs }: { sheets: readonly SheetOfFile[]; readMs: number },
): Promise<void> {
  const cipher = await ctx.secrets.person(row.user_id)
  const parts = sheets.at(-1)?.part ?? 1
  await ctx.db.transaction(async (tx) => {
    for (const { part, sheet } of sheets) {
      const id = documentIdOf(row.id, part)
      if (part > 1) await addPart(tx, cipher, row, { id, part })
      const changes = await changesOf(tx.query, cipher, id)
      const corrected = correctedSheet(sheet, changes)
      const verdict = verdictOf(corrected, false)
      const version = await finish(tx, id, emailVersion, {
        ...result(corrected, verdict),
        parts,
        read_ms: readMs,
        sheet: sealSheet(cipher, id, sheet),
      })
      if (version === undefined) return
      await tell(tx, row, { id, version, part: { number: part, of: parts }, readMs }, corrected, verdict)
      tx.afterCommit(() => observe(ctx, corrected.kind, readMs))
    }
    await dropOtherParts(
      tx,
      row.id,
      sheets.map(({ part }) => part),
    )
  })
}

const result = (sheet: Sheet, { state, problems }: Verdict) => ({
  state,
  reason: state === 'needs-review' ? (problems[0] ?? 'unsure') : null,
  kind: sheet.kind,
  pages: sheet.pages.length,
})

async function addPart(
  tx: Tx,
  cipher: PersonalCipher,
  row: DocumentRow,
  { id, part }: { id: string; part: number },
): Promise<void> {
  const { sha256, size, user_id, email_id, received_at, correlation_id, email_version, created_at } = row
  const file = { email_id, received_at, correlation_id, email_version }
  const source = sealSource(cipher, id, openSource(cipher, row))
  await tx.query
    .insertInto('documents')
    .values({ ...file, id, attachment_id: row.id, part, source, user_id, sha256, size, created_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...file, source }))
    .execute()
}

function tell(
  tx: Tx,
  row: DocumentRow,
  {
    id,
    readMs,
    ...which
  }: { id: string; version: number; part: { number: number; of: number }; readMs: number },
  { kind, subkind, language, pages }: Sheet,
  { usable, needsReview, problems }: Verdict,
): Promise<void> {
  const file = { attachmentId: row.id, emailId: row.email_id, userId: row.user_id }
  const facts = { kind, subkind, language, usable, needsReview, problems, pages: pages.length, readMs }
  return tx.publish(pdfParsed, { documentId: id, ...which, ...file, ...facts }, { subject: `document:${id}` })
}

const observe = (ctx: Ctx, kind: string, readMs: number): void =>
  ctx.metrics
    .histogram('pdf_parsing_duration_seconds', 'Reading one PDF', ['kind'])
    .observe({ kind }, readMs / 1000)

/** The file cannot be read, and none of its sheets. */
export async function reject(
  ctx: Ctx,
  row: DocumentRow,
  emailVersion: number,
  { code, message }: Refusal,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const version = await finish(tx, row.id, emailVersion, {
      state: 'unreadable',
      reason: code,
      kind: null,
      pages: null,
      parts: 1,
      read_ms: null,
      sheet: null,
    })
    if (version === undefined) return
    await dropOtherParts(tx, row.id, [1])
    await tx.publish(
      pdfRejected,
      { documentId: row.id, emailId: row.email_id, userId: row.user_id, version, code, message },
      { subject: `document:${row.id}` },
    )
    tx.afterCommit(() =>
      ctx.metrics
        .counter('pdf_parsing_errors_total', 'PDFs that could not be read', ['error_type'])
        .inc({ error_type: code }),
    )
  })
}

async function dropOtherParts(tx: Tx, attachmentId: string, parts: readonly number[]): Promise<void> {
  await tx.query
    .deleteFrom('documents')
    .where('attachment_id', '=', attachmentId)
    .where('part', 'not in', parts)
    .execute()
}

/** Lets the first result of a processing in; later ones of it, and those of an earlier one, find nothing to do. */
async function finish(
  tx: Tx,
  documentId: string,
  emailVersion: number,
  found: Pick<DocumentRow, 'state' | 'reason' | 'kind' | 'pages' | 'parts' | 'read_ms' | 'sheet'>,
): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('documents')
    .set((eb) => ({
      ...found,
      recognising_page: null,
      recognising_of: null,
      read_version: emailVersion,
      confirmed: false,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', documentId)
    .where('read_version', '<', emailVersion)
    .returning('version')
    .executeTakeFirst()
  return row?.version
}
