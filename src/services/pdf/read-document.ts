import {
  type CallSheet,
  CallSheetError,
  type LearnedPlace,
  needsPictures,
  type ReadProgress,
  type ReadSettings,
  readCallSheetInWorker,
} from '#callsheet'
import { derivedId, type JobMeta, Problem } from '#kernel'
import { pdfParsed, pdfRejected, Sheet } from '#services/pdf'
import { withModel } from './ask-model.ts'
import type { Ctx, Tx } from './context.ts'
import { correctedSheet } from './corrected.ts'
import { recognise } from './jobs.ts'
import { learnedFor } from './learn.ts'
import { type DocumentRow, openSheet, sealSheet, sealSource } from './present.ts'
import { changesOf, findDocument } from './queries.ts'
import { verdictOf } from './verdict.ts'

interface Input {
  documentId: string
  emailVersion: number
}
type Scans = NonNullable<ReadSettings['scans']>
interface How {
  scans: Scans
  signal: AbortSignal
}
type Refusal = { code: string; message: string }
type Attachment = Awaited<ReturnType<Ctx['call']['email']['attachmentContent']>>

/** Settings away or a restart in the middle are worth another try; a bad PDF stays bad. */
const gaveUp: Refusal = {
  code: 'not-read',
  message: 'The document could not be read for now. Try it again later.',
}

/**
 * Reads the text of a document and publishes what became of it; a scan waits in another queue to be recognised. Reading
 * has no effect outside, so a job that was killed simply reads again; the version of the processing lets one result in.
 */
export const readDocument = (ctx: Ctx, input: Input, meta: JobMeta): Promise<void> =>
  readInJob(ctx, input, meta, 'leave')

/** As `readDocument`, with the scanned pages recognised. */
export const recogniseDocument = (ctx: Ctx, input: Input, meta: JobMeta): Promise<void> =>
  readInJob(ctx, input, meta, 'recognise')

async function readInJob(ctx: Ctx, input: Input, meta: JobMeta, scans: Scans): Promise<void> {
  const row = await findDocument(ctx.db.query, input.documentId)
  if (!row || row.read_version >= input.emailVersion) return
  try {
    const attachment = await ctx.call.email.attachmentContent({ attachmentId: row.id })
    await readAttachment(ctx, row, input.emailVersion, attachment, { scans, signal: meta.signal })
  } catch (error) {
    // The message was erased meanwhile: there is nobody left to tell.
    if (error instanceof Problem && error.status === 404) return
    if (!meta.last) throw error
    await reject(ctx, row, input.emailVersion, gaveUp)
    throw error
  }
}

async function readAttachment(
  ctx: Ctx,
  row: DocumentRow,
  emailVersion: number,
  attachment: Attachment,
  how: How,
): Promise<void> {
  const { fileName, sender } = attachment
  const cipher = await ctx.secrets.person(row.user_id)
  await ctx.db.query
    .updateTable('documents')
    .set({ source: sealSource(cipher, row.id, { fileName, sender }) })
    .where('id', '=', row.id)
    .execute()
  const started = performance.now()
  const learned = await learnedFor(ctx, cipher, row.user_id, sender)
  // What was learned since may read the same PDF better.
  const twin = learned.length === 0 ? await sameReading(ctx, row) : undefined
  const found = twin ?? (await readBytes(ctx, row, attachment, { ...how, learned }))
  const readMs = Math.round((performance.now() - started) * 100) / 100
  if (found === 'scan') return await waitForRecognition(ctx, row, emailVersion)
  if ('code' in found) return await reject(ctx, row, emailVersion, found)
  await accept(ctx, row, emailVersion, found, readMs)
}

async function waitForRecognition(ctx: Ctx, row: DocumentRow, emailVersion: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const waits = await tx.query
      .updateTable('documents')
      .set({ state: 'recognising' })
      .where('id', '=', row.id)
      .where('read_version', '<', emailVersion)
      .returning('id')
      .executeTakeFirst()
    if (waits)
      await tx.enqueue(
        recognise,
        { documentId: row.id, emailVersion },
        { id: derivedId('recognise', row.id, emailVersion) },
      )
  })
}

/** The same PDF of the same person that came in another message has been read before. */
async function sameReading(ctx: Ctx, row: DocumentRow): Promise<Sheet | undefined> {
  if (row.read_version > 0) return undefined
  const twin = await ctx.db.query
    .selectFrom('documents')
    .select(['id', 'sheet'])
    .where('user_id', '=', row.user_id)
    .where('sha256', '=', row.sha256)
    .where('id', '!=', row.id)
    .where('sheet', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!twin?.sheet) return undefined
  return openSheet(await ctx.secrets.person(row.user_id), twin.id, twin.sheet)
}

/** What stands in the PDF; `scan` when it was read without its scanned pages and they are needed. */
async function readBytes(
  ctx: Ctx,
  row: DocumentRow,
  { base64, fileName }: Attachment,
  { scans, signal, learned }: How & { learned: readonly LearnedPlace[] },
): Promise<Sheet | Refusal | 'scan'> {
  const { crewName, crewRole, crewDepartment, timeZone } = await ctx.call.config.settingsOf({
    userId: row.user_id,
  })
  const progress = progressOf(ctx, row.id)
  try {
    const bytes = Buffer.from(base64, 'base64')
    const referenceDate = row.received_at.toZonedDateTimeISO(timeZone).toPlainDate()
    const sheet = await readCallSheetInWorker(bytes, {
      me: {
        name: crewName ?? undefined,
        role: crewRole ?? undefined,
        department: crewDepartment ?? undefined,
      },
      fileName,
      learned,
      referenceDate,
      scans,
      signal,
      onProgress: progress.tell,
    })
    if (scans === 'leave' && needsPictures(sheet)) return 'scan'
    return await withModel(ctx, wireSheet(sheet), { bytes, referenceDate, signal })
  } catch (error) {
    if (!(error instanceof CallSheetError) || error.code === 'aborted') throw error
    return scans === 'leave' && error.code === 'no-text' ? 'scan' : error
  } finally {
    await progress.told()
  }
}

/** Writes down which page is being recognised. Nobody waits for it, and a reading does not fail by it. */
function progressOf(ctx: Ctx, documentId: string) {
  let last = Promise.resolve()
  const write = async ({ page, of }: ReadProgress): Promise<void> => {
    try {
      await ctx.db.query
        .updateTable('documents')
        .set({ recognising_page: page, recognising_of: of })
        .where('id', '=', documentId)
        .where('state', '=', 'recognising')
        .execute()
    } catch (error) {
      ctx.log.warn({ err: error }, 'progress not written')
    }
  }
  return {
    tell: (progress: ReadProgress): void => {
      last = last.then(() => write(progress))
    },
    told: () => last,
  }
}

/** The library's sheet as the contract has it; what does not fit is a fault of ours. */
export const wireSheet = (sheet: CallSheet): Sheet => Sheet.parse(sheet)

async function accept(
  ctx: Ctx,
  row: DocumentRow,
  emailVersion: number,
  read: Sheet,
  readMs: number,
): Promise<void> {
  const cipher = await ctx.secrets.person(row.user_id)
  const sealed = sealSheet(cipher, row.id, read)
  await ctx.db.transaction(async (tx) => {
    const changes = await changesOf(tx.query, cipher, row.id)
    const sheet = correctedSheet(read, changes)
    const { usable, needsReview, state, problems } = verdictOf(sheet, false)
    const version = await finish(tx, row.id, emailVersion, {
      state,
      reason: state === 'needs-review' ? (problems[0] ?? 'unsure') : null,
      kind: sheet.kind,
      pages: sheet.pages.length,
      read_ms: readMs,
      sheet: sealed,
    })
    if (version === undefined) return
    await tx.publish(
      pdfParsed,
      {
        documentId: row.id,
        emailId: row.email_id,
        userId: row.user_id,
        version,
        kind: sheet.kind,
        subkind: sheet.subkind,
        language: sheet.language,
        usable,
        needsReview,
        problems,
        pages: sheet.pages.length,
        readMs,
      },
      { subject: `document:${row.id}` },
    )
    tx.afterCommit(() =>
      ctx.metrics
        .histogram('pdf_parsing_duration_seconds', 'Reading one PDF', ['kind'])
        .observe({ kind: sheet.kind }, readMs / 1000),
    )
  })
}

async function reject(
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
      read_ms: null,
      sheet: null,
    })
    if (version === undefined) return
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

/** Lets the first result of a processing in; later ones of it, and those of an earlier one, find nothing to do. */
async function finish(
  tx: Tx,
  documentId: string,
  emailVersion: number,
  result: Pick<DocumentRow, 'state' | 'reason' | 'kind' | 'pages' | 'read_ms' | 'sheet'>,
): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('documents')
    .set((eb) => ({
      ...result,
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
