import type { z } from 'zod'
import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { Understood } from './contract.ts'
import type { Here, Reading, Refusal } from './times/resolve.ts'
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

/** @throws Problem 422 that says what cannot be understood or has passed. */
export function readText(text: string, here: HereFor): { understood: UnderstoodTime; meant: Reading } {
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
    },
  }
}

const readingOf = ({ at, series }: Reading) => ({
  at,
  startsAt: series.start,
  rule: series.rule,
  except: [...series.except],
})
