import { type Evidence, linesInWorker, type Part, quotations, UNSURE } from '#callsheet'
import { Problem } from '#kernel'
import { Sheet } from '#services/pdf'
import type { Ctx } from './context.ts'
import { type AskedField, askable, askModel, type Claim } from './model.ts'
import { speaksToModels } from './speaks-to-models.ts'

/** A value that a model named is always looked at by a person before a day is planned by it. */
const MODEL_CONFIDENCE = Math.round((UNSURE - 0.05) * 100) / 100
const longestDocument = 40_000
/** These say that a value is missing; the others stay true of a value that was filled in. */
const missing: ReadonlySet<string> = new Set(['no-date', 'no-call', 'no-location'])

interface Document {
  /** On whose account a model is asked. */
  readonly userId: string
  readonly bytes: Uint8Array
  /** Where the sheet stands in it, and what was recognised there. */
  readonly part: Part
  readonly referenceDate: Temporal.PlainDate
  readonly signal: AbortSignal
}

/**
 * The sheet with what a language model found of the values that stayed empty or unsure, where one is configured. Only
 * such values count as are quoted from the document, in words that say them. What a model may not do: name a field
 * that was not asked for, replace what the reader is surer of, or be asked about a document that speaks to models.
 */
export async function withModel(ctx: Ctx, sheet: Sheet, document: Document): Promise<Sheet> {
  const { PDF_MODEL: model } = ctx.settings
  const fields = openFields(sheet)
  if (!model || sheet.kind !== 'call-sheet' || fields.length === 0) return sheet
  const lines = await linesInWorker(document.bytes, document.part, document.signal)
  const text = lines.map((line) => line.text).join('\n')
  if (text.length > longestDocument || speaksToModels(text)) {
    ctx.log.info({ characters: text.length }, 'A call sheet was not shown to the language model')
    return sheet
  }
  try {
    const claims = await askModel(ctx, { model, userId: document.userId }, { fields, document: text })
    const { referenceDate } = document
    return withClaims(sheet, claims, { fields, lines, referenceDate, reader: await quotations() })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    ctx.log.warn({ err: error }, 'The language model gave no answer; the call sheet stands as it was read')
    return sheet
  }
}

/** What a model may be asked for: what is not there, and what a person would have to look at anyway. */
export function openFields(sheet: Sheet): AskedField[] {
  return askable.filter((field) => {
    const value = field === 'locations' ? sheet.locations[0] : sheet[field]
    return !value || value.confidence < UNSURE
  })
}

interface Frame {
  readonly fields: readonly AskedField[]
  readonly lines: readonly Evidence[]
  readonly referenceDate: Temporal.PlainDate
  readonly reader: Awaited<ReturnType<typeof quotations>>
}

function withClaims(sheet: Sheet, claims: readonly Claim[], frame: Frame): Sheet {
  const found = claims.flatMap((claim) => {
    const evidence = proofOf(claim, frame)
    return evidence ? [{ claim, evidence }] : []
  })
  const values: Record<string, unknown> = {}
  for (const { claim, evidence } of found) {
    const field = { value: claim.value, confidence: MODEL_CONFIDENCE, evidence, source: 'model' }
    if (claim.field === 'locations') values.locations = [...((values.locations as unknown[]) ?? []), field]
    else values[claim.field] ??= field
  }
  const problems = sheet.problems.filter(
    ({ code, field }) => !(missing.has(code) && field !== null && field in values),
  )
  // A value of another form than its field's is no value: the reader's sheet stands.
  const parsed = Sheet.safeParse({ ...sheet, ...values, problems })
  return parsed.success ? parsed.data : sheet
}

function proofOf(claim: Claim, { fields, lines, referenceDate, reader }: Frame): Evidence[] | null {
  const { field, value, quotation } = claim
  if (!fields.includes(field) || (typeof value === 'string') === (field === 'locations')) return null
  const says = reader.quotationSays(field, value, quotation, referenceDate)
  return says ? reader.findQuotation(lines, quotation) : null
}
