import { derivedId } from '#kernel'
import type { Ctx } from './context.ts'
import { eveningBefore } from './quiet.ts'

/** Dates that get a timer at a time, the nearest first; far more than anybody plans. */
const mostDates = 400

/**
 * Sets the timers of a person's evening summaries: one for each date with a planned day, at the time they chose, where
 * they live. Run after plans or settings have changed; running it again changes nothing.
 */
export async function arrange(ctx: Ctx, userId: string): Promise<void> {
  const settings = await ctx.call.config.settingsOf({ userId })
  const now = ctx.clock.now()
  const today = now.toZonedDateTimeISO(settings.timeZone).toPlainDate()
  await ctx.db.transaction(async (tx) => {
    const days = await tx.query
      .selectFrom('days')
      .select('shooting_date')
      .distinct()
      .where('user_id', '=', userId)
      .where('cancelled', '=', false)
      .where('shooting_date', '>', today)
      .orderBy('shooting_date')
      .limit(mostDates)
      .execute()
    const dates = days.flatMap((day) => day.shooting_date ?? [])
    await tx.query
      .deleteFrom('timers')
      .where('user_id', '=', userId)
      .where('kind', '=', 'evening')
      .where('fired_at', 'is', null)
      .where((eb) => (dates.length > 0 ? eb('shooting_date', 'not in', dates) : eb.lit(true)))
      .execute()
    for (const date of dates) {
      const dueAt = eveningBefore(date, settings.notifications.eveningAt, settings.timeZone)
      if (Temporal.Instant.compare(dueAt, now) <= 0) continue
      const row = { user_id: userId, kind: 'evening', shooting_date: date, due_at: dueAt }
      await tx.query
        .insertInto('timers')
        .values({ id: derivedId('timer', userId, 'evening', date.toString()), ...row })
        .onConflict((c) => c.column('id').doUpdateSet({ due_at: dueAt }).where('timers.fired_at', 'is', null))
        .execute()
    }
  })
}
