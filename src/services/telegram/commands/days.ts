import type { z } from 'zod'
import type { DayDetail, DaySummary } from '#services/schedule'
import { clock, decimal, longDate, shortDate } from '../format.ts'
import { bold, escaped, italic } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { type Ability, type Answer, asMe, say, type Talk } from '../talk.ts'
import type { Texts } from '../texts/index.ts'

type Summary = z.output<typeof DaySummary>
type Day = z.output<typeof DayDetail>
type Part = (texts: Texts, day: Day) => readonly string[]

/** Commands about shooting days. */
export const dayCommands: Readonly<Record<string, Ability>> = {
  today: { forLinked: true, run: (talk) => dayAt(talk, 0, wholeDay) },
  tomorrow: { forLinked: true, run: (talk) => dayAt(talk, 1, wholeDay) },
  wake: { forLinked: true, run: (talk) => next(talk, wakeUpOf) },
  route: { forLinked: true, run: (talk) => next(talk, routeOf) },
  weather: { forLinked: true, run: (talk) => next(talk, weatherOf) },
  week: { forLinked: true, run: (talk) => list(talk, 7) },
  schedule: { forLinked: true, run: (talk) => list(talk, 60) },
}

export const dayPresses: Readonly<Record<string, Ability>> = {
  day: { forLinked: true, run: (talk, [dayId = '']) => show(talk, dayId) },
  confirm: { forLinked: true, run: (talk, [dayId = '']) => confirm(talk, dayId) },
}

/** Days of one list. */
const mostDays = 20

/** Days from today on, without those that are off; today as it is where the user lives. */
async function daysFrom(talk: Talk, days: number): Promise<{ today: Temporal.PlainDate; list: Summary[] }> {
  return await asMe(talk, async (call) => {
    const { timeZone } = await call.config.mySettings({})
    const today = talk.ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate()
    const { items } = await call.schedule.listDays({ from: today, to: today.add({ days }), limit: 100 })
    return { today, list: items.filter((day) => day.state !== 'cancelled').slice(0, mostDays) }
  })
}

export const detailOf = (talk: Talk, dayId: string) =>
  asMe(talk, (call) => call.schedule.getDay({ dayId, language: talk.chat.language }))

async function dayAt(talk: Talk, offset: number, part: Part): Promise<Answer> {
  const { today, list: days } = await daysFrom(talk, offset)
  const date = today.add({ days: offset })
  const there = days.filter((day) => day.shootingDate.equals(date))
  if (there.length === 0) return say(talk, escaped(talk.texts.noDay(longDate(talk.texts, date))))
  const details = await Promise.all(there.map((day) => detailOf(talk, day.dayId)))
  return say(
    talk,
    details.map((day) => part(talk.texts, day).join('\n')).join('\n\n'),
    details.flatMap((day) => confirmButton(talk.texts, day)),
  )
}

/** Of the next day whose call is not over. */
async function next(talk: Talk, part: Part): Promise<Answer> {
  const { list: days } = await daysFrom(talk, 60)
  const now = talk.ctx.clock.now()
  const ahead = days.find((day) => day.call && Temporal.Instant.compare(day.call, now) > 0) ?? days.at(-1)
  if (!ahead) return say(talk, escaped(talk.texts.noDays))
  return say(talk, part(talk.texts, await detailOf(talk, ahead.dayId)).join('\n'))
}

async function list(talk: Talk, days: number): Promise<Answer> {
  const { texts } = talk
  const { list: found } = await daysFrom(talk, days)
  if (found.length === 0) return say(talk, escaped(texts.noDays))
  const buttons = found.map((day) => [{ text: lineOf(texts, day), does: `day:${day.dayId}` }])
  return say(talk, bold(texts.yourDays), buttons)
}

function lineOf(texts: Texts, day: Summary): string {
  const at = day.call ? clock(day.call, day.timeZone) : texts.tentative
  return [shortDate(texts, day.shootingDate), at, day.productionTitle].join(' · ')
}

async function show(talk: Talk, dayId: string): Promise<Answer> {
  const day = await detailOf(talk, dayId)
  return say(talk, wholeDay(talk.texts, day).join('\n'), confirmButton(talk.texts, day))
}

async function confirm(talk: Talk, dayId: string): Promise<Answer> {
  await asMe(talk, (call) => call.schedule.confirmDay({ dayId }))
  const day = await detailOf(talk, dayId)
  return say(talk, [...wholeDay(talk.texts, day), '', bold(talk.texts.dayConfirmed)].join('\n'))
}

export const confirmButton = (texts: Texts, day: Summary): Button[][] =>
  day.state === 'pending' ? [[{ text: texts.confirm, does: `confirm:${day.dayId}` }]] : []

/** Everything that one needs on the day, as lines of HTML. */
export const wholeDay: Part = (texts, day) => [
  ...wakeUpOf(texts, day),
  ...timesOf(texts, day),
  '',
  ...routeLines(texts, day),
  '',
  ...weatherLines(texts, day),
  ...day.warnings.map((warning) => escaped(`! ${warning.text}`)),
  ...changesOf(texts, day),
]

function heading(texts: Texts, day: Day): string {
  const state = day.state === 'confirmed' ? ` (${texts.confirmed})` : ''
  return bold(`${longDate(texts, day.shootingDate)} · ${day.productionTitle}${state}`)
}

const wakeUpOf: Part = (texts, day) => [
  heading(texts, day),
  day.wakeUp ? bold(texts.wakeUp(clock(day.wakeUp, day.timeZone))) : escaped(texts.wakeUpUnknown),
]

const timesOf: Part = (texts, day) => {
  const { leaveHome, call, wrap, timeZone: zone, location } = day
  const place = [location.name, location.address].filter((each) => each !== null).join(', ')
  return [
    ...(leaveHome ? [escaped(texts.leaveHome(clock(leaveHome, zone)))] : []),
    ...(call ? [escaped((day.callIsPersonal ? texts.yourCall : texts.call)(clock(call, zone)))] : []),
    ...(place ? [escaped(place)] : []),
    ...(wrap ? [escaped(texts.wrap(clock(wrap, zone)))] : []),
  ]
}

const routeOf: Part = (texts, day) => [heading(texts, day), ...routeLines(texts, day)]

const routeLines: Part = (texts, { route }) => {
  if (!route || route.legs.length === 0) return [escaped(texts.routeMissing)]
  const legs = route.legs.map((leg) =>
    escaped(
      texts.leg(
        texts[leg.from],
        texts[leg.to],
        clock(leg.departAt),
        clock(leg.arriveAt),
        Math.round(leg.driveMinutes),
        decimal(texts, leg.distanceMeters / 1000),
      ),
    ),
  )
  return [bold(texts.route), ...legs, ...(route.estimated ? [italic(texts.estimated)] : [])]
}

const weatherOf: Part = (texts, day) => [heading(texts, day), ...weatherLines(texts, day)]

const weatherLines: Part = (texts, { weather }) => {
  const summary = weather?.summary
  if (!weather || !summary) return [escaped(texts.weatherMissing)]
  const { sunrise, sunset } = weather.sun ?? {}
  const parts = [
    texts.condition[summary.condition],
    texts.degrees(Math.round(summary.temperatureMin), Math.round(summary.temperatureMax)),
    ...(summary.precipitationMm > 0
      ? [texts.rain(decimal(texts, summary.precipitationMm), summary.precipitationProbability)]
      : []),
    texts.wind(
      decimal(texts, summary.windMax),
      summary.gustMax === null ? null : decimal(texts, summary.gustMax),
    ),
  ]
  return [
    bold(texts.weather),
    escaped(parts.join(', ')),
    ...(sunrise && sunset ? [escaped(texts.sun(clock(sunrise), clock(sunset)))] : []),
  ]
}

/** Changes that one message names. */
const mostChanges = 15

const changesOf: Part = (texts, { changes }) =>
  changes.length === 0
    ? []
    : [
        '',
        bold(texts.changes),
        ...changes
          .slice(0, mostChanges)
          .map(({ field, before, after }) => escaped(`${field}: ${before ?? '–'} → ${after ?? '–'}`)),
      ]
