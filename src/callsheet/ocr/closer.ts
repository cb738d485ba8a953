import type { Ink } from './binary.ts'
import type { GreyImage } from './image.ts'
import type { SeenWord } from './tsv.ts'

/** Heights of letters in inches: capitals of 13 points, of a poster. */
const LARGE = 0.125
const LARGEST = 0.8
/** Letters this high are what recognition is made for, in pixels. */
const READABLE = 40
/** Gaps inside a line are no wider, in its heights. */
const WORD_GAP = 1.2
/** White around each line of the picture that is looked at, in pixels. */
const MARGIN = 30
const MOST_LINES = 12
const MOST_SHAPES = 20_000
/** The engine's percent from which a word needs no second look. */
const CERTAIN_WORD = 80
const WHITE = 255

/** Pixels; `right` and `bottom` are exclusive. */
interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The lines to be looked at again, under one another in a picture of their own. */
export interface CloseUp {
  image: GreyImage
  /** The words with their boxes on the page, in place of those that were seen in these lines before. */
  put(words: readonly SeenWord[]): SeenWord[]
}

/**
 * Large print that was seen badly or not at all: engines take a call that is printed four times as high as the rest for
 * a drawing, or its figures for words. Null where there is none.
 */
export function closeUp(page: GreyImage, ink: Ink, words: readonly SeenWord[]): CloseUp | null {
  const lines = linesOf(shapesOf(ink, page.dpi))
    .filter((line) => !isSeen(line, words))
    .slice(0, MOST_LINES)
  if (lines.length === 0) return null
  const scales = lines.map(({ top, bottom }) => Math.min(1, READABLE / (bottom - top)))
  const tops: number[] = []
  let height = MARGIN
  let width = 0
  for (const [index, line] of lines.entries()) {
    const scale = scales[index] ?? 1
    tops.push(height)
    height += Math.ceil((line.bottom - line.top) * scale) + MARGIN
    width = Math.max(width, Math.ceil((line.right - line.left) * scale) + MARGIN * 2)
  }
  const image = { width, height, pixels: new Uint8Array(width * height).fill(WHITE), dpi: page.dpi }
  for (const [index, line] of lines.entries()) shrink(page, line, scales[index] ?? 1, image, tops[index] ?? 0)
  const put = (seen: readonly SeenWord[]): SeenWord[] => {
    const others = words.filter((word) => !lines.some((line) => holds(line, word)))
    const next = Math.max(0, ...words.map(({ line }) => line)) + 1
    return [...others, ...seen.flatMap((word) => placed(word, { lines, scales, tops }, next))]
  }
  return { image, put }
}

/** A word of the close-up where it stands on the page. */
function placed(
  word: SeenWord,
  { lines, scales, tops }: { lines: readonly Box[]; scales: readonly number[]; tops: readonly number[] },
  firstLine: number,
): SeenWord[] {
  const middle = (word.top + word.bottom) / 2
  const index = tops.findLastIndex((top) => top - MARGIN / 2 <= middle)
  const [line, scale, top] = [lines[index], scales[index], tops[index]]
  if (line === undefined || scale === undefined || top === undefined) return []
  const across = (x: number): number =>
    Math.round(clamped(line.left + (x - MARGIN) / scale, line.left, line.right))
  const down = (y: number): number => Math.round(clamped(line.top + (y - top) / scale, line.top, line.bottom))
  const box = {
    left: across(word.left),
    right: across(word.right),
    top: down(word.top),
    bottom: down(word.bottom),
  }
  return box.right > box.left && box.bottom > box.top ? [{ ...word, ...box, line: firstLine + index }] : []
}

const clamped = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))

/** Large letters with what stands between and under them, as lines. */
function linesOf(shapes: readonly Box[]): Box[] {
  const lines: Box[] = []
  for (const shape of shapes.toSorted((a, b) => a.left - b.left)) {
    const height = shape.bottom - shape.top
    const line = lines.find(
      (it) =>
        shape.left - it.right < Math.max(height, it.bottom - it.top) * WORD_GAP &&
        Math.min(shape.bottom, it.bottom) - Math.max(shape.top, it.top) > height * 0.6,
    )
    if (line === undefined) lines.push({ ...shape })
    else {
      line.right = Math.max(line.right, shape.right)
      line.top = Math.min(line.top, shape.top)
      line.bottom = Math.max(line.bottom, shape.bottom)
    }
  }
  return lines
}

/** A line that was seen as a whole, in words that are sure and no figures in pieces. */
function isSeen(line: Box, words: readonly SeenWord[]): boolean {
  const own = words.filter((word) => holds(line, word))
  const seen = own.reduce((sum, { left, right }) => sum + right - left, 0)
  return (
    own.length > 0 &&
    seen > (line.right - line.left) * 0.6 &&
    own.every(({ text, confidence }) => confidence >= CERTAIN_WORD && !/^\d{1,2}$/.test(text))
  )
}

function holds(line: Box, word: Box): boolean {
  const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2]
  return x >= line.left && x < line.right && y >= line.top && y < line.bottom
}

/** What of the page's ink hangs together and is as high as large letters; frames and drawings are wider. */
function shapesOf({ width, height, dots }: Ink, dpi: number): Box[] {
  const seen = new Uint8Array(dots.length)
  const shapes: Box[] = []
  const queue: number[] = []
  // Every large letter crosses one of these rows.
  const step = Math.max(1, Math.floor(dpi * LARGE * 0.5))
  for (let y = 0; y < height && shapes.length < MOST_SHAPES; y += step)
    for (let x = 0; x < width; x++) {
      const start = y * width + x
      if (dots[start] !== 1 || seen[start] === 1) continue
      const box = { left: x, right: x + 1, top: y, bottom: y + 1 }
      seen[start] = 1
      queue.push(start)
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        const [px, py] = [at % width, Math.floor(at / width)]
        box.left = Math.min(box.left, px)
        box.right = Math.max(box.right, px + 1)
        box.top = Math.min(box.top, py)
        box.bottom = Math.max(box.bottom, py + 1)
        for (const [nx, ny] of [
          [px - 1, py],
          [px + 1, py],
          [px, py - 1],
          [px, py + 1],
        ] as const) {
          const near = ny * width + nx
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || dots[near] !== 1 || seen[near] === 1)
            continue
          seen[near] = 1
          queue.push(near)
        }
      }
      const high = box.bottom - box.top
      if (high >= dpi * LARGE && high <= dpi * LARGEST && box.right - box.left < high * 4) shapes.push(box)
    }
  return shapes
}

/** Draws a line of the page smaller, each pixel the mean of those it stands for. */
function shrink(page: GreyImage, line: Box, scale: number, out: GreyImage, top: number): void {
  const [wide, high] = [
    Math.ceil((line.right - line.left) * scale),
    Math.ceil((line.bottom - line.top) * scale),
  ]
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const [fromX, fromY] = [line.left + Math.floor(x / scale), line.top + Math.floor(y / scale)]
      const toX = Math.max(fromX + 1, line.left + Math.floor((x + 1) / scale))
      const toY = Math.max(fromY + 1, line.top + Math.floor((y + 1) / scale))
      let sum = 0
      let count = 0
      for (let row = fromY; row < Math.min(toY, page.height); row++)
        for (let column = fromX; column < Math.min(toX, page.width); column++) {
          sum += page.pixels[row * page.width + column] ?? WHITE
          count++
        }
      out.pixels[(top + y) * out.width + MARGIN + x] = count === 0 ? WHITE : sum / count
    }
}
