import {
  CallSheetError,
  type LearnableField,
  type LearnedPlace,
  learnInWorker,
  type Part,
  type Place,
} from '#callsheet'
import { type JobMeta, type PersonalCipher, Problem } from '#kernel'
import type { Sheet } from '#services/pdf'
import type { Ctx } from './context.ts'
import { type Change, type DocumentRow, openChange, openLearned, openSource, sealLearned } from './present.ts'
import { currentSheet, findDocument } from './queries.ts'
import { recognisedOf } from './recognised.ts'

/** More than this of one person's are not asked for: the newest say what sheets look like now. */
const keptInMind = 300

const learnable: ReadonlySet<string> = new Set<LearnableField>([
  'productionTitle',
  'shootingDate',
  'crewCall',
  'productionCall',
  'personalCall',
  'estimatedWrap',
  'locations',
  'unitBase',
])

/**
 * Keeps where the value of a correction stands on its document, for the next sheet of that production and sender. A
 * value that is not printed there teaches nothing. Repeats find the places kept.
 */
export async function learnFrom(ctx: Ctx, { correctionId }: { correctionId: number }, { signal }: JobMeta) {
  const correction = await ctx.db.query
    .selectFrom('corrections')
    .selectAll()
    .where('id', '=', correctionId)
    .executeTakeFirst()
  const row = correction && (await findDocument(ctx.db.query, correction.document_id))
  if (!correction || !row) return
  const cipher = await ctx.secrets.person(row.user_id)
  const change = openChange(cipher, row.id, correction.change)
  const { sheet } = await currentSheet(ctx.db.query, cipher, row)
  const production = sheet?.productionTitle?.value
  if (!production || !learnable.has(change.field)) return
  const part = { pages: pagesOf(row, sheet), recognised: await recognisedOf(ctx, cipher, row) }
  const places = await placesIn(ctx, row, { change, production, part }, signal)
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

/** Where the sheet stands in a file with several; the other pages say other days. */
const pagesOf = ({ part, parts }: DocumentRow, { sheets }: Sheet) =>
  parts === 1 ? undefined : sheets[part - 1]

async function placesIn(
  ctx: Ctx,
  row: DocumentRow,
  { change, production, part }: { change: Change; production: string; part: Part },
  signal: AbortSignal,
): Promise<LearnedPlace[]> {
  const { field, after, spots } = change
  const [{ timeZone }, attachment] = await Promise.all([
    ctx.call.config.settingsOf({ userId: row.user_id }),
    attachmentOf(ctx, row.attachment_id),
  ])
  if (attachment === undefined) return []
  const bytes = Buffer.from(attachment.base64, 'base64')
  const referenceDate = row.received_at.toZonedDateTimeISO(timeZone).toPlainDate()
  const values = (Array.isArray(after) ? after : [after]) as (string | Place | null)[]
  const found: LearnedPlace[] = []
  for (const [index, value] of values.entries()) {
    const spot = spots[index] ?? null
    if (value === null) continue
    const lesson = { field: field as LearnableField, value, production, spot }
    const place = await learnInWorker(bytes, lesson, { ...part, referenceDate, signal }).catch(unlessRefused)
    if (place) found.push(place)
  }
  return found
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

function unlessRefused(error: unknown): null {
  if (error instanceof CallSheetError && error.code !== 'aborted') return null
  throw error
}

/**
 * What this person's corrections taught about the sheets of a sender: of each production and field, the newest. Whether
 * a sheet is of that production only its reading tells.
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
  const newest = new Map<string, number>()
  return rows.flatMap(({ correction_id: id, position, place: sealed }) => {
    const { sender: from, place } = openLearned(cipher, `${id}:${position}`, sealed)
    if (from.toLowerCase() !== sender.toLowerCase()) return []
    const key = `${place.field} ${place.production.toLowerCase()}`
    if ((newest.get(key) ?? id) !== id) return []
    newest.set(key, id)
    return [place]
  })
}
