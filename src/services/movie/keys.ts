/** A text as searches compare it: letters and digits of any script, no case, no accents, single spaces. */
export function searchKey(text: string): string {
  return withoutAccents(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * A text as lists are sorted (by `collate "C"`): ASCII letters, digits and hyphens, at most 60, so that it fits a page's
 * cursor. Other scripts keep their code points in hexadecimal, behind everything that is Latin.
 */
export function sortKey(...parts: readonly string[]): string {
  const text = parts.map((part) => withoutAccents(part).replace(/[^\p{L}\p{N}]+/gu, '-')).join('-')
  const letters = [...text.replace(/^-+|-+$/g, '')]
  return letters.map(sortable).join('').slice(0, 60) || '-'
}

const sortable = (letter: string) =>
  /[a-z0-9-]/.test(letter) ? letter : `zzz${letter.codePointAt(0)!.toString(16)}`

const withoutAccents = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')

/** Wildcards of LIKE, taken literally. */
export const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')
