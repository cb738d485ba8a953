import type { SheetLayout } from '../../sheet.ts'
import { americanFeature } from './american-feature.ts'
import { argentinianCommercial } from './argentinian-commercial.ts'
import { austrianFeature } from './austrian-feature.ts'
import { britishSeries } from './british-series.ts'
import { frenchFeature } from './french-feature.ts'
import { polishDocumentaryTv } from './polish-documentary-tv.ts'

/**
 * Layouts for reporting only: nobody who works on the reader looks at them, nor at what it reads in them. Drawn from
 * what call sheets of these countries look like, and not from what the reader knows.
 */
export const heldOut = {
  'held-out-british-series': britishSeries,
  'held-out-american-feature': americanFeature,
  'held-out-french-feature': frenchFeature,
  'held-out-polish-documentary-tv': polishDocumentaryTv,
  'held-out-austrian-feature': austrianFeature,
  'held-out-argentinian-commercial': argentinianCommercial,
} satisfies Record<string, SheetLayout>
