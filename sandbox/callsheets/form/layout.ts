import type { Canvas } from '../canvas.ts'
import type { SheetLayout } from '../sheet.ts'
import { drawPart } from './parts.ts'
import { printedBy } from './printed.ts'
import { formSheetOf } from './sheet.ts'
import type { FormSpec } from './spec.ts'

/** The layout that draws the parts of `spec` top to bottom, and prints exactly what they show. */
export function formLayout(spec: FormSpec): SheetLayout {
  const { settings, paper, landscape, margin, fileName, parts, look } = spec
  return {
    settings,
    paper,
    landscape,
    margin,
    fileName,
    printed: (truth, content) => printedBy(parts, truth, formSheetOf(content)),
    draw: (canvas: Canvas, { content }) => {
      const sheet = formSheetOf(content)
      for (const part of parts) {
        drawPart(canvas, sheet, look, part)
        canvas.y += look.gap
      }
    },
  }
}
