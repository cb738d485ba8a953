import type { Matrix, PageBox } from './geometry.ts'
import type { Pdfium } from './pdfium.ts'

/** Names of fonts have at most 127 bytes in PDF (ISO 32000-1, annex C), and a NUL behind them. */
const SIZE = 128

/** A few bytes of wasm memory for the results that PDFium writes through pointers. */
export class Scratch {
  readonly pointer: number
  readonly size = SIZE
  readonly #pdfium: Pdfium

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium
    this.pointer = pdfium.malloc(SIZE)
  }

  free(): void {
    this.#pdfium.free(this.pointer)
  }

  at(offset: number): number {
    return this.pointer + offset
  }

  /** `count` doubles; the view is made anew because the heap may have moved. */
  doubles(count: number): Float64Array {
    return new Float64Array(this.#pdfium.memory.buffer, this.pointer, count)
  }

  floats(count: number): Float32Array {
    return new Float32Array(this.#pdfium.memory.buffer, this.pointer, count)
  }

  integers(count: number): Int32Array {
    return new Int32Array(this.#pdfium.memory.buffer, this.pointer, count)
  }

  /** Text that ends with a NUL, of so many bytes with it. */
  text(bytes: number): string {
    const end = Math.max(0, Math.min(bytes, SIZE) - 1)
    return Buffer.from(this.#pdfium.memory.buffer, this.pointer, end).toString('latin1')
  }

  matrix(): Matrix {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.floats(6)
    return [a, b, c, d, e, f]
  }

  /** An FS_RECTF: left, top, right, bottom as floats. */
  rectangle(): PageBox {
    const [left = 0, top = 0, right = 0, bottom = 0] = this.floats(4)
    return { left, top, right, bottom }
  }
}
