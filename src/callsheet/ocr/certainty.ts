import type { Ink } from './binary.ts'
import type { SeenWord } from './tsv.ts'

/** Recognised words are never as sure as printed ones. */
const MOST_CERTAIN = 0.9
const LEAST_CERTAIN = 0.1
/** Tesseract's own confidence in words that it has right, in good print. */
const CERTAIN_WORD = 90
/** What each point of its confidence below that takes away. Of figures more: they have no neighbours to correct them. */
const LETTERS_LOSE = 0.018
const FIGURES_LOSE = 0.03
/** What is left to a figure that looks damaged: it goes to a person. */
const DAMAGED = 0.5

/** Figures of one word differ in height by less than this part of it; a clipped or struck one differs by more. */
const UNEVEN = 0.14
/** Lower than this part of the tallest are dots and commas. */
const POINTS = 0.55
/** Narrower than this part of its height is no figure in pieces but a colon. */
const NARROW = 0.35

const FIGURES = /^[\d:.,/-]*\d[\d:.,/-]*(?:[ap]m?)?$/iu
const TIME = /^\d{1,2}[:.]\d\d$/u
const MOST = 0.5

/** A word with how far it may be believed, 0 to 1. */
export interface WeighedWord extends SeenWord {
  certainty: number
}

/**
 * How far each word of a page may be believed, beyond what the engine says of it: a time whose figures are cut
 * off, struck through or unlike the other times of the page is one for a person, however sure the engine is.
 */
export function weighed(words: readonly SeenWord[], ink: Ink): WeighedWord[] {
  const figures = words.filter(({ text }) => FIGURES.test(text))
  const uneven = new Set(figures.filter((word) => isUneven(word, ink)))
  // In faces with old-style figures all are uneven, and it says nothing.
  const isHabit = uneven.size > figures.length * MOST
  const times = words.filter(({ text }) => TIME.test(text))
  const padded = times.filter(({ text }) => text.startsWith('0')).length
  const short = new Set(times.filter(({ text }) => text.length === 4))
  // `7:00` among `06:15` and `08:00` was `17:00` before the hole was punched.
  const lacksFigure = (word: SeenWord): boolean => short.has(word) && padded > 0 && padded >= short.size
  return words.map((word) => {
    const perPoint = /\d/.test(word.text) ? FIGURES_LOSE : LETTERS_LOSE
    const certainty = MOST_CERTAIN - Math.max(0, CERTAIN_WORD - word.confidence) * perPoint
    const isDamaged = (uneven.has(word) && !isHabit) || lacksFigure(word)
    return { ...word, certainty: Math.max(LEAST_CERTAIN, Math.min(certainty, isDamaged ? DAMAGED : 1)) }
  })
}

/** Whether figures side by side stand unequally high or deep, or one is in pieces. */
function isUneven(word: SeenWord, ink: Ink): boolean {
  const shapes = shapesOf(word, ink)
  const height = Math.max(...shapes.map(({ top, bottom }) => bottom - top))
  const tall = shapes.filter(({ top, bottom }) => bottom - top > height * POINTS)
  const parted = new Set(tall.filter((shape) => isParted(shape, ink)))
  // A colon is in two pieces too, and narrow.
  if ([...parted].some(({ left, right }) => right - left > height * NARROW)) return true
  const whole = tall.filter((shape) => !parted.has(shape))
  if (whole.length < 2) return false
  const spread = (edges: number[]): number => Math.max(...edges) - Math.min(...edges)
  const [tops, bottoms] = [whole.map(({ top }) => top), whole.map(({ bottom }) => bottom)]
  return Math.max(spread(tops), spread(bottoms)) > Math.max(2, height * UNEVEN)
}

/** Pixels; `right` and `bottom` are exclusive. */
interface Shape {
  left: number
  right: number
  top: number
  bottom: number
}

/** What stands side by side in a word, parted by columns without ink. */
function shapesOf({ left, right, top, bottom }: SeenWord, { width, dots }: Ink): Shape[] {
  const shapes: Shape[] = []
  let open: Shape | undefined
  for (let x = left; x < right; x++) {
    let first = -1
    let last = -1
    for (let y = top; y < bottom; y++) {
      if (dots[y * width + x] !== 1) continue
      if (first < 0) first = y
      last = y
    }
    if (first < 0) {
      open = undefined
      continue
    }
    if (open === undefined) {
      open = { left: x, right: x + 1, top: first, bottom: last + 1 }
      shapes.push(open)
    }
    open.right = x + 1
    open.top = Math.min(open.top, first)
    open.bottom = Math.max(open.bottom, last + 1)
  }
  return shapes
}

/** Whether a row without ink goes through it. */
function isParted({ left, right, top, bottom }: Shape, { width, dots }: Ink): boolean {
  for (let y = top + 1; y < bottom - 1; y++)
    if (!dots.subarray(y * width + left, y * width + right).includes(1)) return true
  return false
}
