import { sql } from 'kysely'
import { z } from 'zod'
import { cutSnapshot, type SnapshotItem, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
import type { Ctx } from './context.ts'
import { WeatherFailure, weatherFailed, weatherFetched } from './contract.ts'
import { Outlook } from './outlook.ts'
import type { Day } from './queries.ts'
import { FAILURES, identity } from './record.ts'

const Kind = z.enum(['forecast', 'usual'])

/** What was told last of the weather of every day. Whether it was worth telling is news and no state. */
export async function answerStates(ctx: Ctx, { after, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const { rows } = await sql<Day>`
    select * from days
    where version > 0 and (failure is not null or forecast is not null)
      and (${after ?? null}::uuid is null or plan_id > ${after ?? null}::uuid)
    order by plan_id limit ${limit + 1}`.execute(ctx.db.query)
  return cutSnapshot(
    rows.map((day) => answer(day, ctx.clock.now())),
    limit,
  )
}

function answer(day: Day, now: Temporal.Instant): SnapshotItem {
  const { plan_id: planId, version } = day
  const about = { ...identity(day), planVersion: day.answered_plan_version!, version }
  if (day.failure !== null) {
    const code = WeatherFailure.parse(day.failure)
    const willRetry = day.failed_attempts > 0
    return stateOf(weatherFailed, planId, day.fetched_at ?? now, {
      ...about,
      code,
      message: FAILURES[code],
      willRetry,
    })
  }
  const { summary, warnings, advice, rating, extras, sun } = Outlook.decode(day.forecast as never)
  return stateOf(weatherFetched, planId, day.fetched_at!, {
    ...about,
    kind: Kind.parse(day.kind),
    provider: day.provider!,
    fetchedAt: day.fetched_at!.toString(),
    summary,
    warnings,
    advice,
    rating,
    extras,
    sun,
    changed: false,
  })
}
