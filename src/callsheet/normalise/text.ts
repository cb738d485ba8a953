import { once } from './once.ts'

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
export const foldedWords = once((text): readonly string[] => fold(text).match(/[\p{L}\p{N}#]+/gu) ?? [])

/** A value without the punctuation that tied it to its label or neighbour. */
export const trimmed = once((text): string =>
  text
    .replace(/^[\s:;,.|/•·–—=>→*-]+/u, '')
    .replace(/[\s:;,|•·–—=*-]+$/u, '')
    .replace(/\s+/gu, ' '),
)

/** The mark or number in front of an item of a list: dashes, dots, arrows and whatever else a font has. */
export const BULLET = /^(?:[-–—•·*+>›»‣⁃∙]|[\u2190-\u21ff\u25a0-\u27bf\ue000-\uf8ff]|\d{1,2}[.)])\s*/u
