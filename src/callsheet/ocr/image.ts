import type { Turn } from '../pdf/geometry.ts'

/** A picture in shades of grey, one byte a pixel, row by row from the top left; 0 is black. */
export interface GreyImage {
  width: number
  height: number
  pixels: Uint8Array
  /** Pixels per inch of paper. */
  dpi: number
}

const WHITE = 255

/** The picture turned clockwise by quarters. */
export function turned(image: GreyImage, turn: Turn): GreyImage {
  if (turn === 0) return image
  const { width, height, pixels, dpi } = image
  const sideways = turn % 2 === 1
  const result = { width: sideways ? height : width, height: sideways ? width : height, dpi }
  const out = new Uint8Array(pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [toX, toY] =
        turn === 1 ? [height - 1 - y, x] : turn === 2 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x]
      out[toY * result.width + toX] = pixels[y * width + x] ?? WHITE
    }
  }
  return { ...result, pixels: out }
}

/**
 * The picture turned clockwise by a few degrees about its middle, on a sheet large enough that no corner is lost.
 * Between pixels it is interpolated: letters keep their strokes.
 */
export function leaned(image: GreyImage, degrees: number): GreyImage {
  const { width, height, pixels, dpi } = image
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const wide = Math.ceil(width * Math.abs(cos) + height * Math.abs(sin))
  const high = Math.ceil(width * Math.abs(sin) + height * Math.abs(cos))
  const out = new Uint8Array(wide * high).fill(WHITE)
  for (let y = 0; y < high; y++) {
    const dy = y - (high - 1) / 2
    for (let x = 0; x < wide; x++) {
      const dx = x - (wide - 1) / 2
      const fromX = dx * cos + dy * sin + (width - 1) / 2
      const fromY = dy * cos - dx * sin + (height - 1) / 2
      if (fromX < 0 || fromY < 0 || fromX > width - 2 || fromY > height - 2) continue
      const left = Math.trunc(fromX)
      const at = Math.trunc(fromY) * width + left
      const right = fromX - left
      const down = fromY - Math.trunc(fromY)
      const upper = (pixels[at] ?? WHITE) * (1 - right) + (pixels[at + 1] ?? WHITE) * right
      const lower = (pixels[at + width] ?? WHITE) * (1 - right) + (pixels[at + width + 1] ?? WHITE) * right
      out[y * wide + x] = upper * (1 - down) + lower * down
    }
  }
  return { width: wide, height: high, pixels: out, dpi }
}

/** The picture made smaller by a whole factor, each pixel the mean of those it stands for. */
export function reduced(image: GreyImage, factor: number): GreyImage {
  if (factor <= 1) return image
  const width = Math.floor(image.width / factor)
  const height = Math.floor(image.height / factor)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let row = y * factor; row < (y + 1) * factor; row++) {
        const start = row * image.width + x * factor
        for (let at = start; at < start + factor; at++) sum += image.pixels[at] ?? WHITE
      }
      pixels[y * width + x] = sum / (factor * factor)
    }
  }
  return { width, height, pixels, dpi: image.dpi / factor }
}

/** Netpbm's binary grey map, which every reader of pictures takes and nothing has to compress. */
export function toPgm({ width, height, pixels }: GreyImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels])
}
