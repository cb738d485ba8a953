import PdfDocument from 'pdfkit'
import { collect } from '../canvas.ts'

/** A JPEG and its size in pixels. */
export interface Picture {
  jpeg: Uint8Array
  width: number
  height: number
}

/** A PDF with one JPEG filling each page. @param dpi of the pictures, which says how large the pages are. */
export function imagesPdf(pictures: readonly Picture[], dpi: number): Promise<Uint8Array> {
  const epoch = new Date(0)
  const doc = new PdfDocument({
    autoFirstPage: false,
    font: '',
    info: { Producer: 'Copier', Creator: 'Copier', CreationDate: epoch, ModDate: epoch },
  })
  const finished = collect(doc)
  for (const picture of pictures) {
    const size: [number, number] = [(picture.width / dpi) * 72, (picture.height / dpi) * 72]
    doc.addPage({ size, margin: 0 })
    doc.image(Buffer.from(picture.jpeg), 0, 0, { width: size[0], height: size[1] })
  }
  doc.end()
  return finished
}
