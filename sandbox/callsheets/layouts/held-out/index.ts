import type { SheetLayout } from '../../sheet.ts'
import { americanCommercial } from './american-commercial.ts'
import { americanFeature } from './american-feature.ts'
import { argentinianCommercial } from './argentinian-commercial.ts'
import { austrianFeature } from './austrian-feature.ts'
import { britishSeries } from './british-series.ts'
import { frenchFeature } from './french-feature.ts'
import { frenchSeries } from './french-series.ts'
import { germanSeries } from './german-series.ts'
import { polishCommercial } from './polish-commercial.ts'
import { polishDocumentaryTv } from './polish-documentary-tv.ts'
import { polishFeature2 } from './polish-feature-2.ts'
import { spanishFeature } from './spanish-feature.ts'

/**
 * Layouts for reporting only: nobody who works on the reader looks at them, nor at what it reads in them. Drawn from
 * what call sheets of these countries look like, and not from what the reader knows.
 */
export const heldOut = {
  'held-out-british-series': britishSeries,
  'held-out-american-feature': americanFeature,
  'held-out-american-commercial': americanCommercial,
  'held-out-french-feature': frenchFeature,
  'held-out-polish-commercial': polishCommercial,
  'held-out-polish-documentary-tv': polishDocumentaryTv,
  'held-out-polish-feature-2': polishFeature2,
  'held-out-german-series': germanSeries,
  'held-out-austrian-feature': austrianFeature,
  'held-out-french-series': frenchSeries,
  'held-out-spanish-feature': spanishFeature,
  'held-out-argentinian-commercial': argentinianCommercial,
} satisfies Record<string, SheetLayout>
