import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Glyph, RawPage, Rule } from '../pdf/page.ts'

/** What recognition found on a page: all of {@link RawPage} that the PDF itself does not say. */
type Found = Pick<RawPage, 'number' | 'width' | 'height' | 'turn' | 'glyphs' | 'rules'> & { lean: number }

/** As it is kept; the lists of numbers hold one thing after the other, in hundredths. */
interface Kept extends Omit<Found, 'glyphs' | 'rules'> {
  letters: string[]
  /** Of each letter: left, right, base line, size, certainty, and 1 where a word begins. */
  places: number[]
  /** Of each rule: 1 for a vertical one, at, from, to. */
  rules: number[]
}

/** Goes up with every change of how pages are recognised or kept: what is kept under another number is stale. */
export const RECOGNISED_FORM = 2
const PLACE = 6
const RULE = 4
/** Twenty crowded pages are some 10 MB. */
const MOST_BYTES = 64 * 1024 * 1024

/** The recognised ones of these pages in a few kilobytes each: what took seconds a page need not be done again. */
export function kept(pages: readonly RawPage[]): Uint8Array {
  const found = pages.flatMap((page): Kept[] => (page.lean === undefined ? [] : [pack(page, page.lean)]))
  return new Uint8Array(deflateRawSync(JSON.stringify(found)))
}

/** The pages with what was {@link kept} of them under the same {@link RECOGNISED_FORM}. */
export function withKept(pages: readonly RawPage[], bytes: Uint8Array): RawPage[] {
  const text = inflateRawSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8')
  const found = JSON.parse(text) as Kept[]
  const byNumber = new Map(found.map((page) => [page.number, page]))
  return pages.map((page) => {
    const own = byNumber.get(page.number)
    return own === undefined ? page : { ...page, ...unpack(own), slanted: [] }
  })
}

function pack({ number, width, height, turn, glyphs, rules }: RawPage, lean: number): Kept {
  return {
    number,
    width,
    height,
    turn,
    lean,
    letters: glyphs.map(({ text }) => text),
    places: glyphs.flatMap(({ left, right, baseline, size, certainty = 1, spaced }) => [
      ...[left, right, baseline, size, certainty].map(hundredths),
      spaced ? 1 : 0,
    ]),
    rules: rules.flatMap(({ vertical, at, from, to }) => [
      vertical ? 1 : 0,
      ...[at, from, to].map(hundredths),
    ]),
  }
}

function unpack({ letters, places, rules, ...page }: Kept): Found {
  const glyphs = letters.map((text, order): Glyph => {
    const [left = 0, right = 0, baseline = 0, size = 0, certainty = 0, spaced = 0] = places.slice(
      order * PLACE,
      (order + 1) * PLACE,
    )
    return {
      text,
      left: left / 100,
      right: right / 100,
      baseline: baseline / 100,
      size: size / 100,
      bold: false,
      spaced: spaced === 1,
      order,
      certainty: certainty / 100,
    }
  })
  const ruled = Array.from({ length: rules.length / RULE }, (_, index): Rule => {
    const [vertical = 0, at = 0, from = 0, to = 0] = rules.slice(index * RULE, (index + 1) * RULE)
    return { vertical: vertical === 1, at: at / 100, from: from / 100, to: to / 100 }
  })
  return { ...page, glyphs, rules: ruled }
}

const hundredths = (value: number): number => Math.round(value * 100)
