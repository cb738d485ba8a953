import { layOut } from '../layout/layout.ts'
import type { Layout } from '../layout/model.ts'
import type { RawPage } from '../pdf/page.ts'
import type { FieldName } from '../types.ts'
import { fingerprintOf } from './fingerprint.ts'
import { formOf } from './forms.ts'
import { headingOf, labelOf, labelsAt, printings, rowLabel } from './places.ts'
import { isRecord, textsOf } from './rows.ts'
import { spotOf } from './spots.ts'
import type { LearnedPlace, Spot } from './types.ts'
import type { LearnedValue, ValueRead } from './values.ts'

/** A value that a person has put right, and where it stands if they have pointed to it. */
export interface Lesson {
  field: FieldName
  /** What the reader said; null where it said nothing. */
  before: unknown
  /** The right value: of a list, one element. */
  value: unknown
  /** The title of the production as it is printed; null where the sheet has none. */
  production: string | null
  /** Empty where nobody pointed. */
  spots: readonly Spot[]
  /** Where the reader read what it said. */
  was: readonly Spot[]
}

/**
 * What a correction teaches: where such values stand on sheets of this production and layout. Nothing when the document
 * does not say the value there, or when nobody pointed and it does not stand in exactly one place: then there is nothing
 * to learn, only a value to keep.
 */
export function placesOf(
  pages: readonly RawPage[],
  lessons: readonly Lesson[],
  reference: Temporal.PlainDate,
): LearnedPlace[] {
  const layout = layOut(pages)
  return lessons.flatMap((lesson) => placesOfOne(layout, lesson, reference))
}

function placesOfOne(layout: Layout, lesson: Lesson, reference: Temporal.PlainDate): LearnedPlace[] {
  const { field, production, spots, was } = lesson
  const instead = was.flatMap((spot) => labelsAt(layout, spot))
  const common = { field, production, layout: fingerprintOf(layout) }
  return partsOf(lesson).flatMap(({ property, row }): LearnedPlace[] => {
    const value = property === null ? lesson.value : Reflect.get(lesson.value as object, property)
    const form = formOf(field, property)
    if (form === undefined) return []
    const found = printings(layout, { form, value: value as LearnedValue, spots }, reference)
    const texts = property === null ? [] : textsOf(lesson.value)
    const own = property === null ? found : found.filter(({ spans }) => isOfRow(spans, texts, spots))
    const [read] = own
    if (read === undefined || (spots.length === 0 && own.length > 1)) return []
    const where = property === null ? wholeAt(read) : rowAt(read, texts)
    return where === null
      ? []
      : [{ ...common, property, row, instead: property === null ? instead : [], ...where }]
  })
}

type Where = Pick<LearnedPlace, 'label' | 'position' | 'heading' | 'lines' | keyof Spot>

function wholeAt({ spans }: ValueRead): Where | null {
  const [first] = spans
  const spot = spotOf(spans)
  return first === undefined || spot === null
    ? null
    : { ...labelOf(first), heading: null, ...spot, lines: spans.length }
}

/** The value of a row is found by the words that name the row and by those over its column: one of them is needed. */
function rowAt({ spans }: ValueRead, texts: readonly string[]): Where | null {
  const [first] = spans
  const spot = spotOf(spans)
  if (first === undefined || spot === null) return null
  const [label, heading] = [rowLabel(first, texts), headingOf(first)]
  if (label === null && heading === null) return null
  return { label, position: first.from > 0 ? 'after' : 'right', heading, ...spot, lines: spans.length }
}

/** A value that stands in a row with nothing of what else the row says is another row's, unless somebody points to it. */
const isOfRow = (spans: ValueRead['spans'], texts: readonly string[], spots: readonly Spot[]) =>
  spots.length > 0 || (spans[0] !== undefined && rowLabel(spans[0], texts) !== null)

/** What there is to learn of a lesson: all of the value, or those values of a row that it changes. */
function partsOf({ field, before, value }: Lesson): Pick<LearnedPlace, 'property' | 'row'>[] {
  if (formOf(field, null) !== undefined || !isRecord(value)) return [{ property: null, row: null }]
  return Object.keys(value)
    .filter((property) => typeof value[property] === 'string')
    .flatMap((property): Pick<LearnedPlace, 'property' | 'row'>[] => {
      // A row that was added is found by its words, and says a time; of one that was there, the reader finds the rest.
      if (!isRecord(before))
        return formOf(field, property) === 'time' ? [{ property, row: { ...value, [property]: null } }] : []
      return before[property] === value[property] ? [] : [{ property, row: null }]
    })
}
