import type { Glyph } from '../pdf/page.ts'
import type { Word } from './model.ts'

/** Gaps, in ems. A space is a quarter of an em or more; kerning and rounding stay below a tenth. */
const WORD_GAP = 0.17
const DRAWN_SPACE_GAP = 0.06
/** Ems; the same letter of another size may have begun a little further left. */
const LARGEST_TWIN = 0.5
/** Letters set apart on purpose ("C A L L  S H E E T") have a steady gap; a word gap is this many times wider. */
const TRACKED_RATIO = 1.8
const TRACKED_GAP = 0.12

/** Characters of one height of the page, left to right, to words. */
export function wordsFrom(line: readonly Glyph[]): Word[] {
  const glyphs = withoutOverprint(line.toSorted((a, b) => a.left - b.left))
  const wordGaps = trackedGaps(glyphs)
  const words: Word[] = []
  let run: Glyph[] = []
  glyphs.forEach((glyph, index) => {
    const previous = glyphs[index - 1]
    if (previous !== undefined && isBreak(previous, glyph, wordGaps[index])) {
      words.push(wordFrom(run))
      run = []
    }
    run.push(glyph)
  })
  if (run.length > 0) words.push(wordFrom(run))
  return words.flatMap(splitAtLeader).flatMap(splitAtColon)
}

/** A row of dots that leads from a name to its value (`Licht .......... 07:30`) is a gap, wherever it touches them. */
const LEADER = /[.·]{4,}/gu

function splitAtLeader(word: Word): Word[] {
  if (!/[.·]{4}/u.test(word.text)) return [word]
  const perLetter = (word.right - word.left) / word.text.length
  let from = 0
  return word.text.split(LEADER).flatMap((text) => {
    const start = word.text.indexOf(text, from)
    from = start + text.length
    const left = word.left + start * perLetter
    return text === '' ? [] : [{ ...word, text, left, right: left + text.length * perLetter }]
  })
}

/** `CALL:07:00` is a label and its value; an address on the web is one word. */
function splitAtColon(word: Word): Word[] {
  if (!/[:;|=]./u.test(word.text)) return [word]
  const match = /^(?<label>[^\d:]*\p{L}[^\d:]*[:;|=])(?<value>[^/\s].*)$/u.exec(word.text)
  const { label, value } = match?.groups ?? {}
  if (label === undefined || value === undefined) return [word]
  const middle = word.left + ((word.right - word.left) * label.length) / word.text.length
  return [
    { ...word, text: label, right: middle },
    { ...word, text: value, left: middle },
  ]
}

/** Bold print is often faked by drawing a letter twice, a hair apart. */
function withoutOverprint(glyphs: readonly Glyph[]): Glyph[] {
  const kept: Glyph[] = []
  for (const glyph of glyphs) {
    const twin = twinOf(glyph, kept)
    const isTwin = twin !== undefined && glyph.left - twin.left <= (twin.right - twin.left) * 0.5
    // The letters of a ligature share one box, but follow one another.
    if (!isTwin || glyph.order - twin.order <= 2) kept.push(glyph)
  }
  return kept
}

/** Sorted from the left, the same letter can only be among the last. */
function twinOf(glyph: Glyph, kept: readonly Glyph[]): Glyph | undefined {
  for (let index = kept.length - 1; index >= 0; index--) {
    const other = kept[index]
    if (other === undefined || glyph.left - other.left > LARGEST_TWIN * glyph.size) return undefined
    if (other.text === glyph.text && glyph.left - other.left < other.size * 0.15) return other
  }
  return undefined
}

function isBreak(previous: Glyph, glyph: Glyph, trackedGap: number | undefined): boolean {
  const em = Math.max(previous.size, glyph.size)
  const gap = (glyph.left - previous.right) / em
  if (trackedGap !== undefined) return gap > trackedGap
  return gap > WORD_GAP || (glyph.spaced && gap > DRAWN_SPACE_GAP)
}

/** For each glyph inside a run of letters set apart, the gap (in ems) that parts words there. */
function trackedGaps(glyphs: readonly Glyph[]): (number | undefined)[] {
  const result: (number | undefined)[] = glyphs.map(() => undefined)
  let start = 0
  for (let index = 1; index <= glyphs.length; index++) {
    const glyph = glyphs[index]
    const previous = glyphs[index - 1]
    const apart =
      glyph === undefined ||
      previous === undefined ||
      (glyph.left - previous.right) / Math.max(glyph.size, previous.size) > 1.6
    if (!apart) continue
    markTracked(glyphs, start, index, result)
    start = index
  }
  return result
}

function markTracked(
  glyphs: readonly Glyph[],
  from: number,
  to: number,
  result: (number | undefined)[],
): void {
  if (to - from < 4) return
  const gaps: number[] = []
  let tight = 0
  for (let index = from + 1; index < to; index++) {
    const [previous, glyph] = [glyphs[index - 1], glyphs[index]] as [Glyph, Glyph]
    const gap = (glyph.left - previous.right) / glyph.size
    if (gap < TRACKED_GAP * 0.7) tight++
    // One in five may be tight (a pair of kerned letters); ordinary text has nearly all of them tight.
    if (tight > (to - from - 1) / 5) return
    gaps.push(gap)
  }
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  if (median < TRACKED_GAP) return
  for (let index = from; index < to; index++) result[index] = median * TRACKED_RATIO
}

function wordFrom(run: readonly Glyph[]): Word {
  let [left, right, size, baseline] = [Infinity, -Infinity, -Infinity, -Infinity]
  let [boldLetters, certainty] = [0, Infinity]
  for (const glyph of run) {
    left = Math.min(left, glyph.left)
    right = Math.max(right, glyph.right)
    size = Math.max(size, glyph.size)
    baseline = Math.max(baseline, glyph.baseline)
    certainty = Math.min(certainty, glyph.certainty ?? 1)
    if (glyph.bold) boldLetters++
  }
  return {
    text: joined(run, baseline),
    left,
    right,
    top: baseline - size * 0.8,
    bottom: baseline + size * 0.22,
    size,
    bold: boldLetters * 2 > run.length,
    certainty,
  }
}

/** `7` with a small raised `30` is a time of day, as Polish sheets write it. */
function joined(run: readonly Glyph[], baseline: number): string {
  const isRaised = (it: Glyph): boolean => baseline - it.baseline > it.size * 0.3
  let text = ''
  let previous: Glyph | undefined
  for (const glyph of run) {
    if (previous !== undefined && isRaised(glyph) && !isRaised(previous) && /\d$/.test(text)) {
      const raised = run.slice(run.indexOf(glyph)).map((it) => it.text)
      if (/^\d\d$/.test(raised.join(''))) text += ':'
    }
    text += glyph.text
    previous = glyph
  }
  return plain(text)
}

const SUPERSCRIPTS = /(?<=\d)[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{2}$/u

/** Compatibility forms (ligatures, full width, fractions) to the letters they stand for. */
export function plain(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text
  return text
    .replace(SUPERSCRIPTS, (raised) => `:${raised}`)
    .replace(/(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])/gu, ' ')
    .normalize('NFKC')
    .replaceAll('\u2044', '/')
    .replaceAll('\u00ad', '')
    .replace(/[\u2018\u2019\u02bc]/gu, "'")
    .replace(/[\u2010\u2011]/gu, '-')
}
