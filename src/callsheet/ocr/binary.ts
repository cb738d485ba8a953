import type { GreyImage } from './image.ts'

/** Ink and paper: 1 is ink. */
export interface Ink {
  width: number
  height: number
  dots: Uint8Array
}

/** How much darker than its surroundings ink is, as a share of their brightness. */
const DARKER = 0.18
/** Surroundings reach this far, in inches: more than a letter, less than a shadow. */
const REACH_INCHES = 0.12

/**
 * Ink by what stands around it (Bradley and Roth 2007): a pixel clearly darker than the mean of its surroundings.
 * Shaded cells, yellowed paper and the shadow of a fold stay paper.
 */
export function inkOf(image: GreyImage): Ink {
  const { width, height, pixels } = image
  const sums = summed(image)
  const reach = Math.max(3, Math.round(image.dpi * REACH_INCHES))
  const dots = new Uint8Array(width * height)
  const stride = width + 1
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach)
    const bottom = Math.min(height, y + reach + 1)
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach)
      const right = Math.min(width, x + reach + 1)
      const sum =
        (sums[bottom * stride + right] ?? 0) -
        (sums[top * stride + right] ?? 0) -
        (sums[bottom * stride + left] ?? 0) +
        (sums[top * stride + left] ?? 0)
      const area = (bottom - top) * (right - left)
      if ((pixels[y * width + x] ?? 255) * area < sum * (1 - DARKER)) dots[y * width + x] = 1
    }
  }
  return { width, height, dots }
}

/** Sums over every rectangle from the top left corner. A page's sum stays below 2^32 up to 16 million pixels. */
function summed({ width, height, pixels }: GreyImage): Uint32Array {
  const stride = width + 1
  const sums = new Uint32Array(stride * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x] ?? 255
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row
    }
  }
  return sums
}
