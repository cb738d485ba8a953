import { longDate } from './format.ts'
import type { Texts } from './texts/index.ts'

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const units = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof units)[number]

/** A Monday: the names of weekdays are taken from the week that it begins. */
const monday = Temporal.PlainDate.from('2026-01-05')

/** `co tydzień: pon., czw., do 30 listopada`. What has no words here is shown as the rule that it is (RFC 5545). */
export function repetitionOf(texts: Texts, rule: string): string {
  const { FREQ, INTERVAL, COUNT, UNTIL, ...by } = Object.fromEntries(
    rule.split(';').map((field) => field.split('=') as [string, string]),
  )
  const unit = units.find((each) => each === FREQ)
  const on = dayWords(texts, by)
  if (!unit || on === undefined) return texts.repeating(rule)
  const every = texts.every(unit, Number(INTERVAL ?? 1))
  const end = UNTIL
    ? texts.untilDay(longDate(texts, dateOf(UNTIL)))
    : COUNT
      ? texts.timesInAll(Number(COUNT))
      : ''
  return [on ? `${every}: ${on}` : every, end].filter(Boolean).join(', ')
}

/** On which days it comes; empty when nothing is said of it, undefined where there are no words for it. */
function dayWords(texts: Texts, { BYDAY, BYMONTHDAY, ...more }: Record<string, string>): string | undefined {
  if (Object.keys(more).length > 0 || (BYDAY && BYMONTHDAY)) return undefined
  if (BYMONTHDAY)
    return /^(?:-1|[1-9]\d?)$/u.test(BYMONTHDAY) ? texts.dayOfMonth(Number(BYMONTHDAY)) : undefined
  const named = (BYDAY ?? '').split(',').filter(Boolean)
  if (named.some((each) => !days.includes(each))) return undefined
  const names = named.map((each) =>
    monday.add({ days: days.indexOf(each) }).toLocaleString(texts.locale, { weekday: 'short' }),
  )
  return names.join(', ')
}

const dateOf = (until: string) => Temporal.PlainDate.from(until.slice(0, 8))
