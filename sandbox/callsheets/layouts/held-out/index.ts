import type { SheetLayout } from '../../sheet.ts'
import { americanFeature } from './american-feature.ts'
import { americanIndie } from './american-indie.ts'
import { argentinianCommercial } from './argentinian-commercial.ts'
import { austrianFeature } from './austrian-feature.ts'
import { belgianFeature } from './belgian-feature.ts'
import { britishSeries } from './british-series.ts'
import { colombianSeries } from './colombian-series.ts'
import { frenchFeature } from './french-feature.ts'
import { germanSpot } from './german-spot.ts'
import { polishDocumentaryTv } from './polish-documentary-tv.ts'
import { polishStreamingSeries } from './polish-streaming-series.ts'
import { polishStudent } from './polish-student.ts'

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
  'held-out-polish-streaming-series': polishStreamingSeries,
  'held-out-polish-student': polishStudent,
  'held-out-german-spot': germanSpot,
  'held-out-belgian-feature': belgianFeature,
  'held-out-colombian-series': colombianSeries,
  'held-out-american-indie': americanIndie,
} satisfies Record<string, SheetLayout>
