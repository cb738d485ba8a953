const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/
/**
 * As codes, kinds and states are written: `needs-review`, `calendar.event.created`. Each part can be read in one way
 * only: events carry texts from outside, and a pattern that tries every way would hold the process up for minutes.
 */
const codeWord = /^(?=.{1,64}$)[a-z][a-z0-9]*([._:-][a-z0-9]+)*$/

/** An id, number, flag, time or code word: what names nobody and quotes no document. */
export function isFact(value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return true
  return typeof value === 'string' && (uuid.test(value) || time.test(value) || codeWord.test(value))
}

const mostItems = 200
const mostDepth = 12

/** The same with every text that is no fact told by its length alone: a call sheet's words travel in some events. */
export function withoutTexts(value: unknown, depth = 0): unknown {
  if (isFact(value)) return value
  if (typeof value === 'string') return `(text, ${value.length})`
  if (depth >= mostDepth || typeof value !== 'object' || value === null) return '(more)'
  if (Array.isArray(value)) return value.slice(0, mostItems).map((each) => withoutTexts(each, depth + 1))
  const entries = Object.entries(value).slice(0, mostItems)
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutTexts(each, depth + 1)]))
}
