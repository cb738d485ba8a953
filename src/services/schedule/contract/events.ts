import { z } from 'zod'
import { event, TimeZone } from '#kernel'
import { DayState, FieldChange, LocationOfDay } from './days.ts'

const publicDay = {
  dayId: z.uuid(),
  planId: z.uuid(),
  productionId: z.uuid(),
  userId: z.uuid(),
  version: z.int(),
  state: DayState,
  shootingDate: z.iso.date(),
  zone: TimeZone,
  call: z.iso.datetime({ offset: true }),
  wrap: z.iso.datetime({ offset: true }).nullable(),
  location: LocationOfDay.describe('Where the set is; the unit base when the sheet sends people there first'),
  locationIsStop: z
    .boolean()
    .describe('The sheet names no location: the equipment house is used and said so'),
  exterior: z.boolean(),
  revision: z.int(),
  changes: z.array(FieldChange),
  cause: z.enum(['sheet', 'revision', 'edit', 'correction', 'settings']),
}
export const scheduleCreated = event('schedule', 'schedule.created', z.object(publicDay))
export const scheduleUpdated = event('schedule', 'schedule.updated', z.object(publicDay))
export const scheduleCancelled = event(
  'schedule',
  'schedule.cancelled',
  z.object({
    dayId: z.uuid(),
    planId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    reason: z.enum(['sheet', 'user']),
  }),
)
/** A wake-up that moves by this many minutes is told (PRODUCT 1.4). */
const WORTH_TELLING_MINUTES = 5

/** Which way a wake-up has moved, as far as it is worth telling. */
export function wakeUpMoved(from: Temporal.Instant, to: Temporal.Instant): 'earlier' | 'later' | 'little' {
  const minutes = from.until(to).total('minutes')
  if (minutes <= -WORTH_TELLING_MINUTES) return 'earlier'
  return minutes >= WORTH_TELLING_MINUTES ? 'later' : 'little'
}

/** The day as a whole, once route and weather are there or a second has passed. Calendar and notification listen to this only. */
export const schedulePlanned = event(
  'schedule',
  'schedule.planned',
  z.object({
    dayId: z.uuid(),
    planId: z.uuid(),
    userId: z.uuid(),
    version: z.int().describe('Grows with every planned version of this plan'),
    first: z.boolean(),
    complete: z.boolean(),
    missing: z.array(z.enum(['route', 'weather'])),
    settled: z
      .boolean()
      .describe(
        'Route and weather have both answered this version and fit together: nothing better is on its way',
      ),
    shootingDate: z.iso.date(),
    zone: TimeZone,
    call: z.iso.datetime({ offset: true }),
    wrap: z.iso.datetime({ offset: true }).nullable(),
    wakeUp: z.iso.datetime({ offset: true }).nullable(),
    leaveHome: z.iso.datetime({ offset: true }).nullable(),
    onSet: z.iso.datetime({ offset: true }).nullable(),
    changes: z.array(FieldChange),
    tell: z
      .enum(['ready', 'changed', 'leave-earlier', 'weather', 'quiet'])
      .describe('What a notification should say; `quiet` updates in place only'),
    state: DayState,
  }),
)
export const dayConfirmed = event(
  'schedule',
  'schedule.confirmed',
  z.object({ dayId: z.uuid(), planId: z.uuid(), userId: z.uuid(), version: z.int() }),
)
/** A call sheet that has no effect on a day: for the processing log of the message that it came with. */
export const scheduleKept = event(
  'schedule',
  'schedule.kept',
  z.object({
    documentId: z.uuid(),
    version: z.int().describe('Of the document'),
    emailId: z.uuid(),
    userId: z.uuid(),
    planId: z.uuid().nullable(),
    because: z
      .enum(['unchanged', 'superseded', 'dropped', 'nothing-to-cancel', 'another-unit'])
      .describe(
        'It says the same again, is older than what stands, or its day is not in the plan any more, or another sheet of its file names the reader',
      ),
  }),
)
