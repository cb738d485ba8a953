import type { SheetLayout } from '../../sheet.ts'
import { americanCommercial } from './american-commercial.ts'
import { americanFeature } from './american-feature.ts'
import { britishSeries } from './british-series.ts'
import { frenchFeature } from './french-feature.ts'

/**
 * Layouts for reporting only: nobody who works on the reader looks at them, nor at what it reads in them. Drawn from
 * what call sheets of these countries look like, and not from what the reader knows.
 */
export const heldOut = {
  'held-out-british-series': britishSeries,
  'held-out-american-feature': americanFeature,
  'held-out-american-commercial': americanCommercial,
  'held-out-french-feature': frenchFeature,
} satisfies Record<string, SheetLayout>
