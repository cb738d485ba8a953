import { type PageBox, project, type Turn, turnOf } from './geometry.ts'
import type { Glyph, SlantedText } from './page.ts'
import type { Pdfium } from './pdfium.ts'
import type { Scratch } from './scratch.ts'

/** A page of small print has some 10,000 characters; beyond this it is no call sheet. */
const MAX_CHARACTERS = 60_000

/** Degrees by which text may lean and still be the page's own (scanned and recognised pages are never straight). */
const LEAN_DEGREES = 8

/** What PDFium says for a hyphen that is printed at the end of a line. */
const LINE_HYPHEN = 2
const HYPHEN = 45

/** In page space, points. */
interface RawGlyph extends PageBox {
  text: string
  originX: number
  originY: number
  spaced: boolean
  order: number
  print: Print
}

/** How the characters of one text object are printed: all of them alike. */
interface Print {
  /** PDFium's pointer. */
  object: number
  size: number
  bold: boolean
  /** Counter-clockwise from the x axis of page space. */
  degrees: number
}

export interface PageText {
  glyphs: Glyph[]
  slanted: SlantedText[]
  /** Characters drawn in fonts that do not say which letter they are. */
  unmapped: number
  /** The clockwise turn of page space that puts most of the text upright. */
  upright: Turn
}

/** Reads every character of a page with its box. `rotation` is the page's own, for a page without text. */
export function readCharacters(
  pdfium: Pdfium,
  scratch: Scratch,
  page: number,
  box: PageBox,
  rotation: Turn,
): PageText {
  const { glyphs: raw, unmapped } = readRaw(pdfium, scratch, page)
  const upright = raw.length === 0 ? rotation : dominantTurn(raw)
  const glyphs: Glyph[] = []
  const leaning: RawGlyph[] = []
  for (const glyph of raw) {
    if (Math.abs(deviation(glyph.print.degrees, upright)) > LEAN_DEGREES) leaning.push(glyph)
    else if (isOnPage(glyph, box)) glyphs.push(place(glyph, box, upright))
  }
  return { glyphs, slanted: joinSlanted(leaning, box, upright), unmapped, upright }
}

function readRaw(pdfium: Pdfium, scratch: Scratch, page: number): { glyphs: RawGlyph[]; unmapped: number } {
  const text = pdfium.FPDFText_LoadPage(page)
  if (text === 0) return { glyphs: [], unmapped: 0 }
  try {
    const count = Math.min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS)
    const glyphs: RawGlyph[] = []
    let unmapped = 0
    let spaced = true
    let print: Print | undefined
    for (let index = 0; index < count; index++) {
      const printed = pdfium.FPDFText_GetUnicode(text, index)
      const code = printed === LINE_HYPHEN ? HYPHEN : printed
      // PDFium makes up spaces and ends of lines, nothing else.
      if (isSpace(code) || (code < 32 && pdfium.FPDFText_IsGenerated(text, index) === 1)) {
        spaced = true
        continue
      }
      if (isUnmapped(code)) {
        unmapped++
        continue
      }
      const object = pdfium.FPDFText_GetTextObject(text, index)
      if (print?.object !== object) print = readPrint(pdfium, scratch, text, index)
      if (print === undefined) continue
      if (pdfium.FPDFText_GetLooseCharBox(text, index, scratch.pointer) === 0) continue
      const { left, top, right, bottom } = scratch.rectangle()
      if (pdfium.FPDFText_GetCharOrigin(text, index, scratch.at(0), scratch.at(8)) === 0) continue
      glyphs.push({
        text: String.fromCodePoint(code),
        left,
        top,
        right,
        bottom,
        originX: scratch.double(0),
        originY: scratch.double(1),
        spaced,
        order: index,
        print,
      })
      spaced = false
    }
    return { glyphs, unmapped }
  } finally {
    pdfium.FPDFText_ClosePage(text)
  }
}

function readPrint(pdfium: Pdfium, scratch: Scratch, text: number, index: number): Print | undefined {
  if (pdfium.FPDFText_GetMatrix(text, index, scratch.pointer) === 0) return undefined
  const [a, b, c, d] = scratch.matrix()
  const size = pdfium.FPDFText_GetFontSize(text, index) * Math.hypot(c, d)
  if (!Number.isFinite(size) || size < 1 || size > 400) return undefined
  const object = pdfium.FPDFText_GetTextObject(text, index)
  return {
    object,
    size,
    bold: pdfium.FPDFText_GetFontWeight(text, index) >= 600 || isNamedBold(pdfium, scratch, object),
    degrees: (Math.atan2(b, a) * 180) / Math.PI,
  }
}

const BOLD_NAME = /bold|black|heavy|demi(?!-?light)/iu

/** Browsers print fonts without their weight: only the name says `ABCDEF+Roboto-Bold`. */
function isNamedBold(pdfium: Pdfium, scratch: Scratch, object: number): boolean {
  const font = object === 0 ? 0 : pdfium.FPDFTextObj_GetFont(object)
  const bytes = font === 0 ? 0 : pdfium.FPDFFont_GetBaseFontName(font, scratch.pointer, scratch.size)
  return bytes > 0 && bytes <= scratch.size && BOLD_NAME.test(scratch.text(bytes))
}

/** Control characters, the private use area (bullets of symbol fonts) and what has no letter carry no text. */
function isUnmapped(code: number): boolean {
  return (
    code < 32 || (code >= 0xe000 && code <= 0xf8ff) || code === 0xfffe || code === 0xfffd || code > 0x10ffff
  )
}

function isSpace(code: number): boolean {
  return (
    code === 32 ||
    code === 9 ||
    code === 10 ||
    code === 13 ||
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200b)
  )
}

function dominantTurn(glyphs: readonly RawGlyph[]): Turn {
  const counts = [0, 0, 0, 0]
  for (const { print } of glyphs) {
    const turn = turnOf(print.degrees / 90)
    if (Math.abs(deviation(print.degrees, turn)) <= LEAN_DEGREES) counts[turn] = (counts[turn] ?? 0) + 1
  }
  return turnOf(counts.indexOf(Math.max(...counts)))
}

/** Degrees between the glyph's direction and the one that `turn` makes upright, -180 to 180. */
function deviation(degrees: number, turn: Turn): number {
  return ((((degrees - turn * 90 + 180) % 360) + 360) % 360) - 180
}

/** The largest page there is (PDF 2.0, annex C), in points; damaged files draw letters that are wider. */
const LARGEST_PAGE_POINTS = 14_400

function isOnPage(glyph: RawGlyph, box: PageBox): boolean {
  const { originX: x, originY: y } = glyph
  const { left, right, bottom, top } = glyph
  // NaN and infinite edges fail here too.
  const isDrawable = right - left <= LARGEST_PAGE_POINTS && Math.abs(top - bottom) <= LARGEST_PAGE_POINTS
  if (!isDrawable || Math.abs(x) > LARGEST_PAGE_POINTS || Math.abs(y) > LARGEST_PAGE_POINTS) return false
  return x >= box.left - 1 && x <= box.right + 1 && y >= box.bottom - 1 && y <= box.top + 1
}

function place(glyph: RawGlyph, box: PageBox, turn: Turn): Glyph {
  const one = project(box, turn, glyph.left, glyph.bottom)
  const two = project(box, turn, glyph.right, glyph.top)
  const [, baseline] = project(box, turn, glyph.originX, glyph.originY)
  return {
    text: glyph.text,
    left: Math.min(one[0], two[0]),
    right: Math.max(one[0], two[0]),
    baseline,
    size: glyph.print.size,
    bold: glyph.print.bold,
    spaced: glyph.spaced,
    order: glyph.order,
  }
}

/** Slanted characters are joined as they were drawn: a stamp or a watermark is one string. */
function joinSlanted(glyphs: readonly RawGlyph[], box: PageBox, turn: Turn): SlantedText[] {
  const joined: SlantedText[] = []
  let previous: RawGlyph | undefined
  for (const glyph of glyphs) {
    const [x1, y1] = project(box, turn, glyph.left, glyph.top)
    const [x2, y2] = project(box, turn, glyph.right, glyph.bottom)
    const left = Math.min(x1, x2)
    const top = Math.min(y1, y2)
    const right = Math.max(x1, x2)
    const bottom = Math.max(y1, y2)
    const last = joined.at(-1)
    if (last !== undefined && previous !== undefined && follows(previous, glyph)) {
      last.text += (glyph.spaced ? ' ' : '') + glyph.text
      const x = Math.min(last.box.x, left)
      const y = Math.min(last.box.y, top)
      last.box = {
        x,
        y,
        width: Math.max(last.box.x + last.box.width, right) - x,
        height: Math.max(last.box.y + last.box.height, bottom) - y,
      }
    } else {
      joined.push({ text: glyph.text, box: { x: left, y: top, width: right - left, height: bottom - top } })
    }
    previous = glyph
  }
  return joined
}

function follows(previous: RawGlyph, glyph: RawGlyph): boolean {
  const distance = Math.hypot(glyph.originX - previous.originX, glyph.originY - previous.originY)
  return Math.abs(glyph.print.degrees - previous.print.degrees) < 1 && distance < glyph.print.size * 3
}
