import { LRUCache } from 'lru-cache'
import { CallSheetError, drawPageInWorker, type Mark, UNSURE } from '#callsheet'
import { notFound, WholeAnswer } from '#kernel'
import type { Sheet } from '#services/pdf'
import type { Ctx, Meta } from './context.ts'
import type { AnyField } from './corrected.ts'
import { currentSheet, findDocument } from './queries.ts'
import { refusal } from './read-now.ts'

interface Input {
  documentId: string
  page: number
  width: number
  fields?: string | undefined
}

/** Pages that somebody looks at just now; a version of a document says all that goes into its pictures. */
const drawn = new LRUCache<string, WholeAnswer>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: ({ body }) => body.length,
  ttl: 5 * 60_000,
})

/**
 * A page as a PNG with a box around what each value was read from, for its owner. Drawn in the reader's thread; kept by
 * the browser until it asks again, and for five minutes by this process.
 *
 * @throws Problem 404, and what the PDF refuses
 */
export async function getPage(ctx: Ctx, input: Input, { userId, signal }: Meta): Promise<WholeAnswer> {
  const { documentId, page, width } = input
  const row = await findDocument(ctx.db.query, documentId, userId)
  if (!row) throw notFound('document')
  const key = [documentId, row.version, page, width, input.fields ?? '*'].join(' ')
  const known = drawn.get(key)
  if (known) return known
  const { sheet, read } = await currentSheet(ctx.db.query, await ctx.secrets.person(userId), row)
  const wanted = input.fields?.split(',')
  const marks =
    sheet && read ? [...replacedOn(read, sheet, page, wanted), ...marksOn(sheet, page, wanted)] : []
  const { base64 } = await ctx.call.email.attachmentContent({ attachmentId: row.attachment_id })
  const bytes = await drawPageInWorker(Buffer.from(base64, 'base64'), { page, width, marks }, signal).catch(
    (error: unknown) => {
      throw error instanceof CallSheetError ? refusal(error) : error
    },
  )
  if (bytes === null) throw notFound('page')
  const answer = new WholeAnswer(new Uint8Array(bytes), {
    'content-type': 'image/png',
    'cache-control': 'private, no-cache',
  })
  drawn.set(key, answer)
  return answer
}

/** A box for each place that a value of this page was read from. */
function marksOn(sheet: Sheet, page: number, wanted: readonly string[] | undefined): Mark[] {
  return Object.entries(sheet).flatMap(([name, value]) => {
    if (wanted !== undefined && !wanted.includes(name)) return []
    return fieldsIn(value).flatMap(({ confidence, source, evidence }) =>
      evidence.flatMap(({ box, page: on }): Mark[] => {
        // What somebody typed stands nowhere.
        if (box === null || on !== page) return []
        return [{ box, tone: source === 'person' ? 'chosen' : confidence < UNSURE ? 'unsure' : 'sure' }]
      }),
    )
  })
}

/** What was read on this page and is not what the sheet says any more. */
function replacedOn(read: Sheet, sheet: Sheet, page: number, wanted: readonly string[] | undefined): Mark[] {
  const key = ({ box }: Mark) => JSON.stringify(box)
  const standing = new Set(marksOn(sheet, page, undefined).map(key))
  const gone = marksOn(read, page, wanted).filter((mark) => !standing.has(key(mark)))
  return gone.map(({ box }) => ({ box, tone: 'replaced' }))
}

function fieldsIn(value: Sheet[keyof Sheet]): Pick<AnyField, 'confidence' | 'source' | 'evidence'>[] {
  const all = Array.isArray(value) ? value : [value]
  return all.filter((each) => typeof each === 'object' && each !== null && 'evidence' in each)
}
