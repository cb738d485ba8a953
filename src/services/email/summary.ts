/** What a summary may have: enough for a glance, short enough to be read out. */
const mostSentences = 3
const mostCharacters = 400

/** Where somebody else's words begin: a reply quotes what it answers, a forward is headed. */
const quotes =
  /^(>|-{2,}\s*(original message|forwarded message|wiadomość oryginalna|oryginalna wiadomość|przekazana)|on .{4,120} wrote:|(w dniu|dnia) .{4,120} (napisał|pisze))/i
const signature = /^(--\s*|—\s*|_{5,})$/
const greeting =
  /^(cześć|hej|dzień dobry|witam|witaj|szanown\p{L}*|dear|hi|hello|good (morning|afternoon|evening))([\s,!.].{0,40})?$/iu
const farewell =
  /^(pozdrawiam|z poważaniem|serdecznie|z wyrazami szacunku|best|kind regards|best regards|regards|cheers|thanks|dzięki|sincerely)[\s,.!]*/i
/** A date, a time, an amount; what is asked for, and until when. */
const weights: readonly (readonly [RegExp, number])[] = [
  [/\b\d{1,2}[:.]\d{2}\b/, 2],
  [/\b\d{1,2}[./]\d{1,2}([./]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b/, 2],
  [/\d\s?(zł|pln|eur|€|\$|usd|gbp|£)/i, 2],
  [
    /\b(jutro|dzisiaj|dziś|poniedział|wtor|środ|czwart|piąt|sobot|niedziel|tomorrow|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday)/i,
    1,
  ],
  [
    /\b(prosz|potwierd|odpowied|please|confirm|reply|need|must|deadline|termin|pilne|urgent|zmian|chang|odwołan|cancel)/i,
    2,
  ],
  [/\?\s*$/, 1],
]

/**
 * A few sentences of a message that say most, in their order and word for word: nothing is put into somebody's mouth, and
 * no model is asked. The first sentence counts most, then those with dates, times, amounts and requests.
 */
export function summaryOf(body: string): string {
  const sentences = sentencesOf(ownWords(body))
  const ranked = sentences
    .map((sentence, index) => ({ sentence, index, weight: weightOf(sentence, index) }))
    .toSorted((one, other) => other.weight - one.weight || one.index - other.index)
    .slice(0, mostSentences)
    .toSorted((one, other) => one.index - other.index)
  const text = ranked.map(({ sentence }) => sentence).join(' ')
  if (text.length <= mostCharacters) return text
  return `${text.slice(0, text.lastIndexOf(' ', mostCharacters) + 1 || mostCharacters).trimEnd()}…`
}

/** The sender's own lines: without greeting, signature and what is quoted. */
function ownWords(body: string): string[] {
  const own: string[] = []
  for (const line of body.split(/\r?\n/).map((each) => each.trim())) {
    if (signature.test(line) || (own.length > 0 && farewell.test(line))) break
    if (quotes.test(line)) {
      if (own.length > 0 && !line.startsWith('>')) break
      continue
    }
    if (own.length === 0 && (line === '' || greeting.test(line))) continue
    own.push(line)
  }
  return own
}

/** Lines that are wrapped are one text; an empty line ends a sentence as a stop does. */
function sentencesOf(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .split(/\n{2,}/)
    .flatMap((paragraph) => paragraph.replaceAll(/\s+/g, ' ').split(/(?<=[.!?…])\s+(?=[\p{Lu}\d„"])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}{2}/u.test(sentence))
}

function weightOf(sentence: string, index: number): number {
  const said = weights.reduce((sum, [pattern, weight]) => sum + (pattern.test(sentence) ? weight : 0), 0)
  return said + (index === 0 ? 3 : 0) - (sentence.length > 300 ? 1 : 0)
}
