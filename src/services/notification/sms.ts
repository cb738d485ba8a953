/** GSM 03.38, the basic character set: one septet each. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Its extension table: two septets each. */
const extended = '\f^{}\\[~]|€'

const septets = new Map<string, number>([
  ...[...basic].map((character) => [character, 1] as const),
  ...[...extended].map((character) => [character, 2] as const),
])

/** Characters (septets or UTF-16 units) of a message that fits in one part, and of each part of a longer one. */
const sizes = { gsm: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const
export const maximumParts = 3

export interface SmsText {
  readonly text: string
  readonly encoding: 'gsm' | 'ucs2'
  readonly parts: number
}

/**
 * A text as SMS of at most three parts. One letter outside GSM 03.38 (most Polish ones) makes the whole message
 * UCS-2, with 70 characters instead of 160. What does not fit is cut at a word, and `suffix` (a short reference) is
 * always kept.
 */
export function fitSms(text: string, suffix = ''): SmsText {
  const body = text
    .normalize('NFC')
    .replace(/[ \t]+/g, ' ')
    .trim()
  const whole = measure(body + suffix)
  if (whole.parts <= maximumParts) return whole
  const characters = [...new Intl.Segmenter().segment(body)].map((each) => each.segment)
  let low = 0
  let high = characters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const fits = measure(`${characters.slice(0, middle).join('')}...${suffix}`).parts <= maximumParts
    if (fits) low = middle
    else high = middle - 1
  }
  const cut = characters.slice(0, low).join('')
  const word = cut.search(/\s\S*$/)
  const kept = (word > cut.length / 2 ? cut.slice(0, word) : cut).trimEnd()
  return measure(`${kept}...${suffix}`)
}

function measure(text: string): SmsText {
  const characters = [...text]
  const encoding = characters.every((character) => septets.has(character)) ? 'gsm' : 'ucs2'
  const length =
    encoding === 'gsm' ? characters.reduce((sum, character) => sum + septets.get(character)!, 0) : text.length
  const { single, part } = sizes[encoding]
  return { text, encoding, parts: length <= single ? 1 : Math.ceil(length / part) }
}
