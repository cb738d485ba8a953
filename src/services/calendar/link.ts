import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { derivedId, notFound, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import { calendarAad, googleClient, openGoogle, sealedTokens } from './google-session.ts'
import { unlinkCalendar } from './jobs.ts'
import { wantCopies } from './plan-copies.ts'
import { accountHash, consentUrl, exchangeCode, GrantRevoked, revokeToken } from './providers/google-oauth.ts'

const stateMinutes = 15
const sha256 = (text: string) => createHash('sha256').update(text).digest()
const redirectUri = (ctx: Ctx) => `${ctx.publicUrl}/api/v1/calendar/google/callback`

/** @throws Problem 503 `google.not-configured`. */
export async function startGoogle(ctx: Ctx, userId: string): Promise<{ url: string }> {
  const client = await googleClient(ctx)
  if (!client) throw notConfigured()
  const state = randomBytes(32).toString('base64url')
  await ctx.db.query
    .insertInto('link_states')
    .values({
      state_hash: sha256(state),
      user_id: userId,
      expires_at: sql`calendar.now() + make_interval(mins => ${stateMinutes})`,
    })
    .execute()
  return { url: consentUrl(client, redirectUri(ctx), state) }
}

interface Callback {
  state: string
  code?: string | undefined
  error?: string | undefined
}

/**
 * Where Google sends the browser back. The state is good once. Linking an account again renews its link and copies
 * everything that waits.
 *
 * @throws Problem 422 `google.state-unknown`, `google.refused`; 503 `google.not-configured`.
 */
export async function finishGoogle(ctx: Ctx, { state, code, error }: Callback): Promise<Response> {
  const journey = await ctx.db.query
    .deleteFrom('link_states')
    .where('state_hash', '=', sha256(state))
    .where('expires_at', '>', sql<Temporal.Instant>`calendar.now()`)
    .returning('user_id')
    .executeTakeFirst()
  if (!journey) throw new Problem(422, 'google.state-unknown', 'This link has expired: start again')
  if (error !== undefined || code === undefined)
    throw new Problem(422, 'google.refused', 'Google did not give access to the calendar')
  const client = await googleClient(ctx)
  if (!client) throw notConfigured()
  const granted = await exchangeCode(ctx.http, client, code, redirectUri(ctx)).catch((cause: unknown) => {
    if (cause instanceof GrantRevoked)
      throw new Problem(422, 'google.refused', 'Google did not give access to the calendar', { cause })
    throw new Problem(503, 'google.unavailable', 'Google does not answer: start again', { cause })
  })
  if (!granted.refreshToken)
    throw new Problem(422, 'google.refused', 'Google gave no lasting access: start again')
  await keepLink(ctx, journey.user_id, granted)
  return page()
}

async function keepLink(
  ctx: Ctx,
  userId: string,
  granted: Awaited<ReturnType<typeof exchangeCode>>,
): Promise<void> {
  const cipher = await ctx.secrets.person(userId)
  const calendarId = derivedId(userId, 'google', granted.account.id)
  const name = granted.account.email ?? 'Google Calendar'
  const values = {
    ...sealedTokens(ctx, cipher, calendarId, granted),
    name: cipher.seal(name, calendarAad('name', calendarId)),
    state: 'connected',
    last_error: null,
    sync_due_at: ctx.clock.now(),
  }
  await ctx.db.transaction(async (tx) => {
    await tx.query
      .insertInto('calendars')
      .values({
        ...values,
        id: calendarId,
        user_id: userId,
        kind: 'google',
        account: accountHash(userId, granted.account.id),
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((e) => ({ ...values, version: e('calendars.version', '+', 1) })),
      )
      .execute()
    await wantCopies(tx, { calendarId })
    await tx.audit({ action: 'calendar.linked', target: `calendar:${calendarId}` })
  })
}

/** A feed ends at once; of a Google calendar our events are taken out first, by a job. */
export async function unlink(ctx: Ctx, userId: string, calendarId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .selectFrom('calendars')
      .select(['kind', 'version'])
      .where('id', '=', calendarId)
      .where('user_id', '=', userId)
      .where('state', '<>', 'unlinking')
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw notFound('calendar')
    if (row.kind === 'feed') await tx.query.deleteFrom('calendars').where('id', '=', calendarId).execute()
    else {
      await tx.query
        .updateTable('calendars')
        .set({ state: 'unlinking', sync_due_at: null, version: row.version + 1 })
        .where('id', '=', calendarId)
        .execute()
      await tx.query.deleteFrom('events').where('calendar_id', '=', calendarId).execute()
      const id = derivedId('unlink', calendarId, row.version)
      await tx.enqueue(unlinkCalendar, { calendarId }, { id })
    }
    await tx.audit({ action: 'calendar.unlinked', target: `calendar:${calendarId}` })
  })
}

/**
 * Alarms that nobody keeps up to date any more must not ring: what is still to come goes, then the grant. If Google
 * cannot be reached until the last try, the link is forgotten all the same.
 */
export async function finishUnlink(
  ctx: Ctx,
  { calendarId }: { calendarId: string },
  { last }: { last: boolean },
): Promise<void> {
  const row = await ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('id', '=', calendarId)
    .where('state', '=', 'unlinking')
    .executeTakeFirst()
  if (!row) return
  try {
    if (row.refresh_token) await cleanUp(ctx, row)
  } catch (error) {
    if (!last && !(error instanceof GrantRevoked)) throw error
    ctx.log.warn({ err: error, calendarId }, 'A calendar was unlinked without cleaning it up')
  }
  await ctx.db.query
    .deleteFrom('calendars')
    .where('id', '=', calendarId)
    .where('state', '=', 'unlinking')
    .execute()
}

async function cleanUp(ctx: Ctx, row: Parameters<typeof openGoogle>[1]): Promise<void> {
  const remote = await openGoogle(ctx, row)
  if (row.channel_id && row.channel_resource)
    await remote.unwatch({ id: row.channel_id, resource: row.channel_resource })
  const copies = await ctx.db.query
    .selectFrom('event_copies')
    .select('external_id')
    .where('calendar_id', '=', row.id)
    .where('state', '=', 'standing')
    .where('starts_at', '>', ctx.clock.now())
    .execute()
  for (const copy of copies) await remote.remove(copy.external_id)
  const client = await googleClient(ctx)
  const cipher = await ctx.secrets.person(row.user_id)
  if (client && row.refresh_token)
    await revokeToken(ctx.http, client, cipher.open(row.refresh_token, calendarAad('refresh_token', row.id)))
}

const notConfigured = () =>
  new Problem(503, 'google.not-configured', 'Google Calendar is not set up in this system')

/** Says that it is done; the person closes the window or goes back. Both languages: nobody is signed in here. */
function page(): Response {
  const html =
    '<!doctype html><html lang="pl"><meta charset="utf-8"><title>Klaps</title>' +
    '<p>Kalendarz Google jest połączony. Możesz zamknąć to okno.</p>' +
    '<p lang="en">Google Calendar is linked. You can close this window.</p></html>'
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  })
}
