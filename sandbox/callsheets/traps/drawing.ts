import type { Canvas } from '../canvas.ts'
import { drawPart } from '../form/parts.ts'
import { formSheetOf } from '../form/sheet.ts'
import type { Look, Part } from '../form/spec.ts'
import type { SheetContent, SheetTruth } from '../model.ts'
import type { DrawingTrap } from './traps.ts'

const plain: Look = {
  font: 'condensed',
  bold: 'condensed-bold',
  size: 7.5,
  headFill: '#eeeeee',
  lines: 'grid',
  accent: '#333333',
  gap: 4,
}

/** What stands above the sheet proper when a trap asks for it. */
const above: Partial<Record<DrawingTrap, Part>> = {
  'sunrise-first': { part: 'facts', as: 'stacked', facts: ['sunrise', 'sunset'] },
  'production-call-first': { part: 'facts', as: 'lines', facts: ['productionCall'] },
  'hospital-beside-location': {
    part: 'beside',
    share: 0.5,
    left: [{ part: 'facts', as: 'lines', facts: ['locations'] }],
    right: [{ part: 'facts', as: 'lines', facts: ['hospital'] }],
  },
}

/** Draws what the traps put above the sheet, at the cursor. */
export function drawAbove(canvas: Canvas, content: SheetContent, traps: ReadonlySet<DrawingTrap>): void {
  for (const trap of traps) {
    const part = above[trap]
    if (part) drawPart(canvas, formSheetOf(content), plain, part)
  }
}

/** What the traps print in addition to the layout. */
export function alsoPrinted(
  printed: SheetTruth,
  whole: SheetTruth,
  traps: ReadonlySet<DrawingTrap>,
): SheetTruth {
  const { sunrise, sunset, productionCall, hospital } = whole
  return {
    ...printed,
    ...(traps.has('sunrise-first') ? { sunrise, sunset } : {}),
    ...(traps.has('production-call-first') ? { productionCall } : {}),
    ...(traps.has('hospital-beside-location') ? { hospital } : {}),
  }
}

/** A stamp, pen strokes, and what the copier cut off, over pages that are drawn already. */
export function drawOver(canvas: Canvas, content: SheetContent, traps: ReadonlySet<DrawingTrap>): void {
  const sheet = formSheetOf(content)
  const call = canvas.spotOf(sheet.timeText(content.crewCall)) ?? canvas.spotOf(sheet.time(content.crewCall))
  const place = canvas.spotOf(content.locations[0]?.address ?? content.production)
  if (call && traps.has('clipped-digits')) {
    canvas.over(call.page, (doc) => {
      doc.rect(call.x, call.y + call.height * 0.52, call.width, call.height * 0.5).fill('#ffffff')
    })
  }
  if (traps.has('stamp')) canvas.over(0, (doc) => stamp(doc, content))
  for (const spot of traps.has('handwriting') ? [call, place] : []) {
    if (spot) canvas.over(spot.page, (doc) => scribble(doc, spot.x, spot.y, Math.min(spot.width, 150)))
  }
}

function stamp(doc: PDFKit.PDFDocument, content: SheetContent): void {
  const x = doc.page.width * 0.62
  doc.rotate(-14, { origin: [x, 120] })
  doc.lineWidth(1.6).strokeOpacity(0.7).fillOpacity(0.7).circle(x, 120, 44).stroke('#1f3a93')
  doc.circle(x, 120, 36).stroke('#1f3a93')
  doc.font('condensed-bold').fontSize(7).fillColor('#1f3a93')
  doc.text(content.company, x - 32, 112, { width: 64, align: 'center', height: 26 })
  doc.strokeOpacity(1).fillOpacity(1)
}

/** A wavering stroke and a tick, as of somebody who read the sheet with a pen in hand. */
function scribble(doc: PDFKit.PDFDocument, x: number, y: number, width: number): void {
  doc.lineWidth(1.1).moveTo(x - 4, y + 7)
  for (let step = 0; step < 6; step++) {
    const from = x - 4 + (step * (width + 8)) / 6
    const to = x - 4 + ((step + 1) * (width + 8)) / 6
    doc.bezierCurveTo(from + 4, y - 3, to - 4, y + 15, to, y + 6 + (step % 2))
  }
  doc.stroke('#20306f')
  doc
    .moveTo(x + width, y - 6)
    .lineTo(x + width + 5, y + 2)
    .lineTo(x + width + 16, y - 14)
    .stroke('#20306f')
}
