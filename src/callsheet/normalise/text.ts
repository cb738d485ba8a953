/** Lower case without diacritics: labels are matched so, because sheets are typed in a hurry. */
export function fold(text: string): string {
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
