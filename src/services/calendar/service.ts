import { sql } from 'kysely'
import { copyOf, defineService, queued, rows, uuidRows } from '#kernel'
import { settingsUpdated } from '#services/config'
import { dayConfirmed, schedule, scheduleCancelled, schedulePlanned } from '#services/schedule'
import { type Ctx, needs, settings } from './context.ts'
import { calendar } from './contract.ts'
import { copy } from './copy.ts'
import { createFeed, downloadPlan, readFeed } from './feed.ts'
import { freeTime } from './free.ts'
import { heardCancelled, heardConfirmed, heardPlanned, heardSettings, planVanished } from './hear.ts'
import { copyPlan, syncCalendar, unlinkCalendar, writePlan } from './jobs.ts'
import { finishGoogle, finishUnlink, startGoogle, unlink } from './link.ts'
import { calendarOf, listCalendars, listConflicts, listEvents } from './listing.ts'
import { timesOf } from './moves.ts'
import { createEvent, deleteEvent, getEvent, updateEvent } from './own-events.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { nextCopy, sweepCopies } from './plan-copies.ts'
import { googlePush, nextSync, sweepSyncs, sync, syncNow } from './sync.ts'
import type { Tables } from './tables.ts'
import { write } from './write.ts'

/** Calendars, the events and alarms of planned days in them, and the feed. */
export default defineService({
  contract: calendar,
  tables: rows<Tables>(),
  needs,
  hears: { schedulePlanned, scheduleCancelled, dayConfirmed, settingsUpdated },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    listCalendars: (ctx, input, { userId }) => listCalendars(ctx, userId, input),
    startGoogle: (ctx, _input, { userId }) => startGoogle(ctx, userId),
    finishGoogle: (ctx, input) => finishGoogle(ctx, input),
    createFeed: (ctx, _input, { userId }) => createFeed(ctx, userId),
    calendarOf,
    deleteCalendar: (ctx, { calendarId }, { userId }) => unlink(ctx, userId, calendarId),
    feed: (ctx, { token }, { request }) => readFeed(ctx, token, request),
    listEvents: (ctx, input, { userId }) => listEvents(ctx, userId, input),
    getEvent: (ctx, { eventId }, { userId }) => getEvent(ctx, userId, eventId),
    freeTime: (ctx, input, { userId }) => freeTime(ctx, userId, input),
    timesOf: (ctx, { eventId }) => timesOf(ctx, eventId),
    createEvent: (ctx, input, { userId }) => createEvent(ctx, userId, input),
    updateEvent: (ctx, input, { userId }) => updateEvent(ctx, userId, input),
    deleteEvent: (ctx, { eventId }, { userId }) => deleteEvent(ctx, userId, eventId),
    download: (ctx, { planId }, { userId }) => downloadPlan(ctx, userId, planId),
    conflicts: (ctx, input, { userId }) => listConflicts(ctx, userId, input),
    syncNow: (ctx, { calendarId }, { userId }) => syncNow(ctx, userId, calendarId),
    googlePush: (ctx, _input, { request }) => googlePush(ctx, request),
  },
  copies: {
    plans: copyOf(
      schedule,
      'plannedStates',
      uuidRows<Tables>('plans', 'plan_id', { only: sql`not cancelled`, drop: planVanished }),
    ),
  },
  on: {
    schedulePlanned: heardPlanned,
    scheduleCancelled: heardCancelled,
    dayConfirmed: heardConfirmed,
    settingsUpdated: heardSettings,
  },
  jobs: {
    writePlan: queued(writePlan, write),
    copyPlan: queued(copyPlan, copy),
    syncCalendar: queued(syncCalendar, sync),
    unlinkCalendar: queued(unlinkCalendar, finishUnlink),
    lookForDue: { every: 'PT1S', due: nextSync, run: sweepSyncs },
    lookForLeft: { every: 'PT5S', due: nextCopy, run: (ctx: Ctx) => ctx.db.transaction(sweepCopies) },
    forgetJourneys: { cron: '17 * * * *', run: forgetJourneys },
  },
  personal: { export: exportPerson, erase: (_ctx, userId, tx) => erasePerson(userId, tx) },
})

/** Journeys to Google that nobody finished. */
async function forgetJourneys(ctx: Ctx): Promise<void> {
  await sql`delete from link_states where expires_at < calendar.now()`.execute(ctx.db.query)
}
