import { Problem } from '#kernel'
import type { UserSettings } from '#services/config'
import type { Ctx } from './context.ts'
import type { Facts } from './intents.ts'
import type { Composed } from './notify.ts'
import { localTime } from './templates/booking-view.ts'
import type { Templates } from './templates/templates.ts'

interface Work {
  readonly ctx: Ctx
  readonly userId: string
  readonly facts: Facts
  readonly texts: Templates
  readonly settings: UserSettings
}

/** A reminder that rings. Its text is asked for when it is told: the event carries ids only. */
export async function composeReminder({ ctx, facts, texts }: Work): Promise<Composed> {
  const message = await unlessGone(ctx.call.reminder.message({ occurrenceId: String(facts.occurrenceId) }))
  if (!message) return { silent: 'done-since' }
  const { text, plannedAt, timeZone, late, missed, urgent, reminderId } = message
  const planned = late ? localTime(plannedAt, timeZone, texts.locale) : null
  return {
    draft: texts.reminder({ text, planned, missed }),
    order: {
      kind: 'reminder',
      subject: `reminder:${reminderId}`,
      ...(urgent ? { priority: 'critical' } : {}),
    },
  }
}

/** What somebody has asked to be reminded of the next day. */
export async function composeDigest({ ctx, userId, facts, texts }: Work): Promise<Composed> {
  const date = Temporal.PlainDate.from(String(facts.date))
  const digest = await unlessGone(ctx.call.reminder.digestOf({ userId, date }))
  if (!digest || digest.items.length === 0) return { silent: 'nothing-to-say' }
  const time = (at: Temporal.Instant) =>
    at.toZonedDateTimeISO(digest.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  const items = digest.items.map(({ at, text }) => `${time(at)} ${text}`)
  return {
    draft: texts.reminderDigest({ items, more: digest.more }),
    order: { kind: 'reminder', priority: 'normal', subject: null },
  }
}

/** What a neighbour was asked for; undefined when it has none of it any more. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}
