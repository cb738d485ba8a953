/** A word as an engine saw it, in pixels of the picture it was given. */
export interface SeenWord {
  text: string
  left: number
  top: number
  right: number
  bottom: number
  /** 0 to 100: Tesseract's, of the least certain letter of the word. */
  confidence: number
  /** Words with the same number stand on one line, as the engine sees it. */
  line: number
}

const COLUMNS = 12
const WORD_LEVEL = '5'
const MOST_WORDS = 20_000

/** The words of Tesseract's tab-separated output, in its order; what is no row of a word is passed over. */
export function wordsOfTsv(tsv: string): SeenWord[] {
  const words: SeenWord[] = []
  const lines = new Map<string, number>()
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t')
    if (cells[0] !== WORD_LEVEL || cells.length < COLUMNS || words.length >= MOST_WORDS) continue
    const text = cells
      .slice(COLUMNS - 1)
      .join(' ')
      .trim()
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number)
    if (text === '' || ![left, top, width, height, confidence].every(Number.isFinite)) continue
    const key = cells.slice(1, 5).join('.')
    const line = lines.get(key) ?? lines.size
    lines.set(key, line)
    words.push({ text, left, top, right: left + width, bottom: top + height, confidence, line })
  }
  return words
}
