import { layOut } from './layout/layout.ts'
import { evidenceOf, wholePhrase } from './layout/model.ts'
import type { RawPage } from './pdf/page.ts'
import type { Evidence } from './types.ts'

/** The text of a document, a line of a column each, in reading order: what somebody else may look for values in. */
export function linesOf(pages: readonly RawPage[]): Evidence[] {
  return evidenceOf(layOut(pages).phrases.map(wholePhrase))
}
