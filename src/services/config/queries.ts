import { type Kysely, sql } from 'kysely'
import { gathered } from '#kernel'
import type { Ctx } from './context.ts'
import { type UserSettings, UserSettings as UserSettingsSchema } from './contract.ts'
import type { Tables } from './tables.ts'
import { defaultSettings, fromRow, type SettingsRow } from './user-settings.ts'

/** The settings of anybody: of whom nothing is stored, the defaults with version 0. */
export async function readSettings(ctx: Ctx, userId: string): Promise<UserSettings> {
  const row = await rowOf(ctx, userId)
  return row ? fromRow(row, await ctx.secrets.person(userId)) : defaultSettings(userId)
}

const rowOf = gathered(128, async (ctx: Ctx, userIds: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('user_settings')
    .selectAll()
    .where('user_id', '=', sql<string>`any(${[...userIds]}::uuid[])`)
    .execute()
  const byUser = new Map(rows.map((row) => [row.user_id, row]))
  return userIds.map((userId) => byUser.get(userId))
})

/** The row, locked; made with the defaults when there is none, so that two first changes take turns. */
export async function lockSettings(db: Kysely<Tables>, userId: string): Promise<SettingsRow> {
  const { buffers, language, timeZone, eventVisibility, notifications } = UserSettingsSchema.encode(
    defaultSettings(userId),
  )
  await db
    .insertInto('user_settings')
    .values({
      user_id: userId,
      buffers: JSON.stringify(buffers),
      language,
      time_zone: timeZone,
      event_visibility: eventVisibility,
      notifications: JSON.stringify(notifications),
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute()
  return await db
    .selectFrom('user_settings')
    .selectAll()
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** What the map said about a place counts when the address is still the one of that version. */
export async function keepFound(
  db: Kysely<Tables>,
  checked: { userId: string; place: 'home' | 'stop'; version: number; found: boolean },
): Promise<void> {
  const { userId, place, version, found } = checked
  await db
    .updateTable('user_settings')
    .set({ [`${place}_found`]: found })
    .where('user_id', '=', userId)
    .where(place, 'is not', null)
    .where(`${place}_since`, '<=', version)
    .where('version', '>=', version)
    .execute()
}

/** Keys that are set, by name. */
export function setCredentials(db: Kysely<Tables>) {
  return db.selectFrom('credentials').selectAll().where('secret', 'is not', null).orderBy('name')
}

export const now = sql<Temporal.Instant>`config.now()`
