import { derivedId } from '#kernel'
import type { Sheet } from '#services/pdf'
import type { Ctx, Tx } from './context.ts'
import { type Document, readDocument } from './documents.ts'
import { adopt } from './jobs.ts'
import type { Member } from './readers.ts'
import { fieldsOf, type Reader } from './sheet.ts'

/** Code of the problem that a sheet gets which was taken for want of a better one. */
export const SEVERAL_UNITS = 'several-units'

/** The call sheets of one file that are for the day of this one, itself among them, in the order of the file. */
export async function sheetsOfTheDay(ctx: Ctx, document: Document): Promise<Document[]> {
  const date = document.sheet.shootingDate?.value
  const found = [document]
  for (const { documentId, kind, shootingDate } of document.otherParts) {
    if (kind !== 'call-sheet' || shootingDate !== date) continue
    const other = await readDocument(ctx, documentId)
    if (other) found.push(other)
  }
  return found.toSorted((a, b) => a.part.number - b.part.number)
}

/**
 * Two units shoot on one day, and the office sends both sheets in one file: a reader goes by the sheet that has them by
 * name, else by the only one that has their role or department, else by the first, the main unit's. That is a guess.
 */
export function sheetFor(
  units: readonly Document[],
  reader: Reader,
): { documentId: string | undefined; isGuess: boolean } {
  const having = (own: Reader) => units.filter(({ sheet }) => fieldsOf(sheet, own).personalCall !== null)
  const byName = having({ ...reader, role: null, department: null, receivedIt: false })
  const byAny = having(reader)
  const [sure] = byName.length > 0 ? byName : byAny.length === 1 ? byAny : []
  const chosen = sure ?? byAny[0] ?? units[0]
  return { documentId: chosen?.documentId, isGuess: sure === undefined && units.length > 1 }
}

export function withUnitsInDoubt(sheet: Sheet): Sheet {
  const message = 'The file holds sheets of several units, and none of them names the reader.'
  return { ...sheet, problems: [...sheet.problems, { code: SEVERAL_UNITS, message, field: null }] }
}

/** A correction may leave another sheet of the file alone on its day, or put it beside this one: it is taken in again. */
export async function lookAtOtherParts(tx: Tx, { userId }: Member, document: Document): Promise<void> {
  if (document.version === 1) return
  for (const { documentId, version: documentVersion } of document.otherParts)
    await tx.enqueue(
      adopt,
      { documentId, documentVersion, userId },
      { id: derivedId('adopt', documentId, documentVersion, userId, document.documentId, document.version) },
    )
}
