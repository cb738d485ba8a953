import { z } from 'zod'
import { noExtras } from '#services/route'
import { type DayWeather, WeatherFailure } from './contract.ts'
import { Outlook } from './outlook.ts'
import type { Day } from './queries.ts'

const Kind = z.enum(['forecast', 'usual'])

/** The weather of a day as its owner sees it; `kind` is `none` as long as there is nothing. */
export function present(day: Day): z.output<typeof DayWeather> {
  const outlook = day.forecast ? Outlook.decode(day.forecast as never) : undefined
  return {
    planId: day.plan_id,
    dayId: day.day_id,
    version: day.version,
    planVersion: day.plan_version,
    kind: outlook ? Kind.parse(day.kind) : 'none',
    provider: outlook ? day.provider : null,
    fetchedAt: outlook ? day.fetched_at : null,
    stale: outlook !== undefined && day.failure !== null,
    summary: outlook?.summary ?? null,
    hours: outlook?.hours ?? [],
    alerts: outlook?.alerts ?? [],
    warnings: outlook?.warnings ?? [],
    advice: outlook?.advice ?? [],
    rating: outlook?.rating ?? null,
    extras: outlook?.extras ?? noExtras,
    sun: outlook?.sun ?? null,
    failure: WeatherFailure.nullable().parse(day.failure),
  }
}
