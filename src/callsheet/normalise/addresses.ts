import type { Place } from '../types.ts'
import { countries } from './countries.ts'
import { once } from './once.ts'
import { trimmed } from './text.ts'

const POSTCODE = new RegExp(
  [
    ...countries.map(({ postcode }) => postcode.source),
    // Alone on its line, and the five figures that Germany, France, Spain and Mexico share.
    String.raw`\b\d{2}-\d{3}\b`,
    String.raw`\b\d{5},? \p{Lu}`,
    String.raw`\bCEDEX\b`,
  ].join('|'),
  'u',
)
/** `1060 Wien` by itself may be a year and a name; the cities that are known are in {@link countries}. */
const SHORT_POSTCODE = /(?:^|,\s*)[1-9]\d{3} \p{Lu}\p{Ll}{2,}(?:[- ]\p{Lu}\p{Ll}+)*\s*$/u
const POLISH_STREET =
  /(?:^|[\s,(])(?:ul|al|pl|os|aleja|aleje|ulica|plac|osiedle|rondo|wybrzeże|bulwar|skwer|trakt|szosa)\.?\s+\p{L}/iu
const ENGLISH_STREET =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|boulevard|blvd|court|ct|square|sq|highway|hwy|parkway|pkwy|place|terrace|row|mews|wharf|close|crescent|quay|gardens|grove|hill|industrial estate|business park|trading estate)\b\.?(?:[\s,]|$)/iu
/** `Schönhauser Allee 12`, `Kantstr. 5a`, `Am Sandtorkai 3`, `Mariahilfer Straße 120/3`. */
const GERMAN_STREET =
  /\p{Lu}[\p{L}.-]*(?:stra(?:ß|ss)e|str\.?|gasse|allee|weg|platz|damm|ufer|ring|chaussee|promenade|steig|markt|kai|graben|gürtel|brücke|zeile)\s+\d{1,4}|(?:^|[\s,(])\p{Lu}[\p{L}.-]+[\s-](?:Straße|Strasse|Str\.|Allee|Platz|Weg|Gasse|Damm|Ring|Ufer|Chaussee)\s+\d{1,4}|(?:^|[\s,(])(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Unter der|Hinter der) \p{Lu}[\p{L}-]+ \d{1,4}/u
const FRENCH_WAY = String.raw`(?:rue|avenue|av\.?|boulevard|bld?|bd|place|quai|impasse|allées?|chemin|route|rte|cours|square|passage|cité|faubourg|sentier|rond-point|esplanade|voie|ruelle|promenade|chaussée|villa|montée|mail|parvis|venelle|traverse|sente|drève|digue)`
/** `45 bis, rue de la Roquette`; without its number only a way with its article. */
const FRENCH_STREET = new RegExp(
  String.raw`(?:^|[\s,(])\d{1,4}(?:\s?(?:bis|ter|quater|[a-d]))?\s*,?\s+${FRENCH_WAY}\s+\p{L}|(?:^|[\s,(])(?:rue|avenue|boulevard|quai|impasse|chemin|route|allée)\s+(?:de|du|des|d'|saint|général|jean|victor)|(?:^|[\s,(])(?:Z\.?[AI]\.?|ZAC|lieu-dit)\s+\p{L}`,
  'iu',
)
/** `C/ Mayor, 12`, `Avda. de América 45`, `Paseo de la Reforma 222`, `Calle 93 # 11-27`, `Col. Roma Norte`. */
const SPANISH_STREET =
  /(?:^|[\s,(])(?:c\/\s?\p{L}|(?:calle|avenida|avda?|paseo|plaza|pza|carrer|carretera|ctra|camino|ronda|travesía|glorieta|rambla|callejón|calz|calzada|prol|prolongación|privada|autopista|urbanización|polígono(?: industrial)?|pol\. ind|carrera|cra|kra|transversal|diagonal|pasaje|pje|bulevar|gran vía)\.?\s+[\p{L}\d]|(?:av|blvd|col|p\.º|pº|cl)\.?\s+(?:de |del |la |los )*\p{Lu}|s\/n(?=$|[\s,)]))/iu
/** `Puławska 61`, `Krucza 12/4`, `Słoneczna 10a`: a name in capitals and a house number at the end of a part. */
const STREET_NUMBER = /\p{Lu}[\p{L}.'-]+,? \d{1,4}\s?[a-z]?(?:\s?[/-]\s?\d{1,3}[a-z]?)?(?=\s*(?:$|[,;()]))/u
/** `1200 Sunset Blvd`. */
const NUMBER_STREET = /(?:^|,\s*)\d{1,5}[a-z]?\s+\p{Lu}[\p{L}.'-]+/u
/** `Quay Street`, `Upper Maudlin St` as a part of its own. */
const STREET_NAME =
  /(?:^|,\s*)(?:\p{Lu}[\p{L}.'-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Boulevard|Blvd|Highway|Hwy|Terrace|Crescent)\.?(?=\s*(?:$|,))/u
const COORDINATES = /-?\d{1,2}\.\d{4,},\s*-?\d{1,3}\.\d{4,}/u

/** Parts of a studio or a building, and what a production numbers, are no street: `Stage 3`, `hala 3`, `Drehtag 12`. */
const NUMBERED_ROOM =
  /(?<!\p{L})(?:stage|studio|estudio|hall|hala|hale|halle|building|budynek|gebäude|edificio|bâtiment|bât|floor|étage|etage|piso|planta|room|raum|sala|salle|aula|unit|hangar|block|blok|bloque|level|poziom|gate|tor|brama|puerta|porte|scene|scena|szene|bild|escena|secuencia|séquence|séq|sec|lot|location|set|obiekt|motiv|décor|decor|decorado|localización|locación|day|dzień|drehtag|tag|jour|día|jornada|plateau|plató|foro|nave|pabellón|pavillon|page|seite|strona|página|version|wersja|versión|fassung|folge|episode|capítulo|odcinek|no|nr)\.?\s+(?:n[º°.]?\s?|no\.?\s|nr\.?\s)?\d+\w?/giu

/** A sentence: many words, most of them small. Addresses have capitals and figures. */
const PROSE_WORDS = 9
const PROSE_SHARE = 0.62

/** How much a text looks like an address, 0 to 1. */
export const addressLikeness = once((printed): number => {
  const text = printed.replace(NUMBERED_ROOM, '')
  let score = 0
  if (POSTCODE.test(text)) score += 0.6
  else if (SHORT_POSTCODE.test(text)) score += 0.35
  if (POLISH_STREET.test(text)) score += 0.6
  if (ENGLISH_STREET.test(text) && /\d/u.test(text)) score += 0.5
  if (GERMAN_STREET.test(text)) score += 0.6
  if (FRENCH_STREET.test(text)) score += 0.6
  if (SPANISH_STREET.test(text)) score += /\d|s\/n/iu.test(text) ? 0.6 : 0.35
  if (STREET_NAME.test(text)) score += 0.35
  if (STREET_NUMBER.test(text)) score += 0.4
  if (NUMBER_STREET.test(text)) score += 0.3
  if (COORDINATES.test(text)) score += 0.4
  return Math.min(1, isProse(text) ? score / 2 : score)
})

function isProse(text: string): boolean {
  const words = text.match(/\p{L}{2,}/gu) ?? []
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length
  return words.length >= PROSE_WORDS && small / words.length > PROSE_SHARE
}

/** Separators between a place's name and its address: a dash with spaces, a comma, a bar, brackets. */
const SEPARATORS = [/\s+[–—|•]\s+/u, /\s+-\s+/u, /;\s*/u, /,\s+/u, /\s*\(/u, /:\s+/u]

/**
 * A place as printed on one or several lines, to its name and its address: the first part that looks like an address
 * begins it.
 */
export function parsePlace(lines: readonly string[]): Place | null {
  const texts = lines.map(trimmed).filter((line) => line !== '')
  if (texts.length === 0) return null
  const [first = '', ...rest] = texts
  if (addressLikeness(first) >= 0.4) return splitLine(first, rest)
  const at = rest.findIndex((line) => addressLikeness(line) >= 0.3)
  if (at < 0) return { name: first, address: rest.length === 0 ? null : rest.join(', ') }
  const name = [first, ...rest.slice(0, at)].join(' ')
  const split = splitLine(rest[at] ?? '', rest.slice(at + 1))
  return { name: split.name === null ? name : `${name} ${split.name}`, address: split.address }
}

/** `8821 Frontage Rd`: the number, the street's name and what it is. */
const NUMBERED_STREET = String.raw`\d{1,5}\s+(?:\p{Lu}[\p{L}'’.]*\s+){1,3}(?:St|Street|Rd|Road|Ave|Avenue|Blvd|Boulevard|Ln|Lane|Dr|Drive|Way|Ct|Court|Hwy|Highway|Pkwy|Row|Close|Terrace|Crescent)\b`

/** Where a street begins in a line that nothing else parts. */
const STREET_START = new RegExp(
  String.raw`\s(?=${NUMBERED_STREET}|(?:(?:ul|al|pl|os)\.\s|(?:c\/|calle |avda\.? |av\. )\s?\p{Lu}|\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|quai|impasse|place|chemin|route|allée|bd)\s))`,
  'u',
)
/** Words after which a street tells where something is and not what its address is. */
const LEADS =
  /\s(?:przy|na|w|obok|przed|koło|naprzeciw|róg|at|on|near|beside|behind|opposite|off|of|in|au|à|sur|dans|face|devant|derrière|en|frente a|junto a|esquina|entre|vor|neben|hinter|gegenüber|an|bei|ecke)$/iu

function splitLine(line: string, rest: readonly string[]): Place {
  const address = (text: string): string => tidyAddress([text, ...rest].join(', '))
  for (const separator of SEPARATORS) {
    for (const match of line.matchAll(new RegExp(separator, 'gu'))) {
      const name = line.slice(0, match.index)
      const tail = line.slice(match.index + match[0].length)
      if (isName(name, tail) && addressLikeness(tail) >= 0.3 && startsAddress(tail)) {
        return { name: trimmed(name), address: address(tail) }
      }
    }
  }
  const street = STREET_START.exec(line)
  if (
    street !== null &&
    street.index > 0 &&
    !LEADS.test(` ${line.slice(0, street.index)}`) &&
    addressLikeness(line.slice(0, street.index)) < 0.3
  ) {
    return { name: trimmed(line.slice(0, street.index)), address: address(line.slice(street.index)) }
  }
  return { name: null, address: address(line) }
}

/** `Plac Zamkowy, Plac Zamkowy 4`: a square may be the place's name when the numbered address follows. */
function isName(head: string, tail: string): boolean {
  const [part = ''] = tail.split(/,\s+/u)
  return (
    addressLikeness(head) < 0.3 ||
    (!/\d/u.test(head) && /\p{L}{3} \d/u.test(part) && addressLikeness(part) >= 0.4)
  )
}

/** What begins an address although it has no number of its own: `Esplanade du J4`, `Unit 4`, `Suite 200`. */
const ADDRESS_START = new RegExp(
  String.raw`^(?:${FRENCH_WAY}\s+(?:de|du|des|d['’]|la|le|les|l['’])?\s?\p{Lu}|(?:units?|suite|ste\.?|apt\.?)\s\d)`,
  'iu',
)

/** The tail is the address only if its own first part is: "Hala 3, Studio, ul. Wał 5" keeps "Studio" in the name. */
function startsAddress(tail: string): boolean {
  const [part = ''] = tail.split(/,\s+|\s+[–—|]\s+/u)
  const isStart = POSTCODE.test(tail) && ADDRESS_START.test(part)
  return addressLikeness(part) >= 0.3 || /^\d{1,5}\s/u.test(part) || isStart
}

function tidyAddress(text: string): string {
  const tidy = trimmed(text)
  return tidy.includes('(') || !tidy.endsWith(')') ? tidy : tidy.slice(0, -1)
}
