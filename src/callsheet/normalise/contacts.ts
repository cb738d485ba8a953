import { addressLikeness } from './addresses.ts'
import { findPhones } from './phones.ts'
import { trimmed } from './text.ts'

/** `w3w ///sugar.crane.drum`, `what3words: sugar.crane.drum`. */
const WHAT3WORDS =
  /[\s,;(]*(?:(?:w3w|what3words)[:\s]*)?\/\/\/\s?\p{L}+\.\p{L}+\.\p{L}+\)?|[\s,;(]*(?:w3w|what3words)[:\s]*\p{L}+\.\p{L}+\.\p{L}+\)?/giu

/** The end of the brackets that a number stands in. */
const BRACKET = /^\s*\)/u

/** `tel. 112. Pogotowie 999`: a short number to ring, and behind it whom else to ring. */
const SHORT_NUMBER =
  /[\s,;(]+(?:tel|tél|telefon|téléphone|teléfono|tfno|tlf|phone|ph|t)\b\.?:?\s*\d{3}(?!\d|\s\d)(?<behind>.*)$/iu

/** A telephone, a link or an hour printed with a place is no part of its address. */
export function withoutContacts(line: string, country: string): string {
  let text = line.replace(/https?:\S+|www\.\S+/giu, '').replace(WHAT3WORDS, '')
  const phones = findPhones(text, country)
  for (const phone of phones.filter((it) => isRung(text, it)).toReversed()) {
    const behind = text.slice(phone.index + phone.length)
    // Behind a number stands whose it is or whom else to ring, hardly ever the street.
    text =
      text.slice(0, phone.index) +
      (addressLikeness(behind) >= 0.6 ? behind : (BRACKET.exec(behind)?.[0] ?? ''))
  }
  const short = SHORT_NUMBER.exec(text)
  if (short !== null && addressLikeness(short.groups?.['behind'] ?? '') < 0.6)
    text = text.slice(0, short.index)
  return trimmed(
    text
      .replace(/\(\s*\)/gu, '')
      .replace(
        /(?:^|[,;(–—-]+\s*|(?<=\d{2}-?\d{3} \D*)\s)(?:107|11[02]|061|066|911|99[789])\s*\)?$|(?:^|[\s,;(]+)(?:(?:tel|tél|telefon|téléphone|teléfono|tfno|tlf|telf|phone|ph|t|handy|mobil|mobile|móvil|portable|celular|cel|cell|fon|gsm|kom|komórka)\b\.?:?\s*\d{0,3})\s*\)?$/iu,
        '',
      ),
  )
}

/** `12, 81545` is a house and a postal code: a number to ring is said to be one, begins as one, or is long. */
function isRung(text: string, { index, length }: { index: number; length: number }): boolean {
  const printed = text.slice(index, index + length)
  return (
    /^[+(0]/u.test(printed) ||
    (printed.match(/\d/gu) ?? []).length >= 9 ||
    /(?:tel|tél|telefon|teléfono|tfno|tlf|phone|ph|mob)\.?:?\s*$/iu.test(text.slice(0, index))
  )
}
