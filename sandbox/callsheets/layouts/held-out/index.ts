import type { SheetLayout } from '../../sheet.ts'
import { americanCommercial } from './american-commercial.ts'
import { americanFeature } from './american-feature.ts'
import { britishSeries } from './british-series.ts'
import { frenchCommercial } from './french-commercial.ts'
import { frenchFeature } from './french-feature.ts'
import { germanCommercial } from './german-commercial.ts'
import { germanFilm } from './german-film.ts'
import { mexicanCommercial } from './mexican-commercial.ts'
import { polishFeature } from './polish-feature.ts'
import { polishSeries } from './polish-series.ts'
import { spanishSeries } from './spanish-series.ts'

/**
 * Layouts for reporting only: nobody who works on the reader looks at them, nor at what it reads in them. Drawn from
 * what call sheets of these countries look like, and not from what the reader knows.
 */
export const heldOut = {
  'held-out-polish-feature': polishFeature,
  'held-out-polish-series': polishSeries,
  'held-out-british-series': britishSeries,
  'held-out-american-feature': americanFeature,
  'held-out-american-commercial': americanCommercial,
  'held-out-german-film': germanFilm,
  'held-out-german-commercial': germanCommercial,
  'held-out-french-feature': frenchFeature,
  'held-out-french-commercial': frenchCommercial,
  'held-out-spanish-series': spanishSeries,
  'held-out-mexican-commercial': mexicanCommercial,
} satisfies Record<string, SheetLayout>
