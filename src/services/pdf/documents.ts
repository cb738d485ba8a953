import { sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, notFound, type PersonalCipher, Problem } from '#kernel'
import type { DocumentState } from '#services/pdf'
import type { Ctx, Meta } from './context.ts'
import { type DocumentRow, openSource, presentSummary } from './present.ts'
import { currentSheet, findDocument } from './queries.ts'
import { doubtsOf } from './verdict.ts'

interface ListInput {
  cursor?: string | undefined
  limit: number
  state?: z.output<typeof DocumentState> | undefined
}

/** Newest first. */
export async function listDocuments(ctx: Ctx, { cursor, limit, state }: ListInput, { userId }: Meta) {
  const from = decodeCursor(cursor)
  let query = ctx.db.query
    .selectFrom('documents')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (state) query = query.where('state', '=', state)
  if (from) query = query.where(sql<boolean>`(created_at, id) < (${from.key}::timestamptz, ${from.id}::uuid)`)
  const rows = await query.execute()
  const cipher = await ctx.secrets.person(userId)
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    (row) => presentSummary(cipher, row),
  )
}

/** One document of this user's with what it says, corrections applied. */
export async function detailOf(ctx: Ctx, userId: string, documentId: string) {
  const row = await findDocument(ctx.db.query, documentId, userId)
  if (!row) throw notFound('document')
  const cipher = await ctx.secrets.person(userId)
  const { sheet, changes } = await currentSheet(ctx.db.query, cipher, row)
  return { ...presentSummary(cipher, row), sheet, corrections: changes }
}

/** The PDF itself, to its owner and nobody else. It is what somebody mailed: browsers may show it and nothing more. */
export async function getFile(ctx: Ctx, { documentId }: { documentId: string }, { userId }: Meta) {
  const row = await findDocument(ctx.db.query, documentId, userId)
  if (!row) throw notFound('document')
  const { base64, fileName } = await ctx.call.email.attachmentContent({ attachmentId: row.attachment_id })
  const bytes = Buffer.from(base64, 'base64')
  return new Response(bytes, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Length': String(bytes.length),
      'Content-Disposition': disposition(fileName),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  })
}

/** RFC 6266: the name in ASCII for old readers, in UTF-8 for all others. */
function disposition(fileName: string): string {
  const ascii = fileName
    .normalize('NFD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%]/g, '_')
  const exact = encodeURIComponent(fileName).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `inline; filename="${ascii || 'document.pdf'}"; filename*=UTF-8''${exact}`
}

/** What a document says, for planning. A user who asks through another service sees only their own. */
export async function sheetOf(ctx: Ctx, { documentId }: { documentId: string }, { actor }: Meta) {
  const row = await findDocument(ctx.db.query, documentId, actor.kind === 'user' ? actor.id : undefined)
  if (!row) throw notFound('document')
  const cipher = await ctx.secrets.person(row.user_id)
  const { sheet } = await currentSheet(ctx.db.query, cipher, row)
  if (!sheet) throw new Problem(404, 'pdf.not-read', 'This document has not been read')
  return {
    documentId: row.id,
    emailId: row.email_id,
    userId: row.user_id,
    version: row.version,
    confirmed: row.confirmed,
    sender: openSource(cipher, row).sender,
    receivedAt: row.received_at,
    part: { number: row.part, of: row.parts },
    otherParts: await otherPartsOf(ctx, cipher, row),
    sheet,
  }
}

/** Where a document came from, and what of it is doubtful; of one that could not be read only the former. */
export async function reviewOf(ctx: Ctx, { documentId }: { documentId: string }, { actor }: Meta) {
  const row = await findDocument(ctx.db.query, documentId, actor.kind === 'user' ? actor.id : undefined)
  if (!row) throw notFound('document')
  const cipher = await ctx.secrets.person(row.user_id)
  const { sheet } = await currentSheet(ctx.db.query, cipher, row)
  const doubts = sheet && !row.confirmed ? doubtsOf(sheet) : []
  return { userId: row.user_id, ...openSource(cipher, row), doubts }
}

async function otherPartsOf(ctx: Ctx, cipher: PersonalCipher, row: DocumentRow) {
  if (row.parts === 1) return []
  const others = await ctx.db.query
    .selectFrom('documents')
    .selectAll()
    .where('attachment_id', '=', row.attachment_id)
    .where('id', '<>', row.id)
    .orderBy('part')
    .execute()
  const found: { documentId: string; version: number; kind: string; shootingDate: string | null }[] = []
  for (const other of others) {
    const { sheet } = await currentSheet(ctx.db.query, cipher, other)
    const shootingDate = sheet?.shootingDate?.value ?? null
    if (sheet) found.push({ documentId: other.id, version: other.version, kind: sheet.kind, shootingDate })
  }
  return found
}
