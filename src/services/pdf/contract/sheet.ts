import { z } from 'zod'

export const Evidence = z
  .object({
    page: z.int().min(1).nullable(),
    box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    text: z.string(),
    by: z.string().optional().describe('Who said that the value stands here, or typed it: `user:<id>`'),
    at: z.iso.datetime().optional().describe('When they did'),
  })
  .meta({
    id: 'Evidence',
    description:
      'Where a value stands: page from 1, box in PDF points from the top left, text as printed. A value that somebody typed stands nowhere: its page and box are null, and `by` and `at` say who and when.',
  })
export type Evidence = z.output<typeof Evidence>
const Source = z
  .enum(['model', 'person'])
  .optional()
  .describe(
    'Whose the value is where the reader did not find it: a person put it right, or a language model named it and its quotation stands in the document',
  )
const field = <T extends z.ZodType>(value: T) =>
  z.object({
    value,
    confidence: z.number().min(0).max(1),
    evidence: z.array(Evidence),
    source: Source,
  })

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Not a time HH:MM' })
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
