import type { SheetLayout } from '../../sheet.ts'
import { frenchCommercial } from './french-commercial.ts'
import { germanCommercial } from './german-commercial.ts'
import { germanFilm } from './german-film.ts'
import { mexicanCommercial } from './mexican-commercial.ts'
import { polishFeature } from './polish-feature.ts'
import { polishSeries } from './polish-series.ts'
import { spanishSeries } from './spanish-series.ts'

/** What call sheets of one country look like, drawn by hand; the reader was judged by these before it was mended by them. */
export const countries = {
  'polish-feature': polishFeature,
  'polish-series': polishSeries,
  'german-film': germanFilm,
  'german-commercial': germanCommercial,
  'french-commercial': frenchCommercial,
  'spanish-series': spanishSeries,
  'mexican-commercial': mexicanCommercial,
} satisfies Record<string, SheetLayout>
