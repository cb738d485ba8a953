import { readFileSync } from 'node:fs'
import { draw, put } from './draw.ts'

/** A paper as it is written down in a list of papers: what it is, its name, and its lines. */
export interface WrittenPaper {
  what: string
  name: string
  lines: readonly string[]
}

/** The papers of a file: `=== what: name`, then lines as printed; `# ` a title, ` | ` between cells. */
export function papersIn(file: URL): WrittenPaper[] {
  return readFileSync(file, 'utf8')
    .split(/^=== /mu)
    .slice(1)
    .map((text) => {
      const [head = '', ...lines] = text.trimEnd().split('\n')
      const [what = '', ...name] = head.split(': ')
      return { what, name: name.join(': '), lines }
    })
}

const WIDTH = 520
const LABEL_WIDTH = 160

/** One page with those lines: a title in large bold print, a line of two cells as a label and its value. */
export function drawPaper({ lines }: WrittenPaper): Promise<Uint8Array> {
  return draw((pdf) => {
    let y = 40
    for (const line of lines) {
      const isTitle = line.startsWith('# ')
      const cells = isTitle ? [line.slice(2)] : line.split(/\s*\|\s*/u)
      const width = cells.length === 2 ? LABEL_WIDTH : WIDTH / cells.length
      cells.forEach((cell, index) => {
        put(pdf, 40 + index * width, y, cell, isTitle ? 16 : 9, isTitle ? 'bold' : 'regular')
      })
      y += isTitle ? 28 : 16
    }
  })
}
