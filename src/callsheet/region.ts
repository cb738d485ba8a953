import type { Layout } from './layout/model.ts'
import { lexiconOf } from './lexicon/index.ts'
import { countries } from './normalise/countries.ts'
import { fold } from './normalise/text.ts'
import type { Home, Language } from './types.ts'

/** Where a sheet was made: whose national telephone numbers and whose order of dates it prints. */
export interface Region {
  /** ISO 3166. */
  country: string
  /** False where nothing on the sheet says it and the country is only the likeliest one. */
  evident: boolean
  /** It is the one that the reader lives in, and nothing on the sheet speaks for another. */
  isHome: boolean
}

/** `+48`, `0033` with the rest of a number behind it: `+12 °C` is none. */
const PREFIX = /(?<![\d+])(?:\+|00)\s?(\d{1,3})(?=[\s().-]{0,3}\d[\d\s().-]{5,})/gu

const PREFIX_WEIGHT = 1.5
const POSTCODE_WEIGHT = 1.5
const PLACE_WEIGHT = 1
/** What a country gains by the language of the sheet, and by the reader's home in it. */
const USUAL_WEIGHT = 0.4
const HOME_WEIGHT = 0.6
/** Less than two signs may be a visitor's telephone number. */
const EVIDENT = 2
/** What a person writes of their own home is no visitor's. */
const EVIDENT_HOME = 1
const CLEAR_LEAD = 0.5

/**
 * The country a sheet was made in, by its international prefixes, postal codes and places, each kind of sign counted up to
 * three times. Where they do not decide, people work where they live, if the sheet's language is spoken there or is
 * English, which is spoken on every set; else it is the country that the language is usual in.
 */
export function regionOf(layout: Layout, language: Language | null, home?: Home): Region {
  const text = layout.phrases.map((phrase) => phrase.text).join('\n')
  const usual = lexiconOf(language).country
  const own = homeCountry(home, language)
  const [best, second] = signsIn(text)
    .map(({ code, score }) => ({
      code,
      score: score + (code === usual ? USUAL_WEIGHT : 0) + (code === own ? HOME_WEIGHT : 0),
    }))
    .toSorted((a, b) => b.score - a.score)
  const isEvident =
    best !== undefined && best.score >= EVIDENT && best.score - (second?.score ?? 0) >= CLEAR_LEAD
  if (isEvident) return { country: best.code, evident: true, isHome: best.code === own }
  const isLikely = own !== null && (best === undefined || best.code === own || best.score < PLACE_WEIGHT)
  return { country: isLikely ? own : usual, evident: false, isHome: isLikely }
}

const WORD = /[\p{L}\d]+/gu

/** The countries, with the first word of each place: only where a text has it, the text is searched for the place. */
const SIGNS = countries.map(({ postcode, places, ...country }) => ({
  ...country,
  postcodes: new RegExp(postcode, 'gu'),
  places: places.map((name) => ({ name, first: name.match(WORD)?.[0] ?? '' })),
}))

/** Every country with how much a text speaks for it. */
function signsIn(text: string): { code: string; score: number }[] {
  const folded = fold(text)
  const words = new Set(folded.match(WORD))
  const prefixes = [...folded.matchAll(PREFIX)].map((match) => match[1] ?? '')
  return SIGNS.map((country) => {
    const called = prefixes.filter((prefix) => prefix.startsWith(country.calling)).length
    const coded = (text.match(country.postcodes) ?? []).length
    const named = country.places.filter(
      ({ name, first }) => words.has(first) && (name === first || hasWord(folded, name)),
    ).length
    const score =
      Math.min(3, called) * PREFIX_WEIGHT +
      Math.min(3, coded) * POSTCODE_WEIGHT * country.postcodeWeight +
      Math.min(3, named) * PLACE_WEIGHT
    return { code: country.code, score }
  })
}

/** The country of a home, by what its address says, else by its clocks; null where a sheet in that language is foreign there. */
function homeCountry(home: Home | undefined, language: Language | null): string | null {
  if (home === undefined) return null
  const [best, second] = signsIn(home.address ?? '').toSorted((a, b) => b.score - a.score)
  const isSaid =
    best !== undefined && best.score >= EVIDENT_HOME && best.score - (second?.score ?? 0) >= CLEAR_LEAD
  const code = isSaid
    ? best.code
    : (countries.find((country) => keepsTime(country.code, home.timeZone))?.code ?? null)
  const spoken = countries.find((country) => country.code === code)?.languages ?? []
  return language === null || language === 'en' || spoken.includes(language) ? code : null
}

function keepsTime(country: string, timeZone: string | undefined): boolean {
  return (
    timeZone !== undefined &&
    (new Intl.Locale('und', { region: country }).getTimeZones()?.includes(timeZone) ?? false)
  )
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
    if (!/[\p{L}\d]/u.test(around)) return true
  }
  return false
}
