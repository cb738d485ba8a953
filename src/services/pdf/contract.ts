import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, pageOf, route } from '#kernel'

const Evidence = z
  .object({
    page: z.int().min(1),
    box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    text: z.string(),
  })
  .meta({
    id: 'Evidence',
    description: 'Where a value stands: page from 1, box in PDF points from the top left, text as printed',
  })
const Source = z
  .literal('model')
  .optional()
  .describe('Set where a language model named the value; the quotation stands in the document')
const field = <T extends z.ZodType>(value: T) =>
  z.object({
    value,
    confidence: z.number().min(0).max(1),
    evidence: z.array(Evidence),
    source: Source,
  })

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const Place = z.object({ name: z.string().nullable(), address: z.string().nullable() })
const Call = z.object({
  name: z.string().nullable(),
  role: z.string().nullable(),
  department: z.string().nullable(),
  time: ClockTime,
})
const Scene = z.object({
  number: z.string(),
  intExt: z.enum(['INT', 'EXT', 'INT/EXT']).nullable(),
  dayNight: z.enum(['DAY', 'NIGHT', 'DAWN', 'DUSK']).nullable(),
  set: z.string().nullable(),
  description: z.string().nullable(),
  pageEighths: z.int().nullable(),
  cast: z.array(z.string()),
  location: z.string().nullable(),
})
const CastMember = z.object({
  number: z.string().nullable(),
  character: z.string().nullable(),
  actor: z.string().nullable(),
  pickup: ClockTime.nullable(),
  makeup: ClockTime.nullable(),
  onSet: ClockTime.nullable(),
})
const ShootingDay = z.object({ number: z.int(), of: z.int().nullable() })
const Contact = z.object({
  role: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
})

/** What a call sheet says: the library's `CallSheet`, on the wire. Local times in the time zone of the set. */
export const Sheet = z
  .object({
    kind: z.enum(['call-sheet', 'schedule', 'other']),
    subkind: z.string().nullable(),
    language: z.string().nullable(),
    productionTitle: field(z.string()).nullable(),
    shootingDate: field(z.iso.date()).nullable(),
    day: field(ShootingDay).nullable(),
    revision: field(
      z.object({
        number: z.int().nullable(),
        colour: z.string().nullable(),
        issuedAt: z.string().nullable(),
      }),
    ).nullable(),
    crewCall: field(ClockTime).nullable(),
    productionCall: field(ClockTime).nullable(),
    personalCall: field(ClockTime).nullable(),
    estimatedWrap: field(ClockTime).nullable(),
    sunrise: field(ClockTime).nullable(),
    sunset: field(ClockTime).nullable(),
    calls: z.array(field(Call)),
    locations: z.array(field(Place)),
    unitBase: field(Place).nullable(),
    parking: field(Place).nullable(),
    vendorStops: z.array(field(Place.extend({ time: ClockTime.nullable() }))),
    hospital: field(Place).nullable(),
    meals: z.array(field(z.object({ name: z.string(), time: ClockTime.nullable() }))),
    scenes: z.array(field(Scene)),
    cast: z.array(field(CastMember)),
    background: z.array(field(z.string())),
    contacts: z.array(field(Contact)),
    equipment: z.array(field(z.string())),
    safetyNotes: z.array(field(z.string())),
    notes: z.array(field(z.string())),
    weather: field(z.string()).nullable(),
    advanceSchedule: z.array(field(z.string())),
    scheduleDays: z.array(field(z.object({ date: z.iso.date(), day: ShootingDay }))),
    cancelled: field(z.boolean()).nullable(),
    problems: z.array(z.object({ code: z.string(), message: z.string(), field: z.string().nullable() })),
    sheets: z
      .array(z.object({ from: z.int(), to: z.int(), shootingDate: z.iso.date().nullable() }))
      .describe(
        'Of the file: the pages and the day of each sheet. The values are of one; the others are documents too',
      ),
    pages: z.array(z.object({ number: z.int(), width: z.number(), height: z.number() })),
  })
  .meta({ id: 'CallSheet' })
export type Sheet = z.output<typeof Sheet>

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
/** A box on a page that a person points to. PDF points; a page is at most 14,400 of them wide (200 inches). */
export const Spot = z
  .object({
    page: z.int().min(1).max(50),
    box: z.object({
      x: z.number().min(-100).max(14_400),
      y: z.number().min(-100).max(14_400),
      width: z.number().min(0).max(14_400),
      height: z.number().min(0).max(14_400),
    }),
  })
  .meta({ id: 'Spot', description: 'Page from 1, box in PDF points from the top left' })
export const Correction = z
  .object({
    field: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    spots: z.array(Spot).describe('Where the person found it'),
    correctedAt: Instant,
  })
  .meta({ id: 'Correction' })
export const DocumentDetail = DocumentSummary.extend({
  sheet: Sheet.nullable().describe('What the sheet says, corrections applied'),
  corrections: z.array(Correction),
}).meta({ id: 'Document' })

/** Fields a person may correct; a corrected value has confidence 1 and evidence `corrected by hand`. */
export const CorrectableField = z.enum([
  'productionTitle',
  'shootingDate',
  'crewCall',
  'productionCall',
  'personalCall',
  'estimatedWrap',
  'locations',
  'unitBase',
  'day',
  'cancelled',
])

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
        'Green is sure, orange unsure, blue was pointed to by a person. `fields` names those to be marked.',
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
      description: 'Values that are so already change nothing: sending the same twice is harmless.',
      input: documentId.extend({
        values: z.partialRecord(CorrectableField, z.unknown()).default({}),
        spots: z
          .partialRecord(CorrectableField, z.array(Spot).min(1).max(20))
          .default({})
          .describe('Where each of the values stands: the next sheet is looked at there first'),
        confirm: z.boolean().default(false),
      }),
      output: DocumentDetail,
      problems: { 'pdf.not-correctable': 409, 'pdf.value-does-not-fit': 422 },
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
    reviewOf: route({
      method: 'GET',
      path: '/pdf/{documentId}/review',
      summary: 'Which document a person has to look at, and what in it, for messages',
      allow: 'service',
      input: documentId,
      output: z.object({
        userId: z.uuid(),
        fileName: z.string().describe('Empty while nothing is known of the file'),
        subject: z.string(),
        sender: z.string(),
        doubts: z
          .array(
            z.object({
              field: z.string(),
              value: z.string().nullable().describe('As it was read; null where nothing was'),
            }),
          )
          .describe('What a plan would stand on and is unsure, contradicted or missing'),
      }),
    }),
  },
  events: { pdfParsed, pdfRejected, pdfCorrected },
})
