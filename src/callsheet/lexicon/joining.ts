import { alternatives } from './index.ts'

const WORDS = alternatives('and')
const WORD = new RegExp(String.raw`^(?:[/&+]|${WORDS})$`, 'iu')
const AT_END = new RegExp(String.raw`(?:[/&+]|\s(?:${WORDS}))$`, 'iu')
const BETWEEN = new RegExp(String.raw`\s*[/&+]\s*|\s+(?:${WORDS})\s+`, 'iu')
const LISTED = new RegExp(String.raw`\s*[,;/&+]\s*|\s+(?:${WORDS})\s+`, 'iu')

/** Whether a word joins what stands on both sides of it: `und`, `&`, `/`. */
export function joins(word: string): boolean {
  return WORD.test(word)
}

/** Whether a line ends in a word that joins it to the next. */
export function endsJoining(line: string): boolean {
  return AT_END.test(line)
}

/** What is said together, each by itself: `Licht / Bühne`, `Maquillaje y peinado`. */
export function joinedParts(text: string): string[] {
  return text.split(BETWEEN)
}

/** The same with commas: `kostium, scenografia i rekwizyty`. */
export function listedParts(text: string): string[] {
  return text.split(LISTED)
}
