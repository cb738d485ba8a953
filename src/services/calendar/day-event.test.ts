import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { overlaps } from './conflicts.ts'
import { dayEvents } from './day-event.ts'
import { googleEventId } from './google-session.ts'
import { splitNotes, withNotes } from './notes.ts'
import { occurrences } from './occurrences.ts'
import { planFixture } from './plan.fixture.ts'
import { vtimezone } from './vtimezone.ts'

const polish = { language: 'pl', eventVisibility: 'private' } as const
const english = { language: 'en', eventVisibility: 'default' } as const
const local = (at: Temporal.Instant, zone = 'Europe/Warsaw') =>
  at.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' })

describe('the event of a day', () => {
  test('has the sections of PRODUCT 1.6 in their order', () => {
    const [day] = dayEvents(planFixture(), polish, '', true)
    const headings = day!.content.description.split('\n').filter((line) => /^[A-ZĄĆĘŁŃÓŚŹŻ]{3,}$/.test(line))
    expect(headings).toEqual([
      'PLAN',
      'SCENY',
      'GODZINY',
      'TRASA',
      'POGODA',
      'OSTRZEŻENIA',
      'KONTAKTY',
      'BHP',
      'UWAGI',
    ])
    expect(day!.content).toMatchObject({ latitude: 52.2583, longitude: 20.9944 })
    expect(day!.content.description).toMatch(/Piaskownica: .*$/)
  })

  test('speaks English, and outside the sandbox does not mention it', () => {
    const [day, alarm] = dayEvents(planFixture(), english, '', false)
    expect(day!.content.title).toBe('Zimowa noc — Shooting day (Dworzec Gdański)')
    expect(day!.content.description).toContain('home → equipment house: 05:25–05:50, 25 min, 14.2 km')
    expect(day!.content.description).toContain('Total: 40 min, 22.3 km')
    expect(day!.content.description).toContain('12A. EXT, Peron, night — Ewa czeka na pociąg')
    expect(day!.content.description).not.toContain('Sandbox')
    expect(alarm!.content.title).toBe('Wake-up 04:40 — Zimowa noc')
  })

  test('a scene number printed with its full stop has one', () => {
    const plan = planFixture()
    const [scene] = plan.sheet!.scenes
    const scenes = [{ ...scene!, value: { ...scene!.value, number: '89pt.' } }]
    const [day] = dayEvents({ ...plan, sheet: { ...plan.sheet!, scenes } }, english, '', false)
    expect(day!.content.description).toContain('\n89pt. EXT')
  })

  test('ends ten hours after the call without a wrap, and says what is missing', () => {
    const plan = planFixture({ wrap: null, route: null, weather: null, wakeUp: null, leaveHome: null })
    const events = dayEvents(plan, polish, '', false)
    expect(events).toHaveLength(1)
    expect([local(events[0]!.startsAt), local(events[0]!.endsAt)]).toEqual([
      '2026-12-01T07:00+01:00',
      '2026-12-01T17:00+01:00',
    ])
    expect(events[0]!.content.description).toContain('Trasy nie ma.')
    expect(events[0]!.content.description).toContain('Prognozy nie ma.')
  })

  test('counts real hours over both nights on which the clocks change', () => {
    const zone = 'Europe/Warsaw'
    const called = (date: string) => {
      const call = Temporal.PlainDateTime.from(`${date}T20:00`).toZonedDateTime(zone).toInstant()
      const wakeUp = Temporal.PlainDateTime.from(`${date}T03:05`)
        .toZonedDateTime(zone)
        .add({ hours: 24 })
        .toInstant()
      return dayEvents(planFixture({ call, wrap: null, wakeUp, leaveHome: null }, date), polish, '', false)
    }
    const [spring] = called('2027-03-27')
    expect(local(spring!.endsAt)).toBe('2027-03-28T07:00+02:00')
    const [autumn, ...alarms] = called('2026-10-24')
    expect(local(autumn!.endsAt)).toBe('2026-10-25T05:00+01:00')
    // The night has an hour more, and 24 hours after 03:05 it is 02:05: the first alarm rings in the hour that comes twice.
    expect(alarms.map((alarm) => local(alarm.startsAt))).toEqual([
      '2026-10-25T02:55+02:00',
      '2026-10-25T02:05+01:00',
      '2026-10-25T02:10+01:00',
    ])
  })

  test('gives Google ids of its own alphabet, the same each time', () => {
    const id = googleEventId('ffffffff-ffff-8fff-bfff-ffffffffffff')
    expect(id).toMatch(/^klaps[a-v0-9]{26}$/)
    expect(id).toBe(googleEventId('ffffffff-ffff-8fff-bfff-ffffffffffff'))
    expect(googleEventId('00000000-0000-8000-8000-000000000000')).toMatch(/^klaps[a-v0-9]{26}$/)
  })
})

describe('notes of the user', () => {
  test('are taken apart and put together without loss, in either language and out of HTML', () => {
    for (const language of ['pl', 'en'] as const) {
      const text = withNotes('PLAN\nZimowa noc', 'kalosze\nklucz', language)
      expect(splitNotes(text)).toEqual({ text: 'PLAN\nZimowa noc', notes: 'kalosze\nklucz', separated: true })
      expect(splitNotes(`<p>${text.replaceAll('\n', '<br>')}</p>`).notes).toBe('kalosze\nklucz')
    }
    expect(splitNotes('only this')).toEqual({ text: 'only this', notes: '', separated: false })
  })

  test('survive a description that is too long', () => {
    const text = withNotes('x'.repeat(20_000), 'kalosze', 'pl')
    expect(text.length).toBeLessThanOrEqual(8000)
    expect(splitNotes(text).notes).toBe('kalosze')
  })
})

describe('overlaps', () => {
  const at = (time: string) => Temporal.Instant.from(`2026-12-01T${time}Z`)
  const busy = (eventId: string, start: string, end: string) => ({
    eventId,
    planId: null,
    start: at(start),
    end: at(end),
  })

  test.each([
    ['09:30', undefined],
    ['09:31', ['medium', 31]],
    ['10:00', ['medium', 60]],
    ['10:01', ['high', 61]],
  ])('until %s: %o', (end, expected) => {
    const [found] = overlaps([busy('a', '09:00', '12:00'), busy('b', '08:00', end)])
    expect(found && [found.severity, found.overlapMinutes]).toEqual(expected)
  })
})

describe('occurrences', () => {
  const instant = (text: string) => Temporal.Instant.from(text)
  const window = { from: instant('2026-01-01T00:00:00Z'), to: instant('2027-01-01T00:00:00Z') }

  test('all-day series keep their midnights and EXDATE of a date', () => {
    const series = {
      starts_at: instant('2026-10-23T22:00:00Z'),
      ends_at: instant('2026-10-24T22:00:00Z'),
      time_zone: 'Europe/Warsaw',
      recurrence: 'RRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261026',
    }
    expect(occurrences(series, window).map(({ start, end }) => [local(start), local(end)])).toEqual([
      ['2026-10-24T00:00+02:00', '2026-10-25T00:00+02:00'],
      ['2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'],
      ['2026-10-27T00:00+01:00', '2026-10-28T00:00+01:00'],
    ])
  })

  test('a rule that cannot be read counts once', () => {
    const series = {
      starts_at: instant('2026-10-23T08:00:00Z'),
      ends_at: instant('2026-10-23T09:00:00Z'),
      time_zone: 'Europe/Warsaw',
      recurrence: 'RRULE:FREQ=SOMETIMES',
    }
    expect(occurrences(series, window)).toHaveLength(1)
  })
})

test('a zone without changes of the clocks has one observance; others those of the span', () => {
  const [from, to] = ['2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z'].map((text) =>
    Temporal.Instant.from(text),
  )
  const written = (zone: string) => ICAL.stringify([...vtimezone(zone, from!, to!)])
  expect(written('UTC').match(/BEGIN:STANDARD/g)).toHaveLength(1)
  const warsaw = written('Europe/Warsaw')
  expect(warsaw).toContain('DTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100')
  expect(warsaw).toContain('DTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200')
  expect(warsaw.match(/TZOFFSETFROM/g)).toHaveLength(3)
})
