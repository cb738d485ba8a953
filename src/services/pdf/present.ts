import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import type { DocumentState, DocumentSummary } from '#services/pdf'
import { Sheet } from '#services/pdf'
import type { DocumentsRow } from './tables.ts'

export type DocumentRow = Selectable<DocumentsRow>

const Source = z.object({ fileName: z.string(), sender: z.string() })
export type Source = z.output<typeof Source>
/** One value that a person has set: `after` null takes a wrong one away. */
export const Change = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })
export type Change = z.output<typeof Change>

const sourceAad = (documentId: string) => `pdf:documents.source:${documentId}`
const sheetAad = (documentId: string) => `pdf:documents.sheet:${documentId}`
const changeAad = (documentId: string) => `pdf:corrections.change:${documentId}`

export const sealSource = (cipher: PersonalCipher, documentId: string, source: Source) =>
  cipher.seal(JSON.stringify(source), sourceAad(documentId))
export const openSource = (cipher: PersonalCipher, row: Pick<DocumentRow, 'id' | 'source'>): Source =>
  row.source === null
    ? { fileName: '', sender: '' }
    : Source.parse(JSON.parse(cipher.open(row.source, sourceAad(row.id))))

export const sealSheet = (cipher: PersonalCipher, documentId: string, sheet: Sheet) =>
  cipher.seal(JSON.stringify(sheet), sheetAad(documentId))
export const openSheet = (cipher: PersonalCipher, documentId: string, sealed: string): Sheet =>
  Sheet.parse(JSON.parse(cipher.open(sealed, sheetAad(documentId))))

export const sealChange = (cipher: PersonalCipher, documentId: string, change: Change) =>
  cipher.seal(JSON.stringify(change), changeAad(documentId))
export const openChange = (cipher: PersonalCipher, documentId: string, sealed: string): Change =>
  Change.parse(JSON.parse(cipher.open(sealed, changeAad(documentId))))

export function presentSummary(cipher: PersonalCipher, row: DocumentRow): z.output<typeof DocumentSummary> {
  return {
    id: row.id,
    emailId: row.email_id,
    attachmentId: row.id,
    fileName: openSource(cipher, row).fileName,
    state: row.state as z.output<typeof DocumentState>,
    reason: row.reason,
    progress:
      row.recognising_page === null || row.recognising_of === null
        ? null
        : { page: row.recognising_page, of: row.recognising_of },
    kind: row.kind,
    pages: row.pages,
    readMs: row.read_ms,
    version: row.version,
    createdAt: row.created_at,
  }
}
