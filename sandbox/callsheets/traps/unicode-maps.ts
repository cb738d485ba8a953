/**
 * The same PDF with fonts that do not say which letters their shapes are: it looks as before, and its text cannot be
 * copied. Blanks out each reference to a map in place, so that no offset moves.
 */
export function withoutUnicodeMaps(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1')
  return new Uint8Array(
    Buffer.from(
      text.replace(/\/ToUnicode \d+ 0 R/g, (entry) => ' '.repeat(entry.length)),
      'latin1',
    ),
  )
}
