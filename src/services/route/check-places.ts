import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { placeChecked } from './contract.ts'
import type { Lookup } from './geocoding.ts'
import { mapsOf } from './maps.ts'
import { findPersonal, type PersonalPlace } from './places.ts'

const FIRST_RETRY_MINUTES = 5
const RETRY_MINUTES = 30

/**
 * The job `check-places`: looks up home and stop of a user's present settings and says whether the map knows them.
 * The row in `place_checks` goes with the last answer; while a map is down it is due again later.
 */
export async function runPlaceCheck(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  const check = await ctx.db.query
    .selectFrom('place_checks')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!check) return
  const settings = await ctx.call.config.settingsOf({ userId })
  const maps = await mapsOf(ctx)
  const answers: { place: PersonalPlace; lookup: Lookup }[] = []
  for (const place of ['home', 'stop'] as const) {
    const address = settings[place]?.address
    if (address) answers.push({ place, lookup: await findPersonal(ctx, maps, { userId, place, address }) })
  }
  const isDone = answers.every(({ lookup }) => lookup.state !== 'down')
  await ctx.db.transaction(async (tx) => {
    const current = tx.query
      .selectFrom('place_checks')
      .select('user_id')
      .where('user_id', '=', userId)
      .forUpdate()
    if (!(await current.executeTakeFirst())) return
    if (isDone)
      await tx.query
        .deleteFrom('place_checks')
        .where('user_id', '=', userId)
        .where('settings_version', '<=', settings.version)
        .execute()
    else
      await tx.query
        .updateTable('place_checks')
        .set({
          due_at: sql`route.now() + make_interval(mins => ${check.attempts === 0 ? FIRST_RETRY_MINUTES : RETRY_MINUTES})`,
        })
        .where('user_id', '=', userId)
        .where('settings_version', '=', check.settings_version)
        .execute()
    for (const { place, lookup } of answers)
      if (lookup.state !== 'down')
        await tx.publish(
          placeChecked,
          { userId, place, version: settings.version, found: lookup.state === 'found' },
          { subject: `user:${userId}` },
        )
  })
}
