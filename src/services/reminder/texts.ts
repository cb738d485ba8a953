import type { z } from 'zod'
import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { Understood } from './contract.ts'
import { eventMeant } from './events.ts'
import type { Series } from './occurrences.ts'
import { eventSeries, firstRing } from './series.ts'
import { type BeforeEvent, beforeEventIn } from './times/before-event.ts'
import type { Here, Reading, Refusal } from './times/readings.ts'
import { type LanguageName, understand } from './times/understand.ts'

type UnderstoodTime = z.output<typeof Understood>

/** Where a person is when they say something about a time. */
export interface HereFor extends Here {
  readonly language: LanguageName
  /** Of the settings that this comes from. */
  readonly settingsVersion: number
  /** Where they live, whatever zone this one text is about. */
  readonly homeZone: string
}

export async function hereFor(ctx: Ctx, userId: string, timeZone?: string): Promise<HereFor> {
  const settings = await ctx.call.config.settingsOf({ userId })
  return {
    now: ctx.clock.now(),
    timeZone: timeZone ?? settings.timeZone,
    homeZone: settings.timeZone,
    eveningAt: settings.notifications.eveningAt,
    language: settings.language,
    settingsVersion: settings.version,
  }
}

const refusals: Readonly<Record<Refusal, string>> = {
  'time-missing': 'The text says nothing about a time that we understand',
  'time-past': 'That time is over',
  'no-such-date': 'There is no such date',
  'no-such-time': 'There is no such time',
  'too-often': 'A reminder comes every 15 minutes at most',
  never: 'That repetition never comes',
}

/** A reminder as a text has it: what it says, and when it rings. */
export interface ReadReminder {
  readonly understood: UnderstoodTime
  readonly series: Series
  readonly nextAt: Temporal.Instant
  /** What it goes with. */
  readonly event?: { readonly id: string; readonly version: number; readonly minutesBefore: number }
}

/**
 * What a text says, be it a time or how long before an event of the calendar.
 *
 * @throws Problem 422 that says what cannot be understood, has passed, or may be several events.
 */
export async function readReminder(
  ctx: Ctx,
  here: HereFor,
  { text, eventId }: { text: string; eventId?: string | undefined },
): Promise<ReadReminder> {
  const before = beforeEventIn(text)
  if (!before) return readTimes(text, here)
  try {
    return await readBefore(ctx, here, before, eventId)
  } catch (error) {
    // `jutro o 9 zadzwoń przed obiadem`: no event, and a time all the same.
    if (!(error instanceof Problem) || error.code !== 'reminder.event-unknown') throw error
    try {
      return readTimes(text, here)
    } catch {
      throw error
    }
  }
}

function readTimes(text: string, here: HereFor): ReadReminder {
  const { understood, meant } = readText(text, here)
  return { understood, series: meant.series, nextAt: meant.at }
}

async function readBefore(
  ctx: Ctx,
  here: HereFor,
  before: BeforeEvent,
  chosen: string | undefined,
): Promise<ReadReminder> {
  const read = (text: string) => dayIn(text, here)
  const { event, own } = await eventMeant(ctx, before, { chosen, read })
  const { eventId, title, timeZone } = event
  const { minutes } = before
  const whole = await ctx.call.calendar.getEvent({ eventId })
  const series = eventSeries(whole)
  const nextAt = firstRing(series, minutes, here.now)
  return {
    series,
    nextAt,
    event: { id: eventId, version: whole.version, minutesBefore: minutes },
    understood: {
      at: nextAt,
      startsAt: series.start,
      rule: series.rule,
      except: [...series.except],
      language: here.language,
      text: own || title,
      timeZone,
      doubts: [],
      alternatives: [],
      event: { eventId, title, minutesBefore: minutes },
    },
  }
}

/** `jutro` beside the name of an event: the day that it is on. */
function dayIn(text: string, here: HereFor): { day: Temporal.PlainDate | undefined; own: string } {
  const found = understand(text, here.language, here)
  if (typeof found === 'string') return { day: undefined, own: text }
  return { day: found.meant.at.toZonedDateTimeISO(here.timeZone).toPlainDate(), own: found.text }
}

/** @throws Problem 422 that says what cannot be understood or has passed. */
function readText(text: string, here: HereFor): { understood: UnderstoodTime; meant: Reading } {
  const found = understand(text, here.language, here)
  if (typeof found === 'string') throw new Problem(422, `reminder.${found}`, refusals[found])
  const { meant, others, doubts, language } = found
  return {
    meant,
    understood: {
      ...readingOf(meant),
      language,
      text: found.text,
      timeZone: here.timeZone,
      doubts: [...doubts],
      alternatives: others.flatMap((other) =>
        other.because ? [{ ...readingOf(other), because: other.because }] : [],
      ),
      event: null,
    },
  }
}

const readingOf = ({ at, series }: Reading) => ({
  at,
  startsAt: series.start,
  rule: series.rule,
  except: [...series.except],
})
