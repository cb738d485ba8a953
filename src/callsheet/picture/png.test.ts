import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { encodePng, leadOf } from './png.ts'

it('is read by others pixel by pixel', () => {
  const [width, height] = [37, 23]
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * 7 + (at >> 5)) & 0xff)
  const room = Uint8Array.of(...new Uint8Array(leadOf(height)), ...pixels)
  const png = PNG.sync.read(Buffer.from(encodePng(room, width, height)))
  expect([png.width, png.height]).toEqual([width, height])
  expect(Buffer.compare(png.data, pixels)).toBe(0)
})
