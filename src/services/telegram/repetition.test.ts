import { expect, it } from 'vitest'
import { repetitionOf } from './repetition.ts'
import { en } from './texts/en.ts'
import { pl } from './texts/pl.ts'

it.each([
  ['FREQ=DAILY', 'codziennie', 'every day'],
  ['FREQ=DAILY;INTERVAL=2', 'co 2 dni', 'every 2 days'],
  ['FREQ=WEEKLY;BYDAY=MO,FR', 'co tydzień: pon., pt.', 'every week: Mon, Fri'],
  ['FREQ=WEEKLY;BYDAY=TU;INTERVAL=5', 'co 5 tygodni: wt.', 'every 5 weeks: Tue'],
  ['FREQ=HOURLY;INTERVAL=2', 'co 2 godziny', 'every 2 hours'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'co miesiąc: ostatniego dnia', 'every month: on the last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3', 'co miesiąc: 5. dnia, 3 razy', 'every month: on day 5, 3 times'],
  [
    'FREQ=DAILY;UNTIL=20261130T235959Z',
    'codziennie, do: poniedziałek, 30 listopada',
    'every day, until Monday 30 November',
  ],
])('%s is told in words', (rule, polish, english) => {
  expect(repetitionOf(pl, rule)).toBe(polish)
  expect(repetitionOf(en, rule)).toBe(english)
})

it.each(['FREQ=MONTHLY;BYDAY=1MO', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24', 'FREQ=SECONDLY'])(
  '%s has no words here and is shown whole',
  (rule) => {
    expect(repetitionOf(pl, rule)).toContain(rule)
    expect(repetitionOf(en, rule)).toContain(rule)
  },
)
