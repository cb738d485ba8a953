/** Lower case without diacritics: labels are matched so, because sheets are typed in a hurry. */
export function fold(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
}

/** The folded words of a text; anything but letters, digits and `#` parts them. */
export function foldedWords(text: string): readonly string[] {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const words = fold(text).match(/[\p{L}\p{N}#]+/gu) ?? []
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(text, words)
  return words
}

/** Every text of a page is asked for again by each field. A page has some 500. */
const remembered = new Map<string, readonly string[]>()
const MOST_REMEMBERED = 2000

/** A value without the punctuation that tied it to its label or neighbour. */
export function trimmed(text: string): string {
  return text
    .replace(/^[\s:;,.|/•·–—=>→*-]+/u, '')
    .replace(/[\s:;,|•·–—=*-]+$/u, '')
    .replace(/\s+/gu, ' ')
}
