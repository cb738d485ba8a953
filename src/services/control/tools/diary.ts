import type { z } from 'zod'
import { Problem } from '#kernel'
import type { calendar } from '#services/calendar'
import type { reminder } from '#services/reminder'
import type { Ctx } from '../context.ts'
import { diaryPage, type diaryTools } from '../contract.ts'
import type { Runs } from './run.ts'

type CalendarEvent = Pick<
  z.output<(typeof calendar.routes)['createEvent']['output']>,
  'id' | 'title' | 'location' | 'start' | 'end'
>
type Reminder = z.output<(typeof reminder.routes)['get']['output']>

const local = (at: Temporal.Instant, zone: string) =>
  at.toZonedDateTimeISO(zone).toString({ smallestUnit: 'minute' })

const ring = ({ id, text, nextAt, timeZone, rule, state, snoozedUntil }: Reminder) => ({
  reminderId: id,
  text,
  nextAt: nextAt && local(nextAt, timeZone),
  rule,
  state,
  snoozed: snoozedUntil !== null,
})

const zoneOf = async (ctx: Ctx, userId: string): Promise<string> =>
  (await ctx.call.config.settingsOf({ userId })).timeZone

const instantOf = (wall: string, zone: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant()

/** When a day begins where the person is. */
const startOf = (date: string, zone: string): Temporal.Instant =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant()

/** When a day is over where the person is. */
const endOf = (date: string, zone: string): Temporal.Instant =>
  Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).toInstant()

/** No time that is over is free. */
const notOver = ({ clock }: Ctx, at: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(at, clock.now()) < 0 ? clock.now() : at

const presentEvent = ({ id, title, location, start, end }: CalendarEvent, zone: string) => ({
  eventId: id,
  title,
  location,
  start: local(start, zone),
  end: local(end, zone),
})

const withKey = (key: string | undefined) => (key === undefined ? {} : { key })

/** At a time, or at what the words of the user mean: read as the bot reads them. */
const createReminder: Runs<keyof typeof diaryTools>['create_reminder'] = async (ctx, input, { key }) => {
  const { text, when, startsAt, rule, urgent } = input
  if ((when === undefined) === (startsAt === undefined) || (when !== undefined && rule !== undefined))
    throw new Problem(422, 'reminder.time-unclear', 'Say either `when`, or `startsAt` with or without `rule`')
  const common = { text, urgent, ...withKey(key) }
  if (when === undefined) {
    const made = { startsAt: Temporal.PlainDateTime.from(startsAt!), rule: rule ?? null, ...common }
    return { ...ring(await ctx.call.reminder.create(made)), doubts: [] }
  }
  const { event, doubts, ...understood } = await ctx.call.reminder.understand({ text: when })
  if (event) {
    const { eventId, minutesBefore } = event
    return {
      ...ring(await ctx.call.reminder.createForEvent({ eventId, minutesBefore, ...common })),
      doubts,
    }
  }
  const { startsAt: wall, rule: again, except, timeZone } = understood
  const made = { startsAt: wall, rule: again, except, timeZone, ...common }
  return { ...ring(await ctx.call.reminder.create(made)), doubts }
}

export const diaryRuns: Runs<keyof typeof diaryTools> = {
  list_reminders: async (ctx) => {
    const { items, nextCursor } = await ctx.call.reminder.upcoming({ limit: diaryPage })
    return { reminders: items.map(ring), more: nextCursor !== null }
  },
  create_reminder: createReminder,
  remind_before_event: async (ctx, input, { key }) =>
    ring(await ctx.call.reminder.createForEvent({ ...input, ...withKey(key) })),
  snooze_reminder: async (ctx, { reminderId, minutes, until }, { userId }) =>
    ring(
      await ctx.call.reminder.snooze({
        reminderId,
        ...(minutes === undefined ? {} : { minutes }),
        ...(until === undefined ? {} : { until: instantOf(until, await zoneOf(ctx, userId)) }),
      }),
    ),
  cancel_reminder: async (ctx, input) => ring(await ctx.call.reminder.complete(input)),
  list_events: async (ctx, { from, to }, { userId }) => {
    const timeZone = await zoneOf(ctx, userId)
    const { items, nextCursor } = await ctx.call.calendar.listEvents({
      from: startOf(from, timeZone),
      to: endOf(to, timeZone),
      limit: diaryPage,
    })
    return {
      more: nextCursor !== null,
      events: items.map((event) => presentEvent(event, timeZone)),
    }
  },
  find_free_time: async (ctx, { from, to, dayFrom, dayTo, ...input }, { userId }) => {
    const times = { dayFrom: Temporal.PlainTime.from(dayFrom), dayTo: Temporal.PlainTime.from(dayTo) }
    const timeZone = await zoneOf(ctx, userId)
    const { items, incomplete, nextCursor } = await ctx.call.calendar.freeTime({
      ...input,
      ...times,
      ...(from === undefined ? {} : { from: notOver(ctx, startOf(from, timeZone)) }),
      ...(to === undefined ? {} : { to: endOf(to, timeZone) }),
      limit: diaryPage,
    })
    return {
      incomplete,
      more: nextCursor !== null,
      spans: items.map(({ start, end, minutes }) => ({
        start: local(start, timeZone),
        end: local(end, timeZone),
        minutes,
      })),
    }
  },
  create_event: async (ctx, { title, location = null, start, end, timeZone }, { userId, key }) => {
    const zone = timeZone ?? (await zoneOf(ctx, userId))
    const made = await ctx.call.calendar.createEvent({
      title,
      location,
      start: instantOf(start, zone),
      end: instantOf(end, zone),
      timeZone: zone,
      ...withKey(key),
    })
    return presentEvent(made, zone)
  },
  recent_mail: async (ctx, input) => {
    const { items, unreachable } = await ctx.call.email.recentMail(input)
    return {
      incomplete: unreachable.length > 0,
      mails: items.map(({ subject, sender, receivedAt, hasPdf, summary }) => ({
        subject,
        sender,
        receivedAt: receivedAt.toString(),
        hasPdf,
        summary,
      })),
    }
  },
}
