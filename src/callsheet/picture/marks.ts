import type { Box } from '../types.ts'

/** What a box says of the value in it: read for sure, to be looked at, chosen by a person. */
export type Tone = 'sure' | 'unsure' | 'chosen'

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

type Colour = readonly [red: number, green: number, blue: number]

const colours: Record<Tone, Colour> = { sure: [22, 128, 61], unsure: [217, 95, 2], chosen: [29, 78, 216] }
/** The print under a mark stays readable. */
const FILL = 0.14
const BORDER = 0.9
const MARGIN_POINTS = 1.5
const BORDER_POINTS = 1

/** Draws the boxes over the pixels, what is unsure last: no other mark may hide it. */
export function drawMarks(canvas: Canvas, marks: readonly Mark[]): void {
  const order: readonly Tone[] = ['sure', 'chosen', 'unsure']
  for (const tone of order)
    for (const { box } of marks.filter((mark) => mark.tone === tone)) drawBox(canvas, box, colours[tone])
}

function drawBox(canvas: Canvas, { x, y, width, height }: Box, colour: Colour): void {
  const { scale } = canvas
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)))
  const left = clamp((x - MARGIN_POINTS) * scale, canvas.width)
  const right = clamp((x + width + MARGIN_POINTS) * scale, canvas.width)
  const top = clamp((y - MARGIN_POINTS) * scale, canvas.height)
  const bottom = clamp((y + height + MARGIN_POINTS) * scale, canvas.height)
  const edge = Math.max(1, Math.round(BORDER_POINTS * scale))
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const isEdge =
        row < top + edge || row >= bottom - edge || column < left + edge || column >= right - edge
      blend(canvas.pixels, (row * canvas.width + column) * 4, colour, isEdge ? BORDER : FILL)
    }
}

function blend(pixels: Uint8Array, at: number, colour: Colour, share: number): void {
  for (let part = 0; part < 3; part++) {
    const under = pixels[at + part] ?? 0
    pixels[at + part] = Math.round(under * (1 - share) + (colour[part] ?? 0) * share)
  }
}
