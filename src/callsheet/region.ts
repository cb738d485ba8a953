import type { Layout } from './layout/model.ts'
import { lexiconOf } from './lexicon/index.ts'
import { countries } from './normalise/countries.ts'
import { fold } from './normalise/text.ts'
import type { Language } from './types.ts'

/** Where a sheet was made: whose national telephone numbers and whose order of dates it prints. */
export interface Region {
  /** ISO 3166. */
  country: string
  /** False where nothing on the sheet says it and the country is only the language's usual one. */
  evident: boolean
}

/** `+48`, `0033` with the rest of a number behind it: `+12 °C` is none. */
const PREFIX = /(?<![\d+])(?:\+|00)\s?(\d{1,3})(?=[\s().-]{0,3}\d[\d\s().-]{5,})/gu

const PREFIX_WEIGHT = 1.5
const POSTCODE_WEIGHT = 1.5
const PLACE_WEIGHT = 1
/** Less than two signs may be a visitor's telephone number. */
const EVIDENT = 2

/** The country a sheet was made in, by its international prefixes, postal codes and places, each kind of sign counted up to three times. */
export function regionOf(layout: Layout, language: Language | null): Region {
  const text = layout.phrases.map((phrase) => phrase.text).join('\n')
  const folded = fold(text)
  const prefixes = [...folded.matchAll(PREFIX)].map((match) => match[1] ?? '')
  const usual = lexiconOf(language).country
  const scored = countries
    .map((country) => {
      const called = prefixes.filter((prefix) => prefix.startsWith(country.calling)).length
      const coded = (text.match(new RegExp(country.postcode, 'gu')) ?? []).length
      const named = country.places.filter((place) => hasWord(folded, place)).length
      const score =
        Math.min(3, called) * PREFIX_WEIGHT +
        Math.min(3, coded) * POSTCODE_WEIGHT * country.postcodeWeight +
        Math.min(3, named) * PLACE_WEIGHT
      return { code: country.code, score: score + (country.code === usual ? 0.4 : 0) }
    })
    .toSorted((a, b) => b.score - a.score)
  const [best, second] = scored
  if (best === undefined || best.score < EVIDENT || best.score - (second?.score ?? 0) < 0.5)
    return { country: usual, evident: false }
  return { country: best.code, evident: true }
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
    if (!/[\p{L}\d]/u.test(around)) return true
  }
  return false
}
