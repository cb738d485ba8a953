import { CallSheetError, type LearnedPlace, type Lesson, learnInWorker, type Part } from '#callsheet'
import { type JobMeta, type PersonalCipher, Problem } from '#kernel'
import type { Evidence, Sheet } from '#services/pdf'
import type { Ctx } from './context.ts'
import { isList, itemsOf } from './corrected.ts'
import {
  type Change,
  type DocumentRow,
  openChange,
  openLearned,
  openSheet,
  openSource,
  pagesOf,
  sealLearned,
} from './present.ts'
import { currentSheet, findDocument } from './queries.ts'
import { recognisedOf } from './recognised.ts'
import { sameValue } from './same.ts'

/** More than this of one person's are not asked for: the newest say what sheets look like now. */
const keptInMind = 300

/**
 * Keeps where the value of a correction stands on its document, for the next sheet of that production, sender and
 * layout. A value that is not printed there teaches nothing. Repeats find the places kept.
 */
export async function learnFrom(ctx: Ctx, { correctionId }: { correctionId: number }, { signal }: JobMeta) {
  const correction = await ctx.db.query
    .selectFrom('corrections')
    .selectAll()
    .where('id', '=', correctionId)
    .executeTakeFirst()
  const row = correction && (await findDocument(ctx.db.query, correction.document_id))
  if (!correction || !row || row.sheet === null) return
  const cipher = await ctx.secrets.person(row.user_id)
  const change = openChange(cipher, row.id, correction.change)
  const { sheet } = await currentSheet(ctx.db.query, cipher, row)
  if (!sheet) return
  const production = sheet.productionTitle?.value ?? null
  const lessons = lessonsOf(change, openSheet(cipher, row.id, row.sheet), production)
  const part = { pages: pagesOf(row, sheet), recognised: await recognisedOf(ctx, cipher, row) }
  const places = lessons.length === 0 ? [] : await placesIn(ctx, row, lessons, part, signal)
  if (places.length === 0) return
  const { sender } = openSource(cipher, row)
  await ctx.db.query
    .insertInto('learned')
    .values(
      places.map((place, position) => ({
        correction_id: correctionId,
        position,
        user_id: row.user_id,
        place: sealLearned(cipher, `${correctionId}:${position}`, { sender, place }),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a change teaches: the field, or each element that it puts into a list. What was taken away says no place. */
function lessonsOf(change: Change, read: Sheet, production: string | null): Lesson[] {
  const { field, item, before, after, evidence } = change
  const was = spotsOf(itemsOf(read, field).find(({ value }) => sameValue(value, before))?.evidence ?? [])
  const common = { field, production, was }
  if (after === null) return []
  if (item || !isList(field)) return [{ ...common, before, value: after, spots: spotsOf(evidence.flat()) }]
  const known = Array.isArray(before) ? before : []
  return (after as unknown[]).flatMap((value, index): Lesson[] => {
    const spots = spotsOf(evidence[index] ?? [])
    const isNew = spots.length > 0 || !known.some((each) => sameValue(each, value))
    return isNew ? [{ ...common, before: null, value, spots }] : []
  })
}

const spotsOf = (evidence: readonly Evidence[]) =>
  evidence.flatMap(({ page, box }) => (page === null || box === null ? [] : [{ page, box }]))

async function placesIn(
  ctx: Ctx,
  row: DocumentRow,
  lessons: readonly Lesson[],
  part: Part,
  signal: AbortSignal,
): Promise<LearnedPlace[]> {
  const [{ timeZone }, attachment] = await Promise.all([
    ctx.call.config.settingsOf({ userId: row.user_id }),
    attachmentOf(ctx, row.attachment_id),
  ])
  if (attachment === undefined) return []
  const bytes = Buffer.from(attachment.base64, 'base64')
  const referenceDate = row.received_at.toZonedDateTimeISO(timeZone).toPlainDate()
  try {
    return await learnInWorker(bytes, lessons, { ...part, referenceDate, signal })
  } catch (error) {
    if (error instanceof CallSheetError && error.code !== 'aborted') return []
    throw error
  }
}

/** The message may have been erased meanwhile. */
async function attachmentOf(ctx: Ctx, attachmentId: string) {
  try {
    return await ctx.call.email.attachmentContent({ attachmentId })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

/**
 * What this person's corrections taught about the sheets of a sender, the newest first. Whether a sheet is of that
 * production and layout only its reading tells.
 */
export async function learnedFor(
  ctx: Ctx,
  cipher: PersonalCipher,
  userId: string,
  sender: string,
): Promise<LearnedPlace[]> {
  const rows = await ctx.db.query
    .selectFrom('learned')
    .select(['correction_id', 'position', 'place'])
    .where('user_id', '=', userId)
    .orderBy('correction_id', 'desc')
    .orderBy('position')
    .limit(keptInMind)
    .execute()
  return rows.flatMap(({ correction_id: id, position, place: sealed }) => {
    const { sender: from, place } = openLearned(cipher, `${id}:${position}`, sealed)
    return from.toLowerCase() === sender.toLowerCase() ? [place] : []
  })
}
