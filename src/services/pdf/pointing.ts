import { pointedInWorker } from '#callsheet'
import { type PersonalCipher, Problem } from '#kernel'
import type { CorrectionsRead, Evidence, Pointer, SheetField } from '#services/pdf'
import type { Ctx } from './context.ts'
import { type DocumentRow, pagesOf } from './present.ts'
import { currentSheet } from './queries.ts'
import { recognisedOf } from './recognised.ts'

type Place = [part: 'evidence' | 'items', field: SheetField, index?: number]

/** What is printed where a person pointed to, for each value that they pointed for. */
export interface Found {
  /** For each pointer in turn; empty where there were none. */
  of(...place: Place): Evidence[][]
}

interface Asked {
  readonly place: Place
  readonly pointers: readonly Pointer[]
}

/**
 * Looks up in the PDF what the pointers of a request point to. Reads nothing where there are none.
 *
 * @throws Problem 422 `pdf.not-found-there` for words that are not printed and pages that the sheet does not have
 */
export async function findPointers(
  ctx: Ctx,
  cipher: PersonalCipher,
  row: DocumentRow,
  request: Pick<CorrectionsRead, 'evidence' | 'items'>,
  signal: AbortSignal,
): Promise<Found> {
  const asked = pointersIn(request)
  const { sheet } = await currentSheet(ctx.db.query, cipher, row)
  const known = new Map<string, Evidence[][]>()
  if (sheet && asked.length > 0) {
    const [{ base64 }, recognised] = await Promise.all([
      ctx.call.email.attachmentContent({ attachmentId: row.attachment_id }),
      recognisedOf(ctx, cipher, row),
    ])
    const all = asked.flatMap(({ pointers }) => pointers)
    const part = { pages: pagesOf(row, sheet), recognised }
    const found = await pointedInWorker(Buffer.from(base64, 'base64'), all, part, signal)
    for (const { place, pointers } of asked)
      known.set(place.join('.'), found.splice(0, pointers.length).map(orRefuse(place)))
  }
  return { of: (...place) => known.get(place.join('.')) ?? [] }
}

function pointersIn({ evidence, items }: Pick<CorrectionsRead, 'evidence' | 'items'>): Asked[] {
  const whole = Object.entries(evidence).map(
    ([name, pointers]): Asked => ({ place: ['evidence', name as SheetField], pointers }),
  )
  const single = Object.entries(items).flatMap(([name, changes]) =>
    changes.map(
      (change, index): Asked => ({
        place: ['items', name as SheetField, index],
        pointers: change.evidence,
      }),
    ),
  )
  return [...whole, ...single].filter(({ pointers }) => pointers.length > 0)
}

const orRefuse =
  (place: Place) =>
  (evidence: Evidence[] | null, index: number): Evidence[] => {
    if (evidence) return evidence
    const [part, field, item] = place
    const path = part === 'items' ? `items.${field}.${item}.evidence.${index}` : `evidence.${field}.${index}`
    throw new Problem(422, 'pdf.not-found-there', `${path}: nothing of the sheet is there`, {
      fields: { errors: [{ path, message: 'nothing of the sheet is there' }] },
    })
  }
