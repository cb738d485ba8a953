import type { z } from 'zod'
import { canonicalJson, type Meta } from '#kernel'
import type { Ctx } from './context.ts'
import { bufferPresets, type config, settingsUpdated, UserSettings } from './contract.ts'
import { lockSettings, now } from './queries.ts'
import type { Tables } from './tables.ts'
import { fromRow, type SettingsRow, toColumns } from './user-settings.ts'

type Patch = z.output<typeof config.routes.updateMySettings.input>

/** Fields by which the others name a change. `found` is the map's, not the user's: it is no change of theirs. */
const fields = [
  'home',
  'stop',
  'buffers',
  'language',
  'timeZone',
  'crewName',
  'crewRole',
  'crewDepartment',
  'eventVisibility',
  'notifications',
] as const satisfies (keyof UserSettings)[]

/**
 * Changes what the patch names and nothing else; a patch that changes nothing makes no new version and no event.
 * A place whose address stays keeps what the map said about it.
 */
export async function updateMySettings(
  ctx: Ctx,
  patch: Patch,
  { userId }: Meta<Tables>,
): Promise<UserSettings> {
  const cipher = await ctx.secrets.person(userId)
  return await ctx.db.transaction(async (tx) => {
    const row = await lockSettings(tx.query, userId)
    const before = fromRow(row, cipher)
    const after = apply(patch, before)
    const changed = changedFields(before, after)
    if (changed.length === 0) return before
    after.version = before.version + 1
    await tx.query
      .updateTable('user_settings')
      .set({
        ...toColumns(after, cipher),
        ...sinceWhen(row, before, after),
        version: after.version,
        updated_at: now,
      })
      .where('user_id', '=', userId)
      .execute()
    await tx.publish(
      settingsUpdated,
      { userId, version: after.version, fields: changed },
      { subject: `user:${userId}` },
    )
    return after
  })
}

/** A patch over settings: what is left out stays, null empties, single buffers win over the preset beside them. */
export function apply(patch: Patch, before: UserSettings): UserSettings {
  const { home, stop, buffers, preset, notifications, crewName, crewRole, crewDepartment, ...plain } = patch
  return {
    ...before,
    ...plain,
    home: home === undefined ? before.home : home && withFound(home, before.home),
    stop: stop === undefined ? before.stop : stop && withFound(stop, before.stop),
    crewName: textOr(crewName, before.crewName),
    crewRole: textOr(crewRole, before.crewRole),
    crewDepartment: textOr(crewDepartment, before.crewDepartment),
    buffers: { ...(preset ? bufferPresets[preset] : before.buffers), ...buffers },
    notifications: { ...before.notifications, ...notifications },
  }
}

function withFound<P extends { address: string }>(
  place: P,
  before: { address: string; found: boolean | null } | null,
) {
  return { ...place, found: before?.address === place.address ? before.found : null }
}

/** An emptied text field of a form means the same as null. */
const textOr = (given: string | null | undefined, before: string | null) =>
  given === undefined ? before : given || null

function changedFields(before: UserSettings, after: UserSettings): string[] {
  const [old, fresh] = [UserSettings.encode(before), UserSettings.encode(after)]
  return fields.filter((field) => canonicalJson(old[field]) !== canonicalJson(fresh[field]))
}

function sinceWhen(row: SettingsRow, before: UserSettings, after: UserSettings) {
  return {
    home_since: before.home?.address === after.home?.address ? row.home_since : after.version,
    stop_since: before.stop?.address === after.stop?.address ? row.stop_since : after.version,
  }
}
