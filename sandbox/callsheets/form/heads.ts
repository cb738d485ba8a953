import type { Canvas } from '../canvas.ts'
import { pairsOf } from './draw-facts.ts'
import { facts } from './facts.ts'
import type { FormSheet } from './sheet.ts'
import type { HeadStyle, Look, Part } from './spec.ts'

type Head = Extract<Part, { part: 'head' }>
type DrawHead = (canvas: Canvas, sheet: FormSheet, look: Look, head: Head) => void

/** The top of the first page. */
export function drawHead(canvas: Canvas, sheet: FormSheet, look: Look, head: Head): void {
  heads[head.as](canvas, sheet, look, head)
}

const heads: Record<HeadStyle, DrawHead> = {
  /** Facts left and right of the title and the large call. */
  'three-columns': (canvas, sheet, look, head) => {
    const third = canvas.width / 3
    const top = canvas.y
    const { left } = canvas
    const bottoms = [
      canvas.within(left, third - 8, top, () => listFacts(canvas, sheet, look, head.left)),
      canvas.within(left + third, third, top, () => {
        canvas.line(sheet.content.production, { font: look.bold, size: look.size + 7, align: 'center' })
        canvas.line(sheet.words.title, {
          font: look.bold,
          size: look.size + 2,
          align: 'center',
          colour: look.accent,
        })
        bigFact(canvas, sheet, look, head, 'center')
      }),
      canvas.within(left + 2 * third + 8, third - 8, top, () => listFacts(canvas, sheet, look, head.right)),
    ]
    canvas.y = Math.max(...bottoms)
    canvas.rule(canvas.y + 2, 1.2)
    canvas.y += 4
  },

  /** A filled strip with title and production, facts in two columns below. */
  strip: (canvas, sheet, look, head) => {
    const { content, words } = sheet
    const height = look.size * 2.6
    canvas.box(canvas.left, canvas.y, canvas.width, height, { fill: look.accent })
    const white = { font: look.bold, size: look.size + 5, colour: '#ffffff' }
    canvas.text(words.title, canvas.left + 6, canvas.y + height * 0.16, canvas.width * 0.45, white)
    canvas.text(
      content.production,
      canvas.left + canvas.width * 0.45,
      canvas.y + height * 0.16,
      canvas.width * 0.54,
      {
        ...white,
        align: 'right',
      },
    )
    canvas.y += height + 4
    bigFact(canvas, sheet, look, head, 'left')
    inHalves(canvas, sheet, look, head)
  },

  /** Three ruled boxes side by side. */
  boxed: (canvas, sheet, look, head) => {
    const { content, words } = sheet
    const width = canvas.width / 3
    const top = canvas.y
    const { left } = canvas
    const cells = [
      () => listFacts(canvas, sheet, look, head.left),
      () => {
        canvas.line(content.company, { font: look.font, size: look.size, align: 'center' })
        canvas.line(content.production, { font: look.bold, size: look.size + 6, align: 'center' })
        canvas.line(words.title, { font: look.bold, size: look.size + 3, align: 'center' })
        bigFact(canvas, sheet, look, head, 'center')
      },
      () => listFacts(canvas, sheet, look, head.right),
    ]
    const bottoms = cells.map((draw, index) =>
      canvas.within(left + index * width + 4, width - 8, top + 4, draw),
    )
    const bottom = Math.max(...bottoms) + 4
    for (let index = 0; index < 3; index++)
      canvas.box(left + index * width, top, width, bottom - top, { line: 1 })
    canvas.y = bottom
  },

  /** Everything on centred lines, as typed in a word processor. */
  centred: (canvas, sheet, look, head) => {
    const { content, words } = sheet
    canvas.line(content.company, { font: look.font, size: look.size, align: 'center' })
    canvas.line(`${words.title} - ${content.production}`, {
      font: look.bold,
      size: look.size + 6,
      align: 'center',
    })
    for (const [label, value] of pairsOf(sheet, head.left)) {
      canvas.line(`${label} ${value}`, { font: look.bold, size: look.size + 1, align: 'center' })
    }
    bigFact(canvas, sheet, look, head, 'center')
    for (const [label, value] of pairsOf(sheet, head.right)) {
      canvas.line(`${label}: ${value}`, { font: look.font, size: look.size, align: 'center' })
    }
    canvas.rule(canvas.y + 1, 0.8)
    canvas.y += 3
  },

  /** The production, then one row of large cells with a caption each. */
  ribbon: (canvas, sheet, look, head) => {
    const { content, words } = sheet
    canvas.line(content.production, { font: look.bold, size: look.size + 9 })
    canvas.line(`${words.title} / ${content.company}`, {
      font: look.font,
      size: look.size,
      colour: look.accent,
    })
    canvas.y += 3
    const cells = pairsOf(sheet, [...head.left, ...(head.big ? [head.big] : []), ...head.right])
    const width = canvas.width / Math.max(1, cells.length)
    const style = { font: look.bold, size: look.size + 2 }
    const height =
      look.size + 10 + Math.max(...cells.map(([, value]) => canvas.height(value, width - 8, style)))
    cells.forEach(([label, value], index) => {
      const x = canvas.left + index * width
      canvas.box(x, canvas.y, width - 2, height, { fill: look.zebra ?? '#f3f3f3' })
      canvas.text(label, x + 4, canvas.y + 3, width - 8, {
        font: look.font,
        size: look.size - 1.5,
        colour: look.accent,
      })
      canvas.text(value, x + 4, canvas.y + look.size + 5, width - 8, style)
    })
    canvas.y += height
  },

  /** Merged cells over a ruled grid of four columns, as exported from a spreadsheet. */
  'merged-cells': (canvas, sheet, look, head) => {
    const { content, words } = sheet
    const left = pairsOf(sheet, [...head.left, ...(head.big ? [head.big] : [])])
    const right = pairsOf(sheet, head.right)
    const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
      const [a = '', b = ''] = left[index] ?? []
      const [c = '', d = ''] = right[index] ?? []
      return [a, b, c, d]
    })
    canvas.table({
      columns: [1.3, 2, 1.3, 2].map((share) => ({ title: '', share })),
      rows: [[`${content.production} - ${words.title}`], [content.company], ...rows],
      size: look.size,
      font: look.font,
      padding: look.padding,
    })
  },
}

function listFacts(canvas: Canvas, sheet: FormSheet, look: Look, names: Head['left']): void {
  for (const [label, value] of pairsOf(sheet, names)) {
    canvas.line(`${label}: ${value}`, { font: look.font, size: look.size })
  }
}

function bigFact(
  canvas: Canvas,
  sheet: FormSheet,
  look: Look,
  { big }: Head,
  align: 'left' | 'center',
): void {
  if (!big) return
  for (const [label, value] of facts[big](sheet)) {
    canvas.line(label, { font: look.bold, size: look.size + 1, align })
    canvas.line(value, { font: look.bold, size: look.size + 13, align })
  }
}

function inHalves(canvas: Canvas, sheet: FormSheet, look: Look, head: Head): void {
  const half = canvas.width / 2
  const { left, y } = canvas
  const bottoms = [
    canvas.within(left, half - 6, y, () => listFacts(canvas, sheet, look, head.left)),
    canvas.within(left + half, half, y, () => listFacts(canvas, sheet, look, head.right)),
  ]
  canvas.y = Math.max(...bottoms)
}
