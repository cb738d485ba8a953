import { escaped } from '../markup.ts'

/** What an application makes a link of by itself. */
const address = /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\b(?:[\p{L}\d-]+\.)+(?:[a-z]{2,24})(?=[/\s]|$))\S*/giu

/**
 * Words of a model or of strangers as a message: no markup of theirs counts, and an address in them is shown but is no
 * link. A text in a mail could make a model write one that carries off what the model knows.
 */
export function plainOf(text: string): string {
  let html = ''
  let at = 0
  for (const found of text.matchAll(address)) {
    html += `${escaped(text.slice(at, found.index))}<code>${escaped(found[0])}</code>`
    at = found.index + found[0].length
  }
  return html + escaped(text.slice(at))
}
