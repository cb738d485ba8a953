import { type Phrase, wholePhrase } from '../layout/model.ts'
import { leftOf } from '../layout/neighbours.ts'
import { labels, vendorNames } from '../lexicon/index.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { Field, Place, VendorStop } from '../types.ts'
import { fieldOf } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'

/** As much as this of a line speaks for an address. */
const ADDRESS = 0.4

/**
 * Vendors' stops among the rows of the day's times, which say what happens there after the place, if at all in a label:
 * `06:00 | Panavision, ul. Wałowa 3, Warszawa - odbiór kamery`.
 */
export function vendorRows(reading: Reading, advance: ReadonlySet<Phrase>): Field<VendorStop>[] {
  return reading.layout.phrases.flatMap((phrase) => {
    const before = leftOf(phrase)
    const isTimed = before !== undefined && before.words.length <= 2 && /^\d/u.test(before.text)
    if (!isTimed || phrase.words.length < 3 || advance.has(phrase)) return []
    const time = parseTime(before.text)
    if (time === null || addressLikeness(phrase.text) < ADDRESS) return []
    const under = secondLine(phrase)
    const place = placeBefore(under === undefined ? phrase.text : `${phrase.text} ${under.text}`)
    if (place === null) return []
    const lines = [before, phrase, ...(under === undefined ? [] : [under])]
    return [fieldOf({ ...place, time: time.time }, 0.85, lines.map(wholePhrase))]
  })
}

/** What goes on under it, where no time of its own stands beside it. */
function secondLine(phrase: Phrase): Phrase | undefined {
  const next = phrase.page.rows[phrase.row.index + 1]
  const under = next?.phrases.find((it) => Math.abs(it.left - phrase.left) < 2 && it.size === phrase.size)
  const isOwn = under !== undefined && parseTime(leftOf(under)?.text ?? '') !== null
  return under === undefined || isOwn || under.top - phrase.bottom > phrase.size * 0.5 ? undefined : under
}

/** The place before the words that say what is fetched there; null where none do. */
function placeBefore(text: string): Place | null {
  const parts = text.split(/\s+[-–—]\s+|\s*[()]\s*/u)
  // `Panavision` begins a line and is a label too.
  const what = parts.findIndex((part, index) => {
    const words = foldedWords(part)
    return index > 0 && words.some((_, at) => isVendorLabel(words, at))
  })
  const place = what > 0 ? parsePlace([trimmed(parts.slice(0, what).join(', '))]) : null
  return place?.address === null ? null : place
}

function isVendorLabel(words: readonly string[], index: number): boolean {
  return labels.match(words, index)?.keys.includes('vendor') ?? false
}

/** The stop that stands under a label, with its time. */
export function vendorOf(field: Field<Place>, hit: LabelHit): Field<VendorStop> {
  const printed = [field.value.name, field.value.address].filter((text) => text !== null).join(', ')
  const [time] = findTimes(printed)
  const text =
    time === undefined
      ? printed
      : trimmed(printed.slice(0, time.index) + printed.slice(time.index + time.length))
  const what = text.replace(/\s*\([^)]*\)\s*$/u, '')
  const place = parsePlace([trimmed(what)]) ?? { name: null, address: null }
  const label = hit.span.phrase.words
    .slice(hit.span.from, hit.span.to)
    .map((word) => word.text)
    .join(' ')
  // `Panavision: 06:00, ul. ...`: the label is the vendor.
  const name = place.name ?? (vendorNames.whole(label) === undefined ? null : trimmed(label))
  return { ...field, value: { name, address: place.address, time: time?.time ?? null } }
}
