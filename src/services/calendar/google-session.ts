import type { Selectable } from 'kysely'
import type { PersonalCipher } from '#kernel'
import type { Ctx } from './context.ts'
import { calendarDisconnected } from './contract.ts'
import { GoogleCalendar } from './providers/google-calendar.ts'
import { type GoogleClient, GrantRevoked, refreshTokens, type Tokens } from './providers/google-oauth.ts'
import type { RemoteCalendar } from './providers/types.ts'
import type { CalendarsRow } from './tables.ts'

export type CalendarRow = Selectable<CalendarsRow>

/** A token that ends within this time is renewed first: calls wait for their turn. */
const earlySeconds = 90

type Secret = 'refresh_token' | 'access_token' | 'name'
export const calendarAad = (column: Secret, calendarId: string) =>
  `calendar:calendars.${column}:${calendarId}`

/** Our client at Google: from the settings, else from the keys an admin has set. Undefined when there is none. */
export async function googleClient(ctx: Ctx): Promise<GoogleClient | undefined> {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_OAUTH_URL } = ctx.settings
  const baseUrl = GOOGLE_OAUTH_URL?.replace(/\/$/, '')
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET)
    return { id: GOOGLE_CLIENT_ID, secret: GOOGLE_CLIENT_SECRET, baseUrl }
  const { secret } = await ctx.call.config.credentialOf({ name: 'google-oauth' })
  const colon = secret?.indexOf(':') ?? -1
  if (!secret || colon < 1) return undefined
  return { id: secret.slice(0, colon), secret: secret.slice(colon + 1), baseUrl }
}

/** The sealed columns of fresh tokens; a refresh token only when Google sent one. */
export function sealedTokens(ctx: Ctx, cipher: PersonalCipher, calendarId: string, tokens: Tokens) {
  const { accessToken, refreshToken, expiresInSeconds } = tokens
  return {
    access_token: cipher.seal(accessToken, calendarAad('access_token', calendarId)),
    access_until: ctx.clock.now().add({ seconds: Math.floor(expiresInSeconds) }),
    ...(refreshToken
      ? { refresh_token: cipher.seal(refreshToken, calendarAad('refresh_token', calendarId)) }
      : {}),
  }
}

/** The user's calendar at Google, with tokens that renew themselves and are kept. */
export async function openGoogle(ctx: Ctx, calendar: CalendarRow): Promise<RemoteCalendar> {
  const cipher = await ctx.secrets.person(calendar.user_id)
  let current = calendar.access_token
    ? cipher.open(calendar.access_token, calendarAad('access_token', calendar.id))
    : undefined
  let until = calendar.access_until
  const access = async (renewed: boolean): Promise<string> => {
    const limit = ctx.clock.now().add({ seconds: earlySeconds })
    if (!renewed && current && until && Temporal.Instant.compare(until, limit) > 0) return current
    const client = await googleClient(ctx)
    if (!client || !calendar.refresh_token) throw new GrantRevoked('There is nothing to renew the link with')
    const refreshToken = cipher.open(calendar.refresh_token, calendarAad('refresh_token', calendar.id))
    const tokens = await refreshTokens(ctx.http, client, refreshToken)
    const sealed = sealedTokens(ctx, cipher, calendar.id, tokens)
    await ctx.db.query.updateTable('calendars').set(sealed).where('id', '=', calendar.id).execute()
    current = tokens.accessToken
    until = sealed.access_until
    return current
  }
  const options = {
    baseUrl: ctx.settings.GOOGLE_CALENDAR_API_URL,
    callsPerSecond: ctx.settings.GOOGLE_CALENDAR_CALLS_PER_SECOND,
    callsPerDay: ctx.settings.GOOGLE_CALENDAR_DAILY_CALLS,
  }
  return new GoogleCalendar(ctx.http, options, access)
}

/** The consent is gone: the link waits for the user, visibly. Says so once. */
export async function disconnect(ctx: Ctx, calendarId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .updateTable('calendars')
      .set((e) => ({
        state: 'reconnect',
        version: e('version', '+', 1),
        last_error: 'google.revoked',
        sync_due_at: null,
        access_token: null,
        refresh_token: null,
      }))
      .where('id', '=', calendarId)
      .where('state', '=', 'connected')
      .returning(['user_id', 'version'])
      .executeTakeFirst()
    if (!row) return
    const data = { calendarId, userId: row.user_id, version: row.version, reason: 'google.revoked' }
    await tx.publish(calendarDisconnected, data, { subject: `calendar:${calendarId}` })
  })
}

/** The id of our event at Google: base32hex in lower case, as its API asks (5 to 1,024 of `a-v` and `0-9`). */
export function googleEventId(eventId: string): string {
  const digits = BigInt(`0x${eventId.replaceAll('-', '')}`).toString(32)
  return `klaps${digits.padStart(26, '0')}`
}
