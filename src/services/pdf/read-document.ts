import {
  type CallSheet,
  CallSheetError,
  type Home,
  type LearnedPlace,
  needsPictures,
  type ReadOptions,
  readCallSheetInWorker,
} from '#callsheet'
import { derivedId, type JobMeta, type PersonalCipher, Problem } from '#kernel'
import type { UserSettings } from '#services/config'
import { Sheet } from '#services/pdf'
import { withModel } from './ask-model.ts'
import type { Ctx } from './context.ts'
import { recognise } from './jobs.ts'
import { learnedFor } from './learn.ts'
import { type DocumentRow, openSheet, sealSource } from './present.ts'
import { findDocument } from './queries.ts'
import { recogniseAndKeep, recognisedOf } from './recognised.ts'
import { accept, type Refusal, reject, type SheetOfFile } from './result.ts'

/** A week of sheets with two units; a file with more is a collection of something else. */
const mostSheets = 14
/** For the further sheets of a file no model is asked when the first ones have taken so long. */
const longestAskingMs = 30_000

interface Input {
  documentId: string
  emailVersion: number
}
type Scans = NonNullable<ReadOptions['scans']>
interface How {
  scans: Scans
  signal: AbortSignal
}
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
  const { fileName, subject, sender } = attachment
  const cipher = await ctx.secrets.person(row.user_id)
  await ctx.db.query
    .updateTable('documents')
    .set({ source: sealSource(cipher, row.id, { fileName, subject, sender }) })
    .where('id', '=', row.id)
    .execute()
  const started = performance.now()
  const learned = await learnedFor(ctx, cipher, row.user_id, sender)
  // What was learned since may read the same PDF better.
  const known =
    (learned.length === 0 ? await sameReading(ctx, cipher, row) : undefined) ??
    (await readBytes(ctx, cipher, row, attachment, { ...how, learned }))
  const readMs = Math.round((performance.now() - started) * 100) / 100
  if (known === 'scan') return await waitForRecognition(ctx, row, emailVersion)
  if ('code' in known) return await reject(ctx, row, emailVersion, known)
  await accept(ctx, row, emailVersion, { sheets: known, readMs })
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

/** The same PDF of the same person that came in another message has been read before: its sheets, in their order. */
async function sameReading(
  ctx: Ctx,
  cipher: PersonalCipher,
  row: DocumentRow,
): Promise<SheetOfFile[] | undefined> {
  if (row.read_version > 0) return undefined
  const twins = await ctx.db.query
    .selectFrom('documents')
    .select(['id', 'attachment_id', 'part', 'sheet'])
    .where('user_id', '=', row.user_id)
    .where('sha256', '=', row.sha256)
    .where('attachment_id', '!=', row.id)
    .where('sheet', 'is not', null)
    .orderBy('attachment_id')
    .orderBy('part')
    .execute()
  const own = twins.filter(({ attachment_id: file }) => file === twins[0]?.attachment_id)
  if (own.length === 0) return undefined
  return own.map(({ id, part, sheet }) => ({ part, sheet: openSheet(cipher, id, sheet!) }))
}

/** The sheets that the PDF holds; `scan` when it was read without its scanned pages and they are needed. */
async function readBytes(
  ctx: Ctx,
  cipher: PersonalCipher,
  row: DocumentRow,
  { base64, fileName }: Attachment,
  { scans, signal, learned }: How & { learned: readonly LearnedPlace[] },
): Promise<SheetOfFile[] | Refusal | 'scan'> {
  const settings = await ctx.call.config.settingsOf({ userId: row.user_id })
  const { crewName, crewRole, crewDepartment, timeZone } = settings
  const bytes = Buffer.from(base64, 'base64')
  const referenceDate = row.received_at.toZonedDateTimeISO(timeZone).toPlainDate()
  try {
    const recognised =
      (await recognisedOf(ctx, cipher, row)) ??
      (scans === 'recognise' ? await recogniseAndKeep(ctx, cipher, row, { bytes, signal }) : undefined)
    const options: ReadOptions = {
      me: {
        ...(crewName ? { name: crewName } : {}),
        ...(crewRole ? { role: crewRole } : {}),
        ...(crewDepartment ? { department: crewDepartment } : {}),
      },
      home: homeOf(settings),
      fileName,
      learned,
      referenceDate,
      scans: 'leave',
      ...(recognised ? { recognised } : {}),
      signal,
    }
    const first = await readCallSheetInWorker(bytes, options)
    if (!recognised && needsPictures(first)) return 'scan'
    return await sheetsOfFile(ctx, bytes, first, { ...options, userId: row.user_id, referenceDate, signal })
  } catch (error) {
    if (!(error instanceof CallSheetError) || error.code === 'aborted') throw error
    return scans === 'leave' && error.code === 'no-text' ? 'scan' : error
  }
}

/** A time zone that nobody has chosen says nothing of where they live. */
function homeOf({ home, timeZone, version }: UserSettings): Home {
  return { ...(home ? { address: home.address } : {}), ...(version > 0 ? { timeZone } : {}) }
}

/** Every sheet of a file, a model asked for the doubtful values of each. */
async function sheetsOfFile(
  ctx: Ctx,
  bytes: Uint8Array,
  first: CallSheet,
  options: ReadOptions & { userId: string; referenceDate: Temporal.PlainDate; signal: AbortSignal },
): Promise<SheetOfFile[]> {
  const { userId, ...reading } = options
  const { recognised, referenceDate, signal } = reading
  const ranges = first.kind === 'call-sheet' ? first.sheets.slice(0, mostSheets) : first.sheets.slice(0, 1)
  const sheets: SheetOfFile[] = []
  const started = performance.now()
  for (const [index, pages] of ranges.entries()) {
    const part = index + 1
    const read = part === 1 ? first : await readCallSheetInWorker(bytes, { ...reading, sheet: part })
    const where = { pages: ranges.length === 1 ? undefined : pages, recognised }
    const sheet = wireSheet(read)
    const isInTime = performance.now() - started < longestAskingMs
    const document = { userId, bytes, part: where, referenceDate, signal }
    sheets.push({ part, sheet: isInTime ? await withModel(ctx, sheet, document) : sheet })
  }
  return sheets
}

/** The library's sheet as the contract has it; what does not fit is a fault of ours. */
export const wireSheet = (sheet: CallSheet): Sheet => Sheet.parse(sheet)
