import type { z } from 'zod'
import { Problem } from '#kernel'
import type { reminder } from './contract.ts'
import { checkedRule, nextAfter, type Series } from './occurrences.ts'
import { pastTime, ringsAfter } from './queries.ts'

type FromTime = z.output<(typeof reminder.routes)['create']['input']>

export function checkedSeries(
  { startsAt, rule, except }: Pick<FromTime, 'startsAt' | 'rule' | 'except'>,
  timeZone: string,
): Series {
  return { start: startsAt, timeZone, rule: rule && checkedRule(rule, timeZone), except }
}

/** @throws Problem 422 `reminder.time-past`, or `reminder.never` of a rule that never comes. */
export function firstRing(series: Series, leadMinutes: number, now: Temporal.Instant): Temporal.Instant {
  const at = ringsAfter(series, leadMinutes, now)
  if (at) return at
  const ever = nextAfter(series, Temporal.Instant.fromEpochMilliseconds(0))
  if (ever) throw pastTime()
  throw new Problem(422, 'reminder.never', 'That repetition never comes')
}

/** An event's own times: its rule and the days it leaves out, as calendars write them. */
export function eventSeries(event: {
  readonly start: Temporal.Instant
  readonly timeZone: string
  readonly recurrence: string | null
}): Series {
  const start = event.start.toZonedDateTimeISO(event.timeZone).toPlainDateTime()
  const lines = event.recurrence?.split('\n') ?? []
  const rule = lines.find((line) => /^RRULE:/i.test(line))
  const except = lines
    .filter((line) => /^EXDATE/i.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
    .map((date) => Temporal.PlainDate.from(date.slice(0, 8)))
  return { start, timeZone: event.timeZone, rule: rule ? checkedRule(rule, event.timeZone) : null, except }
}
