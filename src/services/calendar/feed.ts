import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { icsOf } from './ics.ts'
import { type CalendarShown, presentCalendar } from './present.ts'
import { eventsOfPlan } from './queries.ts'

/** What a feed shows: the last month, what is to come, and at most this many events. */
const pastDays = 31
const eventLimit = 1000

/** Documents of feeds, by their ETag: calendars ask every quarter of an hour, as they are told, and seldom is anything new. */
const written = new LRUCache<string, string>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (body) => body.length,
  ttl: 20 * 60_000,
})

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Makes the feed, or gives it a new address, which ends the old one. The address is told this once. */
export async function createFeed(ctx: Ctx, userId: string): Promise<CalendarShown> {
  const token = randomBytes(32).toString('base64url')
  const cipher = await ctx.secrets.person(userId)
  return await ctx.db.transaction(async (tx) => {
    const values = { feed_hash: hashOf(token) }
    const row = await tx.query
      .insertInto('calendars')
      .values({ ...values, id: randomUUID(), user_id: userId, kind: 'feed' })
      .onConflict((conflict) =>
        conflict
          .column('user_id')
          .where('kind', '=', sql.lit('feed' as const)) // no value: a plan for any finds no index over a part
          .doUpdateSet((e) => ({ ...values, version: e('calendars.version', '+', 1) })),
      )
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.audit({ action: 'calendar.feed-made', target: `calendar:${row.id}` })
    return presentCalendar(cipher, row, `${ctx.publicUrl}/api/v1/calendar/feed/${token}`)
  })
}

/** The feed behind a secret address. An address that is no longer good is 404, like one that never was. */
export async function readFeed(ctx: Ctx, token: string, request: Request): Promise<Response> {
  const feed = await ctx.db.query
    .selectFrom('calendars')
    .select('user_id')
    .where('feed_hash', '=', hashOf(token.replace(/\.ics$/, '')))
    .where('kind', '=', 'feed')
    .executeTakeFirst()
  if (!feed) throw notFound('feed')
  const state = await stateOf(ctx, feed.user_id)
  const headers = {
    etag: state.etag,
    'cache-control': 'private, max-age=300',
    ...(state.modified ? { 'last-modified': httpDate(state.modified) } : {}),
  }
  if (isKnown(state.etag, request)) return new Response(null, { status: 304, headers })
  const body =
    written.get(state.etag) ??
    icsOf(await shownIn(ctx, feed.user_id).selectAll().execute(), await ctx.secrets.person(feed.user_id))
  written.set(state.etag, body)
  return new Response(body, { headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' } })
}

/** The events that the feed shows, in its order. */
function shownIn(ctx: Ctx, userId: string) {
  return ctx.db.query
    .selectFrom('events')
    .where('user_id', '=', userId)
    .where('calendar_id', 'is', null)
    .where((e) => e.or([e('recurrence', 'is not', null), e('ends_at', '>', sinceOf(ctx))]))
    .where((e) => e.or([e('cancelled', '=', false), e('role', '=', 'day')]))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(eventLimit)
}

/**
 * The ETag tells which events in which version the feed shows, and which version of Klaps writes them: whatever a document
 * says of an event has changed its version. It is known before anything is opened or written. A date alone could not tell:
 * an event that was deleted leaves no newer one behind.
 */
async function stateOf(
  ctx: Ctx,
  userId: string,
): Promise<{ etag: string; modified: Temporal.Instant | null }> {
  const { shown, modified } = await ctx.db.query
    .selectFrom(shownIn(ctx, userId).select(['id', 'version', 'updated_at', 'starts_at']).as('e'))
    .select([
      sql<string>`coalesce(string_agg(e.id || ' ' || e.version, ',' order by e.starts_at, e.id), '')`.as(
        'shown',
      ),
      (e) => e.fn.max('e.updated_at').as('modified'),
    ])
    .executeTakeFirstOrThrow()
  const hash = createHash('sha256').update(`${ctx.version} ${userId} ${shown}`).digest('base64url')
  return { etag: `"${hash.slice(0, 27)}"`, modified }
}

const sinceOf = (ctx: Ctx) => ctx.clock.now().subtract({ hours: 24 * pastDays })

/** A planned day of the user's, with its alarms, as a file. */
export async function downloadPlan(ctx: Ctx, userId: string, planId: string): Promise<Response> {
  const rows = (await eventsOfPlan(ctx.db.query, planId)).filter(
    (row) => row.user_id === userId && (row.role === 'day' || !row.cancelled),
  )
  if (rows.length === 0) throw notFound('plan')
  const body = icsOf(rows, await ctx.secrets.person(userId))
  return new Response(body, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="klaps-${planId}.ics"`,
      'cache-control': 'private, no-store',
    },
  })
}

function isKnown(etag: string, request: Request): boolean {
  const tags = request.headers.get('if-none-match')?.split(',') ?? []
  return tags.some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 9110, 5.6.7. */
function httpDate(at: Temporal.Instant): string {
  const utc = at.toZonedDateTimeISO('UTC')
  const time = utc.toPlainTime().toString({ smallestUnit: 'second' })
  const day = String(utc.day).padStart(2, '0')
  return `${days[utc.dayOfWeek - 1]}, ${day} ${months[utc.month - 1]} ${utc.year} ${time} GMT`
}
