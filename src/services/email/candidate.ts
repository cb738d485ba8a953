import { callSheetWords, urgencyWords } from './words.ts'

export interface CandidateFacts {
  readonly subject: string
  readonly fileNames: readonly string[]
  readonly body: string
  readonly trustedSender: boolean
}

/** How much each sign counts; together with the bare PDF they make 1. What the PDF turns out to be decides in the end. */
const weight = { pdf: 0.1, sender: 0.4, subject: 0.25, fileName: 0.15, body: 0.1 }

/** No letter writes about the call sheet only after this many characters. */
const bodyCharacters = 20_000

/**
 * How much a message with a PDF looks like it brings a call sheet (0 to 1), and whether it is urgent (PRODUCT 1.1).
 *
 * @example scoreOf({ subject: 'Plan dnia 12/35', fileNames: ['plan.pdf'], body: '', trustedSender: true })
 */
export function scoreOf({ subject, fileNames, body, trustedSender }: CandidateFacts): {
  score: number
  urgent: boolean
} {
  const names = fileNames.join('\n')
  const text = body.slice(0, bodyCharacters)
  const score =
    weight.pdf +
    (trustedSender ? weight.sender : 0) +
    (hasAny(subject, callSheetPattern) ? weight.subject : 0) +
    (hasAny(names, callSheetPattern) ? weight.fileName : 0) +
    (hasAny(text, callSheetPattern) ? weight.body : 0)
  const urgent = hasAny(`${subject}\n${names}`, urgencyPattern)
  return { score: Math.round(score * 100) / 100, urgent }
}

const callSheetPattern = patternOf(callSheetWords)
const urgencyPattern = patternOf(urgencyWords)

/** Whole words in any order of spaces, underscores and hyphens, as file names have them. */
function patternOf(words: Readonly<Record<string, readonly string[]>>): RegExp {
  const each = Object.values(words)
    .flat()
    .map((word) => plain(word).replaceAll(' ', '[\\s_.-]*'))
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${each.join('|')})(?![\\p{L}])`, 'u')
}

const hasAny = (text: string, pattern: RegExp) => pattern.test(plain(text))

/** Lower case without diacritics: mail programs and people leave them out. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l')
}
