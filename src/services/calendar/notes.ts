import { TEXTS } from './texts.ts'

/** The longest description Google takes is 8,192 characters. */
const descriptionLimit = 8000
const notesLimit = 3000

const separators = Object.values(TEXTS.separator)

/** Our text, the line, and below it what the user wrote. Without notes the line still invites them. */
export function withNotes(text: string, notes: string, language: keyof typeof TEXTS.separator): string {
  const kept = notes.slice(0, notesLimit)
  const tail = `\n\n${TEXTS.separator[language]}\n${kept}`
  return (text.slice(0, descriptionLimit - tail.length) + tail).trimEnd()
}

/**
 * Takes a description apart at the line, whichever language it was written in. Calendar apps turn text into HTML when
 * somebody edits it; that is undone first. Without a line everything is ours: what stands there may be an edit of our
 * own text, never notes.
 */
export function splitNotes(description: string): { text: string; notes: string; separated: boolean } {
  const plain = plainText(description)
  for (const separator of separators) {
    const at = plain.indexOf(separator)
    if (at < 0) continue
    const notes = plain.slice(at + separator.length).trim()
    return { text: plain.slice(0, at).trim(), notes: notes.slice(0, notesLimit), separated: true }
  }
  return { text: plain.trim(), notes: '', separated: false }
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  apos: "'",
  nbsp: ' ',
}

function plainText(text: string): string {
  if (!/<\/?[a-z][^>]*>|&(?:amp|lt|gt|quot|nbsp|apos|#39);/i.test(text)) return text.replaceAll('\r\n', '\n')
  return text
    .replaceAll(/\r?\n/g, '\n')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|li)>/gi, '\n')
    .replaceAll(/<[^>]{0,2000}>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|nbsp|apos|#39);/gi, (_, name: string) => entities[name.toLowerCase()] ?? '')
}
