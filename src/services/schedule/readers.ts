import type { PersonalCipher } from '#kernel'
import type { UserSettings } from '#services/config'
import type { Ctx } from './context.ts'
import type { NamedPlace } from './day.ts'

/** What must be known of a member before a transaction opens: their key and their settings. */
export interface Member {
  userId: string
  cipher: PersonalCipher
  settings: UserSettings
}

export async function memberOf(ctx: Ctx, userId: string): Promise<Member> {
  const [cipher, settings] = await Promise.all([
    ctx.secrets.person(userId),
    ctx.call.config.settingsOf({ userId }),
  ])
  return { userId, cipher, settings }
}

/** The equipment house, where the day starts when the sheet names no place. */
export function stopOf({ settings }: Member): NamedPlace | null {
  return settings.stop && { name: settings.stop.name, address: settings.stop.address }
}
