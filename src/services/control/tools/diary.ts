import type { z } from 'zod'
import type { reminder } from '#services/reminder'
import { diaryPage, type diaryTools } from '../contract.ts'
import type { Runs } from './run.ts'

type Reminder = z.output<(typeof reminder.routes)['get']['output']>

const local = (at: Temporal.Instant, zone: string) =>
  at.toZonedDateTimeISO(zone).toString({ smallestUnit: 'minute' })

const ring = ({ id, text, nextAt, timeZone, rule }: Reminder) => ({
  reminderId: id,
  text,
  nextAt: nextAt && local(nextAt, timeZone),
  rule,
})

/** From the start of one day to the end of another, where the person is. */
function daysBetween(from: string, to: string, zone: string) {
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).toInstant()
  return {
    from: start(Temporal.PlainDate.from(from)),
    to: start(Temporal.PlainDate.from(to).add({ days: 1 })),
  }
}

const withKey = (key: string | undefined) => (key === undefined ? {} : { key })

export const diaryRuns: Runs<keyof typeof diaryTools> = {
  list_reminders: async (ctx) => {
    const { items, nextCursor } = await ctx.call.reminder.upcoming({ limit: diaryPage })
    return { reminders: items.map(ring), more: nextCursor !== null }
  },
  create_reminder: async (ctx, { text, startsAt, rule = null }, { key }) =>
    ring(
      await ctx.call.reminder.create({
        text,
        startsAt: Temporal.PlainDateTime.from(startsAt),
        rule,
        ...withKey(key),
      }),
    ),
  remind_before_event: async (ctx, input, { key }) =>
    ring(await ctx.call.reminder.createForEvent({ ...input, ...withKey(key) })),
  cancel_reminder: async (ctx, { reminderId }) => {
    const { state } = await ctx.call.reminder.complete({ reminderId })
    return { reminderId, state }
  },
  list_events: async (ctx, { from, to }, { userId }) => {
    const { timeZone } = await ctx.call.config.settingsOf({ userId })
    const { items, nextCursor } = await ctx.call.calendar.listEvents({
      ...daysBetween(from, to, timeZone),
      limit: diaryPage,
    })
    return {
      more: nextCursor !== null,
      events: items.map(({ id, title, location, start, end }) => ({
        eventId: id,
        title,
        location,
        start: local(start, timeZone),
        end: local(end, timeZone),
      })),
    }
  },
  free_time: async (ctx, { from, to, dayFrom, dayTo, ...input }, { userId }) => {
    const times = { dayFrom: Temporal.PlainTime.from(dayFrom), dayTo: Temporal.PlainTime.from(dayTo) }
    const { timeZone } = await ctx.call.config.settingsOf({ userId })
    const days = daysBetween(from, to, timeZone)
    const now = ctx.clock.now()
    const { items, incomplete, nextCursor } = await ctx.call.calendar.freeTime({
      ...input,
      ...times,
      from: Temporal.Instant.compare(days.from, now) < 0 ? now : days.from,
      to: days.to,
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
    const zone = timeZone ?? (await ctx.call.config.settingsOf({ userId })).timeZone
    const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant()
    const made = await ctx.call.calendar.createEvent({
      title,
      location,
      start: at(start),
      end: at(end),
      timeZone: zone,
      ...withKey(key),
    })
    return { eventId: made.id, title, start: local(made.start, zone), end: local(made.end, zone) }
  },
  recent_mail: async (ctx, { hours }) => {
    const { items, unreachable } = await ctx.call.email.recentMail({ hours, limit: diaryPage })
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
