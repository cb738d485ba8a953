import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { LearnedPlace } from '#callsheet'
import type { PersonalCipher } from '#kernel'
import { type DocumentState, type DocumentSummary, Evidence, Sheet, type SheetField } from '#services/pdf'
import type { DocumentsRow } from './tables.ts'

export type DocumentRow = Selectable<DocumentsRow>

const Source = z.object({ fileName: z.string(), sender: z.string() })
export type Source = z.output<typeof Source>
/** What a person has changed. */
export const Change = z.object({
  field: z.custom<SheetField>(),
  /** One element of a list: added where `before` is null, taken out where `after` is. Else the whole field. */
  item: z.boolean(),
  before: z.unknown(),
  after: z.unknown(),
  /** Where they found it; of a whole list, each element in turn. Empty: they typed it. */
  evidence: z.array(z.array(Evidence)),
})
export type Change = z.output<typeof Change>
/** A change as it is kept: with who made it, and when. */
export interface KeptChange extends Change {
  by: string
  correctedAt: Temporal.Instant
}

/** What a correction taught, with the sender whose sheets look so. */
const Learned = z.object({ sender: z.string(), place: z.custom<LearnedPlace>() })
export type Learned = z.output<typeof Learned>

const sourceAad = (documentId: string) => `pdf:documents.source:${documentId}`
const sheetAad = (documentId: string) => `pdf:documents.sheet:${documentId}`
const changeAad = (documentId: string) => `pdf:corrections.change:${documentId}`
const learnedAad = (key: string) => `pdf:learned.place:${key}`

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

const recognisedAad = (sha256: string) => `pdf:recognised.pages:${sha256}`
export const sealRecognised = (cipher: PersonalCipher, sha256: string, pages: Uint8Array) =>
  cipher.sealBytes(pages, recognisedAad(sha256))
export const openRecognised = (cipher: PersonalCipher, sha256: string, sealed: Uint8Array) =>
  cipher.openBytes(sealed, recognisedAad(sha256))

/** `key` is `<correction>:<position>`. */
export const sealLearned = (cipher: PersonalCipher, key: string, learned: Learned) =>
  cipher.seal(JSON.stringify(learned), learnedAad(key))
export const openLearned = (cipher: PersonalCipher, key: string, sealed: string): Learned =>
  Learned.parse(JSON.parse(cipher.open(sealed, learnedAad(key))))

/** Where the sheet stands in a file with several; the other pages say other days. */
export const pagesOf = ({ part, parts }: DocumentRow, { sheets }: Sheet) =>
  parts === 1 ? undefined : sheets[part - 1]

export function presentSummary(cipher: PersonalCipher, row: DocumentRow): z.output<typeof DocumentSummary> {
  return {
    id: row.id,
    emailId: row.email_id,
    attachmentId: row.attachment_id,
    part: { number: row.part, of: row.parts },
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
