import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { icsOf } from './ics.ts'
import { type CalendarShown, presentCalendar } from './present.ts'
import { type EventRow, eventsOfPlan } from './queries.ts'

/** What a feed shows: the last month, what is to come, and at most this many events. */
const pastDays = 31
const eventLimit = 1000

/**
 * Feeds that calendars keep asking for, every quarter of an hour as they are told: opening and writing a thousand events takes
 * longer than seeing that they are the same rows.
 */
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
  const rows = await ctx.db.query
    .selectFrom('events')
    .selectAll()
    .where('user_id', '=', feed.user_id)
    .where('calendar_id', 'is', null)
    .where((e) => e.or([e('recurrence', 'is not', null), e('ends_at', '>', sinceOf(ctx))]))
    .where((e) => e.or([e('cancelled', '=', false), e('role', '=', 'day')]))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(eventLimit)
    .execute()
  const body = await feedOf(ctx, feed.user_id, rows)
  return conditional(body, newest(rows), request)
}

/** The same rows always give the same bytes. */
async function feedOf(ctx: Ctx, userId: string, rows: readonly EventRow[]): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([userId, rows]))
    .digest('base64')
  const known = written.get(key)
  if (known !== undefined) return known
  const body = icsOf(rows, await ctx.secrets.person(userId))
  written.set(key, body)
  return body
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

function newest(rows: readonly EventRow[]): Temporal.Instant | undefined {
  return rows
    .map((row) => row.updated_at)
    .toSorted(Temporal.Instant.compare)
    .at(-1)
}

/** 304 by ETag alone: an event that was deleted leaves no newer date behind. */
function conditional(body: string, modified: Temporal.Instant | undefined, request: Request): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = {
    etag,
    'cache-control': 'private, max-age=300',
    ...(modified ? { 'last-modified': httpDate(modified) } : {}),
  }
  const tags = request.headers.get('if-none-match')?.split(',') ?? []
  const same = tags.some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
  if (same) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' } })
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
