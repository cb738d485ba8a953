import { z } from 'zod'
import type { Ctx } from '../context.ts'

/** A moment as a program says it: UTC or with its offset. */
export const Moment = z.iso.datetime({ offset: true }).describe('With `Z` or an offset')

/** Local time with offset and zone, as a model reads it without working anything out. */
export const atMinute = (instant: Temporal.Instant, timeZone: string): string =>
  instant.toZonedDateTimeISO(timeZone).toString({ smallestUnit: 'minute' })

/** The time zone of the user's account. */
export const zoneOf = async (ctx: Ctx, userId: string): Promise<string> =>
  (await ctx.call.config.settingsOf({ userId })).timeZone

/** A date as people say it, in the person's own time zone. */
export async function dateOf(ctx: Ctx, userId: string, said: string): Promise<Temporal.PlainDate> {
  if (said !== 'today' && said !== 'tomorrow') return Temporal.PlainDate.from(said)
  const today = ctx.clock
    .now()
    .toZonedDateTimeISO(await zoneOf(ctx, userId))
    .toPlainDate()
  return said === 'today' ? today : today.add({ days: 1 })
}
