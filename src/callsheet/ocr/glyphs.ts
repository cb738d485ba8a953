import type { Glyph } from '../pdf/page.ts'
import type { WeighedWord } from './certainty.ts'
import { agreeing, corrected } from './spelling.ts'
import type { SeenWord } from './tsv.ts'

/** Parts of an em, as most fonts have them. */
const CAPITAL = 0.72
const SMALL = 0.53
const DESCENT = 0.21

const REACHES_UP =
  /[\p{Lu}\p{N}bdfhklt\u00df-\u00f6\u00f8-\u00ff\u0107\u0142\u0144\u015b\u017a\u017c"'!?&@#%$/\\()[\]{}|]/u
const REACHES_DOWN = /[gjpqyQ,;()[\]{}|/\\@$\u0105\u0119\u00e7]/u
const LETTERS = /[\p{L}\p{N}]/u
const NARROW = /[iljtfrI1.,:;!'|()[\]/-]/u
const WIDE = /[mwMW@%\u2014]/u
/** What is left of rules, boxes and dirt. */
const DIRT = /^[|_[\]{}\\/~\u00a6\u00ac\u2014=<>.,'"`\u2018\u2019\u201c\u201d\u201e*^\u00b0-]+$/u

const LEAST_CONFIDENCE = 20
const DIRT_CONFIDENCE = 70

interface Metrics {
  size: number
  baseline: number
}

/**
 * Recognised words as the characters that the layout takes from a PDF: boxes, a base line and a size in points. Engines
 * see ink, not fonts, so size and base line come from the letters that reach up or down, evened out over each line.
 */
export function glyphsOf(words: readonly WeighedWord[], dpi: number): Glyph[] {
  const kept = agreeing(words.filter(isText))
  const lines = Map.groupBy(kept, (word) => word.line)
  const points = 72 / dpi
  const glyphs: Glyph[] = []
  for (const seen of lines.values()) {
    const line = corrected(seen)
    const usual = usualOf(line)
    for (const word of line) {
      const { size, baseline } = metricsOf(word, usual)
      const drawn = {
        baseline: baseline * points,
        size: size * points,
        bold: false,
        certainty: word.certainty,
      }
      if (drawn.size < 3 || drawn.size > 200) continue
      for (const { text, left, right } of lettersOf(word))
        glyphs.push({
          text,
          left: left * points,
          right: right * points,
          spaced: left === word.left,
          order: glyphs.length,
          ...drawn,
        })
    }
  }
  return glyphs
}

function isText({ text, confidence }: SeenWord): boolean {
  if (confidence < LEAST_CONFIDENCE) return false
  return !DIRT.test(text) || (confidence >= DIRT_CONFIDENCE && /^[-\u2013\u2014/.]+$/u.test(text))
}

/** Size and base line by the word's own letters; undefined where it has none. */
function ownMetrics({ text, top, bottom }: SeenWord): Metrics | undefined {
  if (!LETTERS.test(text)) return undefined
  const descent = REACHES_DOWN.test(text) ? DESCENT : 0
  const size = (bottom - top) / ((REACHES_UP.test(text) ? CAPITAL : SMALL) + descent)
  return { size, baseline: bottom - descent * size }
}

function usualOf(line: readonly SeenWord[]): Metrics | undefined {
  const own = line.map(ownMetrics).filter((it) => it !== undefined)
  if (own.length === 0) return undefined
  return { size: median(own.map((it) => it.size)), baseline: median(own.map((it) => it.baseline)) }
}

function metricsOf(word: SeenWord, usual: Metrics | undefined): Metrics {
  const own = ownMetrics(word)
  if (own === undefined) return usual ?? { size: word.bottom - word.top, baseline: word.bottom }
  if (usual === undefined) return own
  const isUsual = Math.abs(own.size - usual.size) < usual.size * 0.3
  const stands = Math.abs(own.baseline - usual.baseline) < usual.size * 0.25
  return { size: isUsual ? usual.size : own.size, baseline: stands ? usual.baseline : own.baseline }
}

/** The letters of a word with their share of its width. */
function lettersOf({ text, left, right }: SeenWord): { text: string; left: number; right: number }[] {
  const letters = [...text]
  const widths = letters.map((letter) => (NARROW.test(letter) ? 0.55 : WIDE.test(letter) ? 1.5 : 1))
  const unit = (right - left) / widths.reduce((sum, width) => sum + width, 0)
  let at = left
  return letters.map((letter, index) => {
    const from = at
    at += (widths[index] ?? 1) * unit
    return { text: letter, left: from, right: at }
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
