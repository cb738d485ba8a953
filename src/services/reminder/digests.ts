import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, notFound, type Tx } from '#kernel'
import type { settingsUpdated } from '#services/config'
import type { Ctx } from './context.ts'
import { reminderDigestDue } from './contract.ts'
import { readSettings } from './jobs.ts'
import { mostActive, openText, type ReminderRow, ringsAfter, seriesOf } from './queries.ts'
import type { Tables } from './tables.ts'
import { type HereFor, hereFor } from './texts.ts'
import { atWall } from './times/wall.ts'

/** People of one transaction. */
const batch = 200
/** Reminders that one digest names. */
const mostItems = 50
/** A digest that is this late is about a day that has begun: it is left out. */
const latestHours = 3

type Digest = { readonly zone: string; readonly evening_at: Temporal.PlainTime }

/** The next evening where the person lives, after an instant. */
export function nextEvening({ zone, evening_at }: Digest, after: Temporal.Instant): Temporal.Instant {
  const today = after.toZonedDateTimeISO(zone).toPlainDate()
  const evening = atWall(today.toPlainDateTime(evening_at), zone)
  if (Temporal.Instant.compare(evening, after) > 0) return evening
  return atWall(today.add({ days: 1 }).toPlainDateTime(evening_at), zone)
}

/** With a person's first reminder begins their digest. */
export async function knowDigest(tx: Tx<Tables>, userId: string, here: HereFor): Promise<void> {
  const settings = { zone: here.homeZone, evening_at: here.eveningAt }
  const row = { ...settings, settings_version: here.settingsVersion, due_at: nextEvening(settings, here.now) }
  await tx.query
    .insertInto('digests')
    .values({ user_id: userId, ...row })
    .onConflict((c) => c.column('user_id').doNothing())
    .execute()
}

export async function getDigest(ctx: Ctx, userId: string): Promise<{ enabled: boolean }> {
  const row = await ctx.db.query
    .selectFrom('digests')
    .select('enabled')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { enabled: row?.enabled ?? true }
}

export async function setDigest(
  ctx: Ctx,
  userId: string,
  enabled: boolean,
  here: HereFor,
): Promise<{ enabled: boolean }> {
  await ctx.db.transaction(async (tx) => {
    await knowDigest(tx, userId, here)
    const row = await tx.query
      .selectFrom('digests')
      .selectAll()
      .where('user_id', '=', userId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.enabled === enabled) return
    const due = enabled ? nextEvening(row, ctx.clock.now()) : null
    await tx.query
      .updateTable('digests')
      .set({ enabled, due_at: due })
      .where('user_id', '=', userId)
      .execute()
    await tx.audit({ action: 'reminder digest switched', target: `user:${userId}`, details: { enabled } })
  })
  return { enabled }
}

/** Somebody's settings have changed: read anew by the sweep, which asks for them. */
export async function onSettings(
  { userId, version, fields }: z.output<(typeof settingsUpdated)['data']>,
  tx: Tx<Tables>,
): Promise<void> {
  if (!fields.some((field) => field === 'timeZone' || field.startsWith('notifications'))) return
  await tx.enqueue(readSettings, { userId }, { id: derivedId('digest settings', userId, version) })
}

/** The digest goes where the person lives now, at the evening that they have chosen now. */
export async function takeSettings(ctx: Ctx, userId: string): Promise<void> {
  const here = await hereFor(ctx, userId)
  const settings = { zone: here.homeZone, evening_at: here.eveningAt }
  await sql`
    update digests set zone = ${settings.zone}, evening_at = ${settings.evening_at}::time,
      settings_version = ${here.settingsVersion},
      due_at = case when enabled then ${nextEvening(settings, here.now)}::timestamptz end
    where user_id = ${userId} and settings_version < ${here.settingsVersion}`.execute(ctx.db.query)
}

/** Whose evening has come is told of tomorrow, if there is anything to tell. */
export async function fireDigests(ctx: Ctx): Promise<void> {
  const { rows: any } = await sql<{ due: boolean }>`
    select exists (select from digests where due_at <= reminder.now()) as due`.execute(ctx.db.query)
  if (!any[0]!.due) return
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<Digest & { user_id: string; due_at: Temporal.Instant; now: Temporal.Instant }>`
      select user_id, zone, evening_at, due_at, reminder.now() as now from digests
      where due_at <= reminder.now() order by due_at limit ${batch} for update skip locked`.execute(tx.query)
    for (const row of rows) await fireDigest(tx, row)
  })
}

async function fireDigest(
  tx: Tx<Tables>,
  row: Digest & { user_id: string; due_at: Temporal.Instant; now: Temporal.Instant },
): Promise<void> {
  const date = row.due_at.toZonedDateTimeISO(row.zone).toPlainDate().add({ days: 1 })
  await tx.query
    .updateTable('digests')
    .set({ due_at: nextEvening(row, row.now) })
    .where('user_id', '=', row.user_id)
    .execute()
  if (row.now.since(row.due_at).total('hours') > latestHours) return
  if ((await ringsOn(tx.query, row.user_id, date, row.zone)).length === 0) return
  const version = Math.floor(row.due_at.epochMilliseconds / 60_000)
  await tx.publish(
    reminderDigestDue,
    { userId: row.user_id, date: date.toString(), version },
    { subject: `user:${row.user_id}` },
  )
}

interface RingOn {
  readonly row: ReminderRow
  readonly at: Temporal.Instant
}

/** What rings first of each reminder on a day, where the person lives, soonest first. */
async function ringsOn(
  db: Kysely<Tables>,
  userId: string,
  date: Temporal.PlainDate,
  zone: string,
): Promise<RingOn[]> {
  const from = date.toZonedDateTime(zone).toInstant()
  const to = date.add({ days: 1 }).toZonedDateTime(zone).toInstant()
  const rows = await db
    .selectFrom('reminders')
    .selectAll()
    .where('user_id', '=', userId)
    .where('due_at', '<', to)
    .orderBy('due_at')
    .limit(mostActive)
    .execute()
  const isOn = (at: Temporal.Instant | null): at is Temporal.Instant =>
    at !== null && Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, to) < 0
  return rows
    .flatMap((row) => {
      const series = row.next_at && ringsAfter(seriesOf(row), row.lead_minutes, from.subtract({ seconds: 1 }))
      const at = [row.snoozed_at, series].filter(isOn).toSorted(Temporal.Instant.compare)[0]
      return at ? [{ row, at }] : []
    })
    .toSorted((one, other) => Temporal.Instant.compare(one.at, other.at))
}

/** A person's reminders of a day. @throws Problem 404 when there is no digest of theirs. */
export async function digestOf(ctx: Ctx, userId: string, date: Temporal.PlainDate) {
  const digest = await ctx.db.query
    .selectFrom('digests')
    .select('zone')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!digest) throw notFound('digest')
  const rings = await ringsOn(ctx.db.query, userId, date, digest.zone)
  const cipher = await ctx.secrets.person(userId)
  const items = rings.slice(0, mostItems).map(({ row, at }) => ({ at, text: openText(cipher, row) }))
  return { timeZone: digest.zone, items, more: rings.length - items.length }
}
