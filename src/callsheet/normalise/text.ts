/** Lower case without diacritics: labels are matched so, because sheets are typed in a hurry. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
}

/** The folded words of a text; anything but letters, digits and `#` parts them. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}#]+/gu) ?? []
}

/** A value without the punctuation that tied it to its label or neighbour. */
export function trimmed(text: string): string {
  return text
    .replace(/^[\s:;,.|/•·–—=>→*-]+/u, '')
    .replace(/[\s:;,|•·–—=*-]+$/u, '')
    .replace(/\s+/gu, ' ')
}

/** What stands where nothing is to be said. */
export function isBlank(text: string): boolean {
  return /^(?:[-–—./\s]*|n\/?a|tbc|tbd|tba|brak|nie dotyczy|x|o\/c|w\/n)$/iu.test(text.trim())
}
