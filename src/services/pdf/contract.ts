import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, pageOf, route } from '#kernel'
import { Correction, Corrections } from './contract/correction.ts'
import { Sheet } from './contract/sheet.ts'

export type {
  CorrectionsRead,
  ItemChange,
  ListField,
  Pointer,
  SheetField,
  SingleField,
} from './contract/correction.ts'
export { listFields, sheetFields } from './contract/correction.ts'
export { Evidence, Sheet } from './contract/sheet.ts'

export const DocumentState = z.enum([
  'pending',
  'recognising',
  'read',
  'needs-review',
  'confirmed',
  'not-a-call-sheet',
  'unreadable',
])
export const Part = z.object({ number: z.int().min(1), of: z.int().min(1) }).meta({
  id: 'DocumentPart',
  description: 'Which of the sheets that its file holds; 1 of 1 for nearly every',
})
export const DocumentSummary = z
  .object({
    id: z.uuid(),
    emailId: z.uuid(),
    attachmentId: z.uuid(),
    part: Part,
    fileName: z.string(),
    state: DocumentState,
    reason: z.string().nullable(),
    progress: z
      .object({ page: z.int(), of: z.int() })
      .nullable()
      .describe('While scanned pages are being recognised: the page, of so many'),
    kind: z.string().nullable(),
    pages: z.int().nullable(),
    readMs: z.number().nullable(),
    version: z.int(),
    createdAt: Instant,
  })
  .meta({ id: 'DocumentSummary' })
export const DocumentDetail = DocumentSummary.extend({
  sheet: Sheet.nullable().describe('What the sheet says, corrections applied'),
  corrections: z.array(Correction),
}).meta({ id: 'Document' })

/** One for each sheet of a file. Ids and facts about the reading; what the sheet says is asked for (`sheetOf`), since it names people. */
export const pdfParsed = event(
  'pdf',
  'pdf.parsed',
  z.object({
    documentId: z
      .uuid()
      .describe('That of the attachment; of each further sheet in its file, one of its own'),
    attachmentId: z.uuid(),
    part: Part,
    emailId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    kind: z.enum(['call-sheet', 'schedule', 'other']),
    subkind: z.string().nullable(),
    language: z.string().nullable(),
    usable: z
      .boolean()
      .describe('A call sheet with date and call, or one that calls a date off: a day can be planned'),
    needsReview: z.boolean(),
    problems: z.array(z.string()),
    pages: z.int(),
    readMs: z.number(),
  }),
)
export const pdfRejected = event(
  'pdf',
  'pdf.rejected',
  z.object({
    documentId: z.uuid(),
    emailId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    code: z.string(),
    message: z.string(),
  }),
)
export const pdfCorrected = event(
  'pdf',
  'pdf.corrected',
  z.object({
    documentId: z.uuid(),
    emailId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    fields: z.array(z.string()),
    confirmed: z.boolean(),
  }),
)

const documentId = z.object({ documentId: z.uuid() })

export const pdf = defineContract('pdf', {
  about: 'Documents, what was read in them with evidence, and corrections.',
  permissions: { 'pdf:read': 'See my documents', 'pdf:write': 'Correct and confirm my documents' },
  routes: {
    listDocuments: route({
      method: 'GET',
      path: '/pdf',
      summary: 'My documents, newest first',
      allow: 'pdf:read',
      input: PageQuery.extend({ state: DocumentState.optional() }),
      output: pageOf(DocumentSummary),
    }),
    getDocument: route({
      method: 'GET',
      path: '/pdf/{documentId}',
      summary: 'One document with what it says',
      allow: 'pdf:read',
      input: documentId,
      output: DocumentDetail,
    }),
    getFile: route({
      method: 'GET',
      path: '/pdf/{documentId}/file',
      summary: 'The PDF itself',
      allow: 'pdf:read',
      kind: 'raw',
      produces: 'application/pdf',
      input: documentId,
    }),
    getPage: route({
      method: 'GET',
      path: '/pdf/{documentId}/pages/{page}',
      summary: 'A page as a picture, with a box around what each value was read from',
      description:
        'Green is sure, orange unsure, blue where a person found the right value, red what was read and has been put right or taken away. `fields` names those to be marked. What somebody typed without pointing stands nowhere and has no box.',
      allow: 'pdf:read',
      kind: 'raw',
      produces: 'image/png',
      input: documentId.extend({
        page: z.coerce.number().int().min(1).max(50),
        width: z.coerce.number().int().min(100).max(2_000).default(1_000).describe('In pixels'),
        fields: z
          .string()
          .max(600)
          .optional()
          .describe('Names of fields, with commas between; all when left out, none when empty'),
      }),
      problems: { 'pdf.encrypted': 422, 'pdf.damaged': 422, 'pdf.too-large': 413 },
    }),
    correct: route({
      method: 'PATCH',
      path: '/pdf/{documentId}/fields',
      summary: 'Correct values, or confirm the sheet as it is',
      allow: 'pdf:write',
      description:
        'Whatever the reader gives can be corrected: a value, a whole list, or one element of a list. What is so already changes nothing: sending the same twice is harmless.',
      input: documentId.extend({ ...Corrections.shape, confirm: z.boolean().default(false) }),
      output: DocumentDetail,
      problems: { 'pdf.not-correctable': 409, 'pdf.value-is-another': 409, 'pdf.not-found-there': 422 },
    }),
    readNow: route({
      method: 'POST',
      path: '/pdf/read',
      summary: 'Read a PDF without keeping it',
      description:
        'A scan takes some seconds a page. With `Accept: text/event-stream` the answer begins at once: `progress` for each page (`{"page": 1, "of": 2}`), then `sheet`, or `problem` with what would have been answered.',
      allow: 'pdf:write',
      kind: 'raw',
      rate: 'upload',
      bodyLimitBytes: 26 * 1024 * 1024,
      consumes: 'application/pdf',
      produces: 'application/json',
      input: z.object({
        me: z.string().max(120).optional().describe('My name, role or department as printed'),
      }),
      problems: {
        'pdf.encrypted': 422,
        'pdf.damaged': 422,
        'pdf.too-many-pages': 422,
        'pdf.no-text': 422,
        'pdf.too-large': 413,
      },
    }),
    sheetOf: route({
      method: 'GET',
      path: '/pdf/{documentId}/sheet',
      summary: 'What a document says, for planning',
      allow: 'service',
      input: documentId,
      output: z.object({
        documentId: z.uuid(),
        emailId: z.uuid(),
        userId: z.uuid(),
        version: z.int(),
        confirmed: z.boolean(),
        sender: z.string(),
        receivedAt: Instant.describe('When the message came: the order in which sheets were sent'),
        part: Part,
        otherParts: z
          .array(
            z.object({
              documentId: z.uuid(),
              version: z.int(),
              kind: z.string(),
              shootingDate: z.iso.date().nullable(),
            }),
          )
          .describe('The other sheets of the same file, in their order: other days, or other units'),
        sheet: Sheet,
      }),
    }),
  },
  events: { pdfParsed, pdfRejected, pdfCorrected },
})
