import type { SheetLayout } from '../../sheet.ts'
import { americanCommercial } from './american-commercial.ts'
import { frenchCommercial } from './french-commercial.ts'
import { frenchSeries } from './french-series.ts'
import { germanCommercial } from './german-commercial.ts'
import { germanFilm } from './german-film.ts'
import { germanSeries } from './german-series.ts'
import { mexicanCommercial } from './mexican-commercial.ts'
import { polishCommercial } from './polish-commercial.ts'
import { polishFeature } from './polish-feature.ts'
import { polishFeature2 } from './polish-feature-2.ts'
import { polishSeries } from './polish-series.ts'
import { spanishFeature } from './spanish-feature.ts'
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
  'polish-commercial': polishCommercial,
  'polish-feature-2': polishFeature2,
  'german-series': germanSeries,
  'french-series': frenchSeries,
  'spanish-feature': spanishFeature,
  'american-commercial': americanCommercial,
} satisfies Record<string, SheetLayout>
