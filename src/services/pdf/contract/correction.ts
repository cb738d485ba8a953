import { z } from 'zod'
import { Instant } from '#kernel'
import { Evidence, Sheet } from './sheet.ts'

/** Fields with one value. */
export type SingleField = {
  [Name in keyof Sheet]: Sheet[Name] extends { value: unknown; evidence: unknown } | null ? Name : never
}[keyof Sheet]
/** Fields with a list of values. */
export type ListField = {
  [Name in keyof Sheet]: Sheet[Name] extends { value: unknown; evidence: unknown }[] ? Name : never
}[keyof Sheet]
export type SheetField = SingleField | ListField

const longestText = 2_000
const mostNumber = 9_999
const mostItems = 200
/** Of a value as it was read: no page holds more text, no table of a sheet more rows. */
const longestRead = 20_000
const mostRead = 2_000
const mostPointers = 200

/** The form of the bare value of a field; undefined for what is said about the sheet and is no field of it. */
function valueForm(schema: z.ZodType): z.ZodType | undefined {
  return schema instanceof z.ZodObject && 'evidence' in schema.shape ? schema.shape['value'] : undefined
}

function formsOf<Name extends SheetField>(form: (schema: z.ZodType) => z.ZodType | undefined) {
  const found = Object.entries<z.ZodType>(Sheet.shape).flatMap(([name, schema]) => {
    const own = form(schema)
    return own ? [[name, own]] : []
  })
  return Object.fromEntries(found) as Record<Name, z.ZodType>
}

/** What the reader gives is what can be corrected: the forms follow from those of the sheet. */
const singleForms = formsOf<SingleField>((schema) =>
  schema instanceof z.ZodNullable ? valueForm(schema.unwrap() as z.ZodType) : undefined,
)
const itemForms = formsOf<ListField>((schema) =>
  schema instanceof z.ZodArray ? valueForm(schema.element as z.ZodType) : undefined,
)
export const listFields = Object.keys(itemForms) as ListField[]
export const sheetFields = [...Object.keys(singleForms), ...listFields] as SheetField[]

/** The same form for what a person sends: bounded, without blanks around, and what they leave out is not there. */
function byHand(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable)
    return byHand(schema.unwrap() as z.ZodType)
      .nullable()
      .default(null)
  if (schema instanceof z.ZodArray)
    return z
      .array(byHand(schema.element as z.ZodType))
      .max(mostItems)
      .default([])
  if (schema instanceof z.ZodObject)
    return z
      .strictObject(mapped(schema.shape as Record<string, z.ZodType>, byHand))
      .refine(saysSomething, { error: 'Says nothing' })
  if (schema instanceof z.ZodNumber) return schema.min(0).max(mostNumber)
  const isFreeText = schema instanceof z.ZodString && !schema.def.checks?.length
  return isFreeText ? z.string().trim().min(1).max(longestText) : schema
}

/** The same form for an element as the sheet says it: whatever can be read, and no more. */
function asRead(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable) return asRead(schema.unwrap() as z.ZodType).nullable()
  if (schema instanceof z.ZodArray) return z.array(asRead(schema.element as z.ZodType)).max(mostRead)
  if (schema instanceof z.ZodObject)
    return z.object(mapped(schema.shape as Record<string, z.ZodType>, asRead))
  const isFreeText = schema instanceof z.ZodString && !schema.def.checks?.length
  return isFreeText ? z.string().max(longestRead) : schema
}

const saysSomething = (value: Record<string, unknown>) =>
  Object.values(value).some((each) => each !== null && !(Array.isArray(each) && each.length === 0))

function mapped<Name extends string, In, Out>(
  record: Readonly<Record<Name, In>>,
  map: (value: In) => Out,
): Record<Name, Out> {
  return Object.fromEntries(Object.entries<In>(record).map(([name, value]) => [name, map(value)])) as Record<
    Name,
    Out
  >
}

/** PDF points; a page is at most 14,400 of them wide (200 inches). */
const place = z.number().min(-100).max(14_400)
const extent = z.number().min(0).max(14_400)
const Page = z.int().min(1).max(50)
/** Where a person found a value: they draw a box around it, or copy what is printed. */
export const Pointer = z
  .union([
    z.strictObject({ page: Page, box: z.object({ x: place, y: place, width: extent, height: extent }) }),
    z.strictObject({ page: Page.optional(), quotation: z.string().trim().min(1).max(500) }),
  ])
  .meta({
    id: 'Pointer',
    description:
      'Page from 1 and a box in PDF points from the top left; or words that are printed, the first such on the page or in the sheet',
  })
export type Pointer = z.output<typeof Pointer>
const Pointers = z.array(Pointer).max(mostPointers)

/** One element of a list: put right, added (`before` is null) or taken out (`after` is null). */
export interface ItemChange {
  before: unknown
  after: unknown
  evidence: Pointer[]
}

const itemChange = (form: z.ZodType) =>
  z
    .strictObject({
      before: asRead(form)
        .nullable()
        .default(null)
        .describe('The element as the sheet says it; null adds one'),
      after: byHand(form).nullable().default(null).describe('What is right; null takes it out'),
      evidence: Pointers.default([]),
    })
    .refine(({ before, after }) => before !== null || after !== null, { error: 'Before or after is needed' })

const maybe = <T extends z.ZodType>(schema: T): z.ZodOptional<T> => schema.optional()

/** The values that a person puts in place of what was read, by the names of the fields. */
export const Corrections = z.object({
  values: z
    .strictObject({
      ...mapped(singleForms, (form) => maybe(byHand(form).nullable())),
      ...mapped(itemForms, (form) => maybe(z.array(byHand(form)).max(mostItems))),
    })
    .default({})
    .describe('Whole fields; null takes a wrong value away'),
  evidence: z
    .strictObject(mapped({ ...singleForms, ...itemForms }, () => maybe(Pointers)))
    .default({})
    .describe(
      'Where each of `values` stands (of a list: each element in turn). The next sheet is read there first',
    ),
  items: z
    .strictObject(mapped(itemForms, (form) => maybe(z.array(itemChange(form)).max(mostItems))))
    .default({})
    .describe('Single elements of lists, one after the other'),
})
export type CorrectionsRead = z.output<typeof Corrections>

export const Correction = z
  .object({
    field: z.string(),
    item: z.boolean().describe('Is it about one element of a list?'),
    before: z.unknown(),
    after: z.unknown(),
    evidence: z
      .array(z.array(Evidence))
      .describe('Where the person found it; of a whole list, each element in turn. Empty: they typed it'),
    by: z.string(),
    correctedAt: Instant,
  })
  .meta({ id: 'Correction' })
