import * as chrono from 'chrono-node'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Here } from './readings.ts'
import { understand } from './understand.ts'

const zone = 'Europe/Warsaw'
/** A Saturday, 13:00 in Warsaw. */
const here: Here = {
  now: Temporal.Instant.from('2026-11-21T12:00:00Z'),
  timeZone: zone,
  eveningAt: Temporal.PlainTime.from('20:00'),
}
const wall = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toString().slice(0, 16)

/** `2026-11-22T09:00 RULE -2026-12-24 | text | doubts`, and a line for each other reading. */
function read(text: string, language: 'pl' | 'en' = 'pl', at = here): string {
  const found = understand(text, language, at)
  if (typeof found === 'string') return found
  const { meant, others, doubts } = found
  const when = [wall(meant.at), meant.series.rule, ...meant.series.except.map((date) => `-${date}`)]
  const first = [when.filter(Boolean).join(' '), found.text, doubts.join(' ')].join(' | ').trim()
  return [first, ...others.map((each) => `or ${wall(each.at)} (${each.because})`)].join('; ')
}

describe('a time said in Polish', () => {
  it.each([
    ['jutro o 9 wyślij raport', '2026-11-22T09:00 | wyślij raport |'],
    ['przypomnij mi, żebym jutro o 18:30 odebrał pranie', '2026-11-22T18:30 | odebrał pranie |'],
    ['przypomnij mi o 9 wyślij raport', '2026-11-22T09:00 | wyślij raport | day-assumed'],
    ['przypomnij mi o lekach jutro o 9', '2026-11-22T09:00 | lekach |'],
    ['przypominaj mi codziennie o 8 o lekach', '2026-11-22T08:00 FREQ=DAILY | lekach |'],
    ['za 20 minut', '2026-11-21T13:20 |  |'],
    ['za godzinę i 20 minut wyjmij ciasto', '2026-11-21T14:20 | wyjmij ciasto |'],
    ['za pół godziny', '2026-11-21T13:30 |  |'],
    ['za półtorej godziny', '2026-11-21T14:30 |  |'],
    ['za kwadrans herbata', '2026-11-21T13:15 | herbata |'],
    ['za tydzień o 10 dentysta', '2026-11-28T10:00 | dentysta |'],
    ['za 2 dni wieczorem', '2026-11-23T20:00 |  |'],
    ['pojutrze wieczorem zadzwoń do mamy', '2026-11-23T20:00 | zadzwoń do mamy | time-assumed'],
    ['dziś wieczorem o 8 kino', '2026-11-21T20:00 | kino |'],
    ['DZISIAJ O 20:15 mecz', '2026-11-21T20:15 | mecz |'],
    ['wpół do dziewiątej spacer', '2026-11-22T08:30 | spacer | day-assumed'],
    ['jutro za kwadrans dziewiąta', '2026-11-22T08:45 |  |'],
    ['o siedemnastej', '2026-11-21T17:00 |  | day-assumed'],
    ['w południe obiad', '2026-11-22T12:00 | obiad | day-assumed'],
    ['24 grudnia o 18 wigilia', '2026-12-24T18:00 | wigilia |'],
    ['24.12 o 18.30 wigilia', '2026-12-24T18:30 | wigilia |'],
    ['2027-02-01 o 8:00 podatki', '2027-02-01T08:00 | podatki |'],
    ['29 lutego o 10', '2028-02-29T10:00 |  |'],
    ['w każdy piątek o 17 oprócz 24 grudnia', '2026-11-27T17:00 FREQ=WEEKLY;BYDAY=FR -2026-12-24 |  |'],
    ['w poniedziałki i czwartki o 10 siłownia', '2026-11-23T10:00 FREQ=WEEKLY;BYDAY=MO,TH | siłownia |'],
    ['codziennie o 8 oprócz weekendów leki', '2026-11-23T08:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR | leki |'],
    ['w dni robocze o 8 stand-up', '2026-11-23T08:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR | stand-up |'],
    ['co 2 godziny pij wodę', '2026-11-21T15:00 FREQ=HOURLY;INTERVAL=2 | pij wodę |'],
    [
      'ostatniego dnia każdego miesiąca o 12 faktury',
      '2026-11-30T12:00 FREQ=MONTHLY;BYMONTHDAY=-1 | faktury |',
    ],
    ['w pierwszy poniedziałek każdego miesiąca o 9', '2026-12-07T09:00 FREQ=MONTHLY;BYDAY=1MO |  |'],
    ['co roku 24 grudnia o 16', '2026-12-24T16:00 FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24 |  |'],
    ['od jutra codziennie o 8 leki', '2026-11-22T08:00 FREQ=DAILY | leki |'],
    ['codziennie o 8 do 30 listopada leki', '2026-11-22T08:00 FREQ=DAILY;UNTIL=20261130T235959Z | leki |'],
    ['codziennie o 8 leki 10 razy', '2026-11-22T08:00 FREQ=DAILY;COUNT=10 | leki |'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))

  it('is read without its marks', () => {
    expect(read('w kazdy piatek o 17 oprocz 24 grudnia')).toBe(read('w każdy piątek o 17 oprócz 24 grudnia'))
    expect(read('w srode o 9 x')).toBe(read('w środę o 9 x'))
  })
  it.each([
    ['kup mleko', 'time-missing'],
    ['dziś o 9 kawa', 'time-past'],
    ['wczoraj', 'time-past'],
    ['wczoraj o 9 wyślij raport', 'time-past'],
    ['31 lutego o 9', 'no-such-date'],
    ['co 5 minut', 'too-often'],
    ['przypomnij mi o 25:00 wyślij raport', 'no-such-time'],
    ['jutro o 9:75 kawa', 'no-such-time'],
    ['24.12.2020 o 9 x', 'time-past'],
  ])('is refused: %s', (text, expected) => expect(read(text)).toBe(expected))
})

describe('a time said in English', () => {
  it.each([
    ['tomorrow at 9am tell what was yesterday', '2026-11-22T09:00 | tell what was yesterday | more-times'],
    ['tomorrow at 9am send the report', '2026-11-22T09:00 | send the report |'],
    ['remind me to call mom tonight', '2026-11-21T20:00 | call mom | time-assumed'],
    ['in two hours', '2026-11-21T15:00 |  |'],
    ['in an hour and a half', '2026-11-21T14:30 |  |'],
    ['10 minutes from now tea', '2026-11-21T13:10 | tea |'],
    ['on the last day of the month pay rent', '2026-11-30T09:00 | pay rent | time-assumed'],
    ['every weekday at 8am stand-up', '2026-11-23T08:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR | stand-up |'],
    ['every month on the 5th at 9:30 pm rent', '2026-12-05T21:30 FREQ=MONTHLY;BYMONTHDAY=5 | rent |'],
    ['first Monday of every month at noon', '2026-12-07T12:00 FREQ=MONTHLY;BYDAY=1MO |  |'],
    ['December 24th at 6 p.m. dinner', '2026-12-24T18:00 | dinner |'],
    ['every day except Friday at 9pm', '2026-11-21T21:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SA,SU |  |'],
    ['buy sun cream tomorrow at 17:00', '2026-11-22T17:00 | buy sun cream |'],
  ])('%s', (text, expected) => expect(read(text, 'en')).toBe(expected))

  it.each([
    ["send yesterday's numbers tomorrow at 10am", "2026-11-22T10:00 | send yesterday's numbers |"],
    ['wyślij dane z wczoraj jutro o 9', '2026-11-22T09:00 | wyślij dane z wczoraj | more-times'],
    ['wyślij wczoraj zebrane dane jutro o 9', '2026-11-22T09:00 | wyślij wczoraj zebrane dane | more-times'],
    ['jutro o 9 wyślij wczorajszy raport', '2026-11-22T09:00 | wyślij wczorajszy raport |'],
    ['o 9 wyślij dane z wczoraj', '2026-11-22T09:00 | wyślij dane z wczoraj | day-assumed more-times'],
    ['za godzinę sprawdź dane z wczoraj', '2026-11-21T14:00 | sprawdź dane z wczoraj | more-times'],
    [
      'codziennie o 9 wyślij dane z wczoraj',
      '2026-11-22T09:00 FREQ=DAILY | wyślij dane z wczoraj | more-times',
    ],
    [
      'every day at 9am send the numbers from yesterday',
      '2026-11-22T09:00 FREQ=DAILY | send the numbers from yesterday | more-times',
    ],
  ])('leaves a day that is over to the matter: %s', (text, expected) => expect(read(text)).toBe(expected))

  it('is known from Polish whatever the account is set to', () => {
    expect(read('tomorrow at 9am send the report', 'pl')).toBe(read('tomorrow at 9am send the report', 'en'))
    expect(read('jutro o 9 wyślij raport', 'en')).toBe(read('jutro o 9 wyślij raport', 'pl'))
  })

  it('is the time that chrono reads, a parser of others, wherever both read one', () => {
    const texts = fc
      .tuple(
        fc.constantFrom('tomorrow', 'on Monday', 'December 24', '5 March 2027', 'on Thursday'),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('', ':15', ':30'),
        fc.constantFrom('am', 'pm'),
      )
      .map(([day, hour, minute, half]) => `${day} at ${hour}${minute}${half} call`)
    fc.assert(
      fc.property(texts, (text) => {
        const from = { instant: new Date(here.now.epochMilliseconds), timezone: 60 }
        const theirs = chrono.parseDate(text, from, { forwardDate: true })!
        const ours = understand(text, 'en', here)
        // Their zone is a fixed offset: the summer's hour is not theirs to know.
        const wanted = Temporal.Instant.fromEpochMilliseconds(theirs.getTime()).toZonedDateTimeISO('+01:00')
        expect(typeof ours === 'string' ? ours : wall(ours.meant.at)).toBe(wanted.toString().slice(0, 16))
      }),
      { numRuns: 60 },
    )
  })
})

describe('what may be meant otherwise is told', () => {
  it.each([
    [
      'every weekday at 8',
      'en',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR |  | half-of-day; or 2026-11-23T20:00 (half-of-day)',
    ],
    ['jutro o 5 pociąg', 'pl', '2026-11-22T05:00 | pociąg | half-of-day; or 2026-11-22T17:00 (half-of-day)'],
    ['dziś o 5 pociąg', 'pl', '2026-11-21T17:00 | pociąg | half-of-day'],
    ['next Friday at 5pm', 'en', '2026-11-27T17:00 |  | which-week; or 2026-12-04T17:00 (which-week)'],
    ['w sobotę o 18 mecz', 'pl', '2026-11-21T18:00 | mecz | which-week; or 2026-11-28T18:00 (which-week)'],
    ['co drugi wtorek o 18', 'pl', 'INTERVAL=2 |  | which-turn; or 2026-12-01T18:00 (which-turn)'],
    ['3/4 at noon', 'en', '2027-04-03T12:00 |  | month-first; or 2027-03-04T12:00 (month-first)'],
    ['w niedziele o 9 bieg', 'pl', 'bieg | every-week; or 2026-11-22T09:00 (every-week)'],
    ['jutro o 9 kup bilety na 24 grudnia', 'pl', 'kup bilety na 24 grudnia | more-times'],
    ['28 marca 2027 o 02:30 zmiana', 'pl', '2027-03-28T03:30 | zmiana | time-skipped'],
    ['31 października 2027 o 02:30 zmiana', 'pl', '2027-10-31T02:30 | zmiana | time-twice'],
  ] as const)('%s', (text, language, expected) => expect(read(text, language)).toContain(expected))
})

describe('any text', () => {
  const words = fc.constantFrom(
    ...'jutro dziś o 9 9:30 24.12 31 lutego grudnia w każdy piątek co drugi oprócz za 20 minut godzin wieczorem pół raport 24 99 every except in two weekdays noon at pm tomorrow last day of the month first 3/4 i do od 10 razy codziennie kwadrans po wpół do dziewiątej'.split(
      ' ',
    ),
  )
  const texts = fc.oneof(
    fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
  )
  it('is refused or gives a time ahead whose series agrees with it, and never throws', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('pl', 'en'),
        fc.integer({ min: 0, max: 365 * 24 }),
        (text, language, hours) => {
          const at = { ...here, now: here.now.add({ hours }) }
          const found = understand(text, language as 'pl' | 'en', at)
          if (typeof found === 'string') return
          for (const reading of [found.meant, ...found.others]) {
            expect(Temporal.Instant.compare(reading.at, at.now)).toBe(1)
            expect(reading.series.timeZone).toBe(zone)
          }
          expect(found.text).toBe(found.text.trim())
          for (const word of found.text.split(' ')) expect(text).toContain(word)
        },
      ),
      { numRuns: 400 },
    )
  })
})
