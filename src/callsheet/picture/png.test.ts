import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { encodePng } from './png.ts'

it('is read by others pixel by pixel, opaque whatever the fourth byte was', () => {
  const [width, height] = [37, 23]
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * 7 + (at >> 5)) & 0xff)
  const expected = pixels.map((value, at) => (at % 4 === 3 ? 255 : value))
  const png = PNG.sync.read(Buffer.from(encodePng(pixels, width, height)))
  expect([png.width, png.height]).toEqual([width, height])
  expect(Buffer.compare(png.data, expected)).toBe(0)
})
