import { Problem } from '#kernel'
import type { ToolInput, ToolName } from '#services/control'
import { zonesOf } from '../commands/cinema.ts'
import { detailOf } from '../commands/days.ts'
import { whenOf } from '../commands/reminders.ts'
import { seatLabels, totalOf } from '../commands/seats.ts'
import { clock, longDate } from '../format.ts'
import { repetitionOf } from '../repetition.ts'
import { asMe, type Talk } from '../talk.ts'

/**
 * What is to be done, in our own words: made of the arguments and of what the services say of the things that they name.
 * Nothing that a model has written decides how it reads, so that what the person confirms is what is done.
 *
 * @throws Problem for things that are not there or not theirs, and times that are over: for the model to read
 */
type Describe<N extends ToolName> = (talk: Talk, input: ToolInput<N>) => Promise<string>

const describers: { readonly [K in ToolName]?: Describe<K> } = {
  create_reminder: async (talk, { text, startsAt, rule, urgent }) => {
    // Words may mean another time by the moment in which the person confirms them.
    if (startsAt === undefined)
      throw new Problem(
        422,
        'reminder.time-unclear',
        'Here it is `startsAt` with or without `rule`: a time is confirmed, not words',
      )
    const { timeZone } = await asMe(talk, (call) => call.config.mySettings({}))
    const at = Temporal.PlainDateTime.from(startsAt).toZonedDateTime(timeZone)
    if (!rule && Temporal.Instant.compare(at.toInstant(), talk.ctx.clock.now()) <= 0)
      throw new Problem(422, 'reminder.time-past', 'That time is over')
    const when = whenOf(talk, at.toInstant(), timeZone)
    const repeated = rule ? `${when}, ${repetitionOf(talk.texts, rule)}` : when
    return talk.texts.remindAsk(text, urgent ? `${repeated}, ${talk.texts.urgently}` : repeated)
  },
  remind_before_event: async (talk, { eventId, minutesBefore }) => {
    const event = await asMe(talk, (call) => call.calendar.getEvent({ eventId }))
    return talk.texts.remindBeforeAsk(minutesBefore, event.title, whenOf(talk, event.start, event.timeZone))
  },
  snooze_reminder: async (talk, { reminderId, minutes, until }) => {
    const { text, timeZone } = await asMe(talk, (call) => call.reminder.get({ reminderId }))
    if ((minutes === undefined) === (until === undefined))
      throw new Problem(422, 'reminder.snooze-unclear', 'Say either `minutes` or `until`')
    if (minutes !== undefined) return talk.texts.snoozeAsk(text, talk.texts.inMinutes(minutes))
    const { timeZone: zone } = await asMe(talk, (call) => call.config.mySettings({}))
    const at = Temporal.PlainDateTime.from(until!).toZonedDateTime(zone).toInstant()
    if (Temporal.Instant.compare(at, talk.ctx.clock.now()) <= 0)
      throw new Problem(422, 'reminder.time-past', 'That time is over')
    return talk.texts.snoozeAsk(text, whenOf(talk, at, timeZone))
  },
  cancel_reminder: async (talk, { reminderId }) => {
    const { text, nextAt, timeZone } = await asMe(talk, (call) => call.reminder.get({ reminderId }))
    if (!nextAt) throw new Problem(409, 'reminder.over', 'It does not ring any more')
    return talk.texts.cancelReminderAsk(text, whenOf(talk, nextAt, timeZone))
  },
  confirm_day: async (talk, { dayId }) => {
    const { state, shootingDate, productionTitle } = await detailOf(talk, dayId)
    if (state !== 'pending') throw new Problem(409, 'schedule.not-pending', `The day is ${state}`)
    return talk.texts.confirmDayAsk(longDate(talk.texts, shootingDate), productionTitle)
  },
  hold_seats: async (talk, { showtimeId, seats }) => {
    const showtime = await talk.ctx.call.movie.getShowtime({ showtimeId })
    const zone = (await zonesOf(talk, [showtime])).get(showtime.theaterId)!
    const at = showtime.startsAt.toZonedDateTimeISO(zone)
    return talk.texts.holdAsk(
      showtime.movieTitle,
      `${longDate(talk.texts, at.toPlainDate())}, ${clock(at)}`,
      `${showtime.theaterName}, ${showtime.screenName}`,
      seatLabels(talk.texts, seats),
      await totalOf(talk, showtime, seats),
    )
  },
  create_event: async (talk, { title, location, start, end, timeZone }) => {
    const zone = timeZone ?? (await asMe(talk, (call) => call.config.mySettings({}))).timeZone
    const [from, to] = [start, end].map((wall) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone))
    if (Temporal.ZonedDateTime.compare(from!, to!) >= 0)
      throw new Problem(422, 'calendar.ends-before-start', 'An event ends after it has begun')
    const sameDay = from!.toPlainDate().equals(to!.toPlainDate())
    const until = sameDay ? clock(to!) : whenOf(talk, to!.toInstant(), zone)
    const when = `${whenOf(talk, from!.toInstant(), zone)}–${until}`
    return talk.texts.eventAsk(title, when, location ?? null)
  },
}

/** Undefined for a tool that nobody can be asked about: then it is not done. */
export async function describe<N extends ToolName>(
  talk: Talk,
  tool: N,
  input: ToolInput<N>,
): Promise<string | undefined> {
  return await describers[tool]?.(talk, input)
}
