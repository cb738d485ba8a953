import type { Matrix, PageBox } from './geometry.ts'
import type { Pdfium } from './pdfium.ts'

/** Names of fonts have at most 127 bytes in PDF (ISO 32000-1, annex C), and a NUL behind them. */
const SIZE = 128

/** The bytes as the types that PDFium writes. */
interface Views {
  readonly floats: Float32Array
  readonly doubles: Float64Array
  readonly integers: Int32Array
}

/** A few bytes of wasm memory for the results that PDFium writes through pointers. */
export class Scratch {
  readonly pointer: number
  readonly size = SIZE
  readonly #pdfium: Pdfium
  #views: Views

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium
    this.pointer = pdfium.malloc(SIZE)
    this.#views = viewsOf(pdfium, this.pointer)
  }

  free(): void {
    this.#pdfium.free(this.pointer)
  }

  at(offset: number): number {
    return this.pointer + offset
  }

  double(index: number): number {
    return this.#current().doubles[index] ?? 0
  }

  float(index: number): number {
    return this.#current().floats[index] ?? 0
  }

  integer(index: number): number {
    return this.#current().integers[index] ?? 0
  }

  /** Text that ends with a NUL, of so many bytes with it. */
  text(bytes: number): string {
    const end = Math.max(0, Math.min(bytes, SIZE) - 1)
    return Buffer.from(this.#pdfium.memory.buffer, this.pointer, end).toString('latin1')
  }

  matrix(): Matrix {
    const { floats } = this.#current()
    return [floats[0] ?? 1, floats[1] ?? 0, floats[2] ?? 0, floats[3] ?? 1, floats[4] ?? 0, floats[5] ?? 0]
  }

  /** An FS_RECTF: left, top, right, bottom as floats. */
  rectangle(): PageBox {
    return { left: this.float(0), top: this.float(1), right: this.float(2), bottom: this.float(3) }
  }

  /** Made anew only where the heap has moved, which leaves the old ones empty: they are read for each character. */
  #current(): Views {
    if (this.#views.floats.length === 0) this.#views = viewsOf(this.#pdfium, this.pointer)
    return this.#views
  }
}

function viewsOf({ memory: { buffer } }: Pdfium, pointer: number): Views {
  return {
    floats: new Float32Array(buffer, pointer, SIZE / Float32Array.BYTES_PER_ELEMENT),
    doubles: new Float64Array(buffer, pointer, SIZE / Float64Array.BYTES_PER_ELEMENT),
    integers: new Int32Array(buffer, pointer, SIZE / Int32Array.BYTES_PER_ELEMENT),
  }
}
