import type { Page, Phrase, Row } from './model.ts'

/** Running heads and feet stand in these shares of the page's height. */
const HEAD = 0.14
const FOOT = 0.08
/** Points by which the same line may be off on another page. */
const SAME_PLACE = 4

/**
 * Takes the running heads and feet off the pages after the first, so that tables and lists read on over them: what
 * stands in the margin in the same place with the same words as on another page, page numbers apart. `isKept` names what
 * must stay: the headings of a table that begins every page.
 */
export function dropRunning(pages: readonly Page[], isKept: (phrase: Phrase) => boolean): Set<Phrase> {
  const margins = pages.map(inMargins)
  const dropped = new Set<Phrase>()
  pages.forEach((page, index) => {
    if (index === 0) return
    const others = margins.filter((_, other) => other !== index).flat()
    const running = (margins[index] ?? []).filter(
      (row) => !row.phrases.some(isKept) && others.some((other) => isSame(other, row)),
    )
    for (const phrase of running.flatMap((row) => row.phrases)) dropped.add(phrase)
    page.rows = page.rows.filter((row) => !running.includes(row))
    page.rows.forEach((row, at) => {
      row.index = at
    })
  })
  return dropped
}

function inMargins(page: Page): Row[] {
  const { height } = page.raw
  return page.rows.filter((row) => row.bottom < height * HEAD || row.top > height * (1 - FOOT))
}

/** The same words in the same places, figures apart that count the pages. */
function isSame(one: Row, two: Row): boolean {
  return (
    Math.abs(one.top - two.top) < SAME_PLACE &&
    one.phrases.length === two.phrases.length &&
    one.phrases.every((phrase, index) => isSamePhrase(phrase, two.phrases[index]))
  )
}

function isSamePhrase(one: Phrase, two: Phrase | undefined): boolean {
  if (two === undefined || Math.abs(one.left - two.left) > SAME_PLACE * 3) return false
  const pages = two.page.number - one.page.number
  const figures = (text: string): number[] => (text.match(/\d+/gu) ?? []).map(Number)
  const other = figures(two.text)
  return (
    one.text.replace(/\d+/gu, '#') === two.text.replace(/\d+/gu, '#') &&
    figures(one.text).every((figure, index) => [0, pages].includes((other[index] ?? 0) - figure))
  )
}
