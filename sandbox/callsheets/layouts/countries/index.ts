import type { SheetLayout } from '../../sheet.ts'
import { americanCommercial } from './american-commercial.ts'
import { britishCommercial } from './british-commercial.ts'
import { frenchCommercial } from './french-commercial.ts'
import { frenchSeries } from './french-series.ts'
import { frenchTelefilm } from './french-telefilm.ts'
import { germanCommercial } from './german-commercial.ts'
import { germanCrime } from './german-crime.ts'
import { germanFilm } from './german-film.ts'
import { germanSeries } from './german-series.ts'
import { mexicanCommercial } from './mexican-commercial.ts'
import { polishCommercial } from './polish-commercial.ts'
import { polishFeature } from './polish-feature.ts'
import { polishFeature2 } from './polish-feature-2.ts'
import { polishFeature3 } from './polish-feature-3.ts'
import { polishSeries } from './polish-series.ts'
import { spanishCommercial } from './spanish-commercial.ts'
import { spanishFeature } from './spanish-feature.ts'
import { spanishSeries } from './spanish-series.ts'
import { warsawService } from './warsaw-service.ts'

/** What call sheets of one country look like, drawn by hand, for making the reader; many judged it before that. */
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
  'polish-feature-3': polishFeature3,
  'german-crime': germanCrime,
  'french-telefilm': frenchTelefilm,
  'spanish-commercial': spanishCommercial,
  'british-commercial': britishCommercial,
  'warsaw-service': warsawService,
} satisfies Record<string, SheetLayout>
