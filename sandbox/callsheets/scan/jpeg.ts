/** Brightness of each pixel, row by row: 0 is black, 255 white. */
export interface GrayImage {
  width: number
  height: number
  pixels: Uint8Array
}

// ITU-T T.81, annex K: the luminance quantisation table and Huffman tables that cheap scanners use unchanged.
const quantisation = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const dcValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const acCounts = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d]
const acValues = [
  [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22,
    0x71, 0x14,
  ],
  [
    0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
    0x82, 0x09,
  ],
  [
    0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37, 0x38,
    0x39, 0x3a,
  ],
  [
    0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x63,
    0x64, 0x65,
  ],
  [
    0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83, 0x84, 0x85, 0x86,
    0x87, 0x88,
  ],
  [
    0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7,
    0xa8, 0xa9,
  ],
  [
    0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8,
    0xc9, 0xca,
  ],
  [
    0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8,
    0xe9, 0xea,
  ],
  [0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa],
].flat()
/** The place in a block of each coefficient in the order in which they are written. */
const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]

interface Codes {
  code: Uint16Array
  length: Uint8Array
}

const dcCodes = codesOf(dcCounts, dcValues)
const acCodes = codesOf(acCounts, acValues)
const cosines = Float32Array.from({ length: 64 }, (_, at) => {
  const frequency = at >> 3
  const scale = frequency === 0 ? Math.SQRT1_2 : 1
  return 0.5 * scale * Math.cos(((2 * (at & 7) + 1) * frequency * Math.PI) / 16)
})

/** Writes a baseline grey JPEG. `quality` from 1 to 100, as image programs count it. */
export function encodeJpeg({ width, height, pixels }: GrayImage, quality: number): Uint8Array {
  const factor = quality < 50 ? 5000 / quality : 200 - 2 * quality
  const table = quantisation.map((step) => Math.min(255, Math.max(1, Math.floor((step * factor + 50) / 100))))
  const writer = new BitWriter(width * height)
  writer.bytes(headers(width, height, table))
  const block = new Float32Array(64)
  const coefficients = new Int32Array(64)
  let before = 0
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let at = 0; at < 64; at++) {
        const y = Math.min(height - 1, top + (at >> 3))
        const x = Math.min(width - 1, left + (at & 7))
        block[at] = (pixels[y * width + x] ?? 255) - 128
      }
      transform(block, table, coefficients)
      writeBlock(writer, coefficients, before)
      before = coefficients[0] ?? 0
    }
  }
  return writer.finish()
}

/** The discrete cosine transform of a block, in place, then its rounded coefficients. */
function transform(block: Float32Array, table: readonly number[], into: Int32Array): void {
  const rows = new Float32Array(64)
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0
      for (let x = 0; x < 8; x++) sum += (block[y * 8 + x] ?? 0) * (cosines[u * 8 + x] ?? 0)
      rows[y * 8 + u] = sum
    }
  }
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0
      for (let y = 0; y < 8; y++) sum += (rows[y * 8 + u] ?? 0) * (cosines[v * 8 + y] ?? 0)
      into[v * 8 + u] = Math.round(sum / (table[v * 8 + u] ?? 1))
    }
  }
}

function writeBlock(writer: BitWriter, coefficients: Int32Array, before: number): void {
  const difference = (coefficients[0] ?? 0) - before
  writer.value(dcCodes, 0, difference)
  let zeros = 0
  for (let index = 1; index < 64; index++) {
    const coefficient = coefficients[zigzag[index] ?? 0] ?? 0
    if (coefficient === 0) zeros++
    else {
      for (; zeros > 15; zeros -= 16) writer.code(acCodes, 0xf0)
      writer.value(acCodes, zeros << 4, coefficient)
      zeros = 0
    }
  }
  if (zeros > 0) writer.code(acCodes, 0)
}

function codesOf(counts: readonly number[], values: readonly number[]): Codes {
  const codes = { code: new Uint16Array(256), length: new Uint8Array(256) }
  let code = 0
  let next = 0
  counts.forEach((count, index) => {
    for (let taken = 0; taken < count; taken++) {
      const value = values[next++] ?? 0
      codes.code[value] = code++
      codes.length[value] = index + 1
    }
    code <<= 1
  })
  return codes
}

function headers(width: number, height: number, table: readonly number[]): number[] {
  const two = (value: number) => [value >> 8, value & 0xff]
  return [
    [0xff, 0xd8],
    [0xff, 0xe0, ...two(16), 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
    [0xff, 0xdb, ...two(67), 0, ...zigzag.map((place) => table[place] ?? 1)],
    [0xff, 0xc0, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0],
    [0xff, 0xc4, ...two(19 + dcValues.length), 0x00, ...dcCounts, ...dcValues],
    [0xff, 0xc4, ...two(19 + acValues.length), 0x10, ...acCounts, ...acValues],
    [0xff, 0xda, ...two(8), 1, 1, 0x00, 0, 63, 0],
  ].flat()
}

class BitWriter {
  #bytes: Uint8Array
  #length = 0
  #pending = 0
  #bits = 0

  constructor(guess: number) {
    this.#bytes = new Uint8Array(Math.max(1024, guess))
  }

  bytes(values: readonly number[]): void {
    for (const value of values) this.#byte(value)
  }

  code(codes: Codes, symbol: number): void {
    this.#put(codes.code[symbol] ?? 0, codes.length[symbol] ?? 0)
  }

  /** A symbol of `high` and the size of `value`, then the bits of the value. */
  value(codes: Codes, high: number, value: number): void {
    const size = 32 - Math.clz32(Math.abs(value))
    this.code(codes, high | size)
    this.#put(value < 0 ? value + (1 << size) - 1 : value, size)
  }

  finish(): Uint8Array {
    this.#put(0x7f, 7)
    this.bytes([0xff, 0xd9])
    return this.#bytes.slice(0, this.#length)
  }

  #put(value: number, size: number): void {
    for (let bit = size - 1; bit >= 0; bit--) {
      this.#pending = (this.#pending << 1) | ((value >> bit) & 1)
      if (++this.#bits < 8) continue
      this.#byte(this.#pending)
      // A byte of ones inside the data is followed by a zero, so that it is no marker.
      if (this.#pending === 0xff) this.#byte(0)
      this.#pending = 0
      this.#bits = 0
    }
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = value
  }
}
