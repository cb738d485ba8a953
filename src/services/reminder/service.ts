import { defineService, queued, rows } from '#kernel'
import { calendarEventMoved } from '#services/calendar'
import { settingsUpdated } from '#services/config'
import { healAnchors, lookAgain, onEventMoved } from './anchors.ts'
import { complete, remove, skip, snooze, update } from './change.ts'
import { type Ctx, needs, settings } from './context.ts'
import { reminder } from './contract.ts'
import { digestOf, getDigest, onSettings, setDigest, takeSettings } from './digests.ts'
import { checkAnchor, readSettings } from './jobs.ts'
import { create, createForEvent, createFromText } from './make.ts'
import { personal } from './personal.ts'
import { get, history, list, message, upcoming } from './read.ts'
import { nextRing, sweep } from './sweep.ts'
import type { Tables } from './tables.ts'
import { hereFor, readReminder } from './texts.ts'
import { dropOld } from './upkeep.ts'

/** Reminders, once or recurring, from words, from calendar events or by API. */
export default defineService({
  contract: reminder,
  tables: rows<Tables>(),
  needs,
  hears: { calendarEventMoved, settingsUpdated },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    list: (ctx, input, { userId }) => list(ctx, userId, input),
    upcoming: (ctx, input, { userId }) => upcoming(ctx, userId, input),
    understand: async (ctx, input, { userId }) =>
      (await readReminder(ctx, await hereFor(ctx, userId, input.timeZone), input)).understood,
    createFromText: (ctx, input, { userId }) => createFromText(ctx, userId, input),
    create: (ctx, input, { userId }) => create(ctx, userId, input),
    createForEvent: (ctx, input, { userId }) => createForEvent(ctx, userId, input),
    get: (ctx, { reminderId }, { userId }) => get(ctx, userId, reminderId),
    history: (ctx, input, { userId }) => history(ctx, userId, input),
    update: (ctx, input, { userId }) => update(ctx, userId, input),
    remove: (ctx, { reminderId }, { userId }) => remove(ctx, userId, reminderId),
    complete: (ctx, { reminderId }, { userId }) => complete(ctx, userId, reminderId),
    snooze: (ctx, input, { userId }) => snooze(ctx, userId, input),
    skip: (ctx, { reminderId, date }, { userId }) => skip(ctx, userId, reminderId, date),
    getDigest: (ctx, _input, { userId }) => getDigest(ctx, userId),
    setDigest: async (ctx, { enabled }, { userId }) =>
      setDigest(ctx, userId, enabled, await hereFor(ctx, userId)),
    message: (ctx, { occurrenceId }) => message(ctx, occurrenceId),
    digestOf: (ctx, { userId, date }) => digestOf(ctx, userId, date),
  },
  on: {
    calendarEventMoved: onEventMoved,
    settingsUpdated: (_ctx, data, tx) => onSettings(data, tx),
  },
  jobs: {
    sweep: { every: 'PT1S', due: nextRing, run: sweep },
    checkAnchor: queued(checkAnchor, (ctx: Ctx, { reminderId }) => lookAgain(ctx, reminderId)),
    readSettings: queued(readSettings, (ctx: Ctx, { userId }) => takeSettings(ctx, userId)),
    healAnchors: { cron: '20 3 * * *', run: healAnchors },
    dropOld: { cron: '50 2 * * *', run: dropOld },
  },
  personal,
})
