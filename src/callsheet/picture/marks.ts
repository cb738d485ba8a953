import type { Box } from '../types.ts'

/** What a box says of the value in it: read for sure, to be looked at, chosen by a person, read there and put right. */
export type Tone = 'sure' | 'unsure' | 'chosen' | 'replaced'

export interface Mark {
  /** In points from the top left of the page. */
  box: Box
  tone: Tone
}

interface Canvas {
  width: number
  height: number
  pixels: Uint8Array
  /** Pixels per point. */
  scale: number
}

/** What each value of red, green and blue becomes under a mark. */
type Tint = readonly [red: Uint8Array, green: Uint8Array, blue: Uint8Array]

/** The print under a mark stays readable. */
const FILL = 0.14
const BORDER = 0.9
const tints: Record<Tone, { fill: Tint; border: Tint }> = {
  sure: tintsOf(22, 128, 61),
  unsure: tintsOf(217, 95, 2),
  chosen: tintsOf(29, 78, 216),
  replaced: tintsOf(190, 18, 60),
}
const MARGIN_POINTS = 1.5
const BORDER_POINTS = 1

/** Draws the boxes over the pixels, what is unsure last: no other mark may hide it. */
export function drawMarks(canvas: Canvas, marks: readonly Mark[]): void {
  const order: readonly Tone[] = ['replaced', 'sure', 'chosen', 'unsure']
  for (const tone of order)
    for (const { box } of marks.filter((mark) => mark.tone === tone)) drawBox(canvas, box, tints[tone])
}

function drawBox(
  canvas: Canvas,
  { x, y, width, height }: Box,
  { fill, border }: { fill: Tint; border: Tint },
): void {
  const { pixels, scale } = canvas
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)))
  const left = clamp((x - MARGIN_POINTS) * scale, canvas.width)
  const right = clamp((x + width + MARGIN_POINTS) * scale, canvas.width)
  const top = clamp((y - MARGIN_POINTS) * scale, canvas.height)
  const bottom = clamp((y + height + MARGIN_POINTS) * scale, canvas.height)
  const edge = Math.max(1, Math.round(BORDER_POINTS * scale))
  const innerLeft = Math.min(left + edge, right)
  const innerRight = Math.max(right - edge, innerLeft)
  for (let row = top; row < bottom; row++) {
    const start = row * canvas.width
    if (row < top + edge || row >= bottom - edge) paint(pixels, start + left, start + right, border)
    else {
      paint(pixels, start + left, start + innerLeft, border)
      paint(pixels, start + innerLeft, start + innerRight, fill)
      paint(pixels, start + innerRight, start + right, border)
    }
  }
}

/** Tints the pixels from one to before another. A page may have hundreds of marks: tables instead of sums. */
function paint(pixels: Uint8Array, from: number, to: number, [red, green, blue]: Tint): void {
  for (let at = from * 4; at < to * 4; at += 4) {
    pixels[at] = red[pixels[at]!]!
    pixels[at + 1] = green[pixels[at + 1]!]!
    pixels[at + 2] = blue[pixels[at + 2]!]!
  }
}

function tintsOf(red: number, green: number, blue: number): { fill: Tint; border: Tint } {
  const tint = (share: number): Tint => [table(red, share), table(green, share), table(blue, share)]
  return { fill: tint(FILL), border: tint(BORDER) }
}

function table(part: number, share: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, under) => Math.round(under * (1 - share) + part * share))
}
