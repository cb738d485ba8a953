import type { SpanSpec } from '../forms.ts'
import { meaning } from '../words.ts'
import type { Maybe, Words } from './words.ts'

/** `za 20 minut`, `in an hour and a half`, `20 minutes from now`. */
export function spansAt(words: Words, index: number): Maybe<readonly SpanSpec[]> {
  const isAnnounced = words.is(index, 'in')
  const spans: SpanSpec[] = []
  let at = isAnnounced ? index + 1 : index
  for (let span = spanAt(words, at, isAnnounced); span; span = spanAt(words, words.skip(at, 'and'), false)) {
    spans.push(span.value)
    at = span.next
  }
  const half = andAHalf(words, at)
  if (half && spans.length > 0) {
    spans.push({ amount: 0.5, unit: spans.at(-1)!.unit })
    at = half
  }
  if (spans.length === 0) return undefined
  if (isAnnounced) return { value: spans, next: at }
  return words.is(at, 'from-now') ? { value: spans, next: at + 1 } : undefined
}

/** `an hour and a half`. */
function andAHalf(words: Words, index: number): number | undefined {
  const at = words.skip(index, 'and')
  const half = words.is(at, 'half') ? at : at + 1
  return at > index && words.is(half, 'half') && !words.isUnit(half + 1) ? half + 1 : undefined
}

/** `isFirst`: `za godzinę` is one hour; what follows it needs its number. */
function spanAt(words: Words, index: number, isFirst: boolean): Maybe<SpanSpec> {
  const made = (amount: number, at: number): Maybe<SpanSpec> => {
    const unit = meaning(words.at(at), 'unit')
    return unit && { value: { amount, unit: unit.value }, next: at + 1 }
  }
  if (isFirst && words.is(index, 'quarter')) return { value: { amount: 15, unit: 'minute' }, next: index + 1 }
  if (words.is(index, 'half')) {
    const half = made(0.5, index + 1) ?? (words.isUnit(index + 2) ? made(0.5, index + 2) : undefined)
    return half
  }
  if (words.is(index, 'one-and-a-half')) return made(1.5, index + 1)
  const amount = words.value(index, 'number')
  if (amount !== undefined) return made(amount, index + 1)
  return isFirst ? made(1, index) : undefined
}
