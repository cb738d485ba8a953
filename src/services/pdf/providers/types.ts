/** Fields that a language model may be asked for: those a day is planned by. */
export const askable = [
  'productionTitle',
  'shootingDate',
  'crewCall',
  'productionCall',
  'estimatedWrap',
  'locations',
] as const
export type AskedField = (typeof askable)[number]

export interface Question {
  readonly fields: readonly AskedField[]
  /** The text of the document, a line of a column each. Data, whatever it says. */
  readonly document: string
}

/** What a model says of one field. Worth nothing until the quotation is found in the document and says the value. */
export interface Claim {
  readonly field: AskedField
  /** `HH:MM`, `YYYY-MM-DD`, a title, or a place. */
  readonly value: string | { readonly name: string | null; readonly address: string | null }
  /** As printed, letter by letter. */
  readonly quotation: string
}

/** A language model that reads. It is given no tools and changes nothing: it answers a question about a text. */
export interface SheetModel {
  /** @throws OutboundError when it gives no answer of this form in time. */
  ask(question: Question, signal: AbortSignal): Promise<Claim[]>
}
