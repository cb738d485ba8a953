import type { Selectable } from 'kysely'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, notFound, type Tx } from '#kernel'
import type { NotificationKind } from '#services/config'
import { openContent } from './content.ts'
import type { Ctx } from './context.ts'
import type { Delivery, Notification, notification } from './contract.ts'
import { channelOrder } from './kinds.ts'
import type { DeliveriesRow, NotificationsRow, Tables } from './tables.ts'

type Routes = (typeof notification)['routes']
type View = z.output<typeof Notification>
type Row = Selectable<NotificationsRow>

const mostUnread = 1000

export async function listNotifications(
  ctx: Ctx,
  { cursor, limit, unread, kind }: z.output<Routes['list']['input']>,
  userId: string,
): Promise<z.output<Routes['list']['output']>> {
  const after = decodeCursor(cursor)
  let query = ofUser(ctx.db.query, userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (unread) query = query.where('read_at', 'is', null)
  if (unread === false) query = query.where('read_at', 'is not', null)
  if (kind) query = query.where('kind', '=', kind)
  if (after)
    query = query.where(sql<boolean>`(created_at, id) < (${after.key}::timestamptz, ${after.id}::uuid)`)
  const rows = await query.execute()
  const page = cutPage(rows, limit, cursorOf, (row) => row)
  return { items: await present(ctx, page.items), nextCursor: page.nextCursor }
}

const cursorOf = (row: Row) => ({ key: row.created_at.toString(), id: row.id })

/** @throws Problem 404, for another's too. */
export async function getNotification(ctx: Ctx, id: string, userId: string): Promise<View> {
  const row = await ofUser(ctx.db.query, userId).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('notification')
  const [view] = await present(ctx, [row])
  return view!
}

export async function countUnread(ctx: Ctx, userId: string): Promise<{ unread: number }> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from
      (select 1 from notifications where user_id = ${userId} and read_at is null limit ${mostUnread}) as few`.execute(
    ctx.db.query,
  )
  return { unread: rows[0]?.unread ?? 0 }
}

export async function markRead(ctx: Ctx, id: string, userId: string): Promise<View> {
  await ctx.db.transaction(async (tx) => {
    const { numUpdatedRows } = await notYetRead(ctx, tx, userId).where('id', '=', id).executeTakeFirst()
    if (numUpdatedRows > 0n) await tx.audit({ action: 'notification read', target: `notification:${id}` })
  })
  return await getNotification(ctx, id, userId)
}

export async function markAllRead(ctx: Ctx, userId: string): Promise<{ marked: number }> {
  return await ctx.db.transaction(async (tx) => {
    const marked = Number((await notYetRead(ctx, tx, userId).executeTakeFirst()).numUpdatedRows)
    if (marked > 0)
      await tx.audit({ action: 'notifications read', target: `user:${userId}`, details: { marked } })
    return { marked }
  })
}

/** Marks what a user has not read. */
const notYetRead = (ctx: Ctx, tx: Tx<Tables>, userId: string) =>
  tx.query
    .updateTable('notifications')
    .set({ read_at: ctx.clock.now() })
    .where('user_id', '=', userId)
    .where('read_at', 'is', null)

/** What came after `seq`, oldest first. */
export async function notificationsAfter(ctx: Ctx, userId: string, seq: number, limit: number) {
  const rows = await ofUser(ctx.db.query, userId).where('seq', '>', seq).orderBy('seq').limit(limit).execute()
  const views = await present(ctx, rows)
  return rows.map((row, index) => ({ seq: row.seq, view: views[index]! }))
}

export async function lastSeq(ctx: Ctx, userId: string): Promise<number> {
  const row = await ofUser(ctx.db.query, userId).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row?.seq ?? 0
}

function ofUser(db: Kysely<Tables>, userId: string): SelectQueryBuilder<Tables, 'notifications', Row> {
  return db.selectFrom('notifications').selectAll().where('user_id', '=', userId)
}

async function present(ctx: Ctx, rows: readonly Row[]): Promise<View[]> {
  if (rows.length === 0) return []
  const deliveries = await ctx.db.query
    .selectFrom('deliveries')
    .selectAll()
    .where(
      'notification_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  const byNotification = Map.groupBy(deliveries, (delivery) => delivery.notification_id)
  return await Promise.all(
    rows.map(async (row) => {
      const content = await openContent(ctx, row.user_id, row.id, {
        content: row.content,
        guestContent: null,
      })
      return {
        id: row.id,
        kind: row.kind as NotificationKind,
        priority: row.priority as View['priority'],
        title: content.title,
        body: content.text,
        url: content.url,
        subject: row.subject,
        createdAt: row.created_at,
        readAt: row.read_at,
        deliveries: (byNotification.get(row.id) ?? []).map(deliveryView).toSorted(byChannel),
      }
    }),
  )
}

function deliveryView(row: Selectable<DeliveriesRow>): z.output<typeof Delivery> {
  return {
    channel: row.channel as z.output<typeof Delivery>['channel'],
    state: row.state as z.output<typeof Delivery>['state'],
    attempts: row.attempts,
    sentAt: row.sent_at,
    dueAt: row.due_at,
    providerId: row.provider_id,
    error: row.error,
  }
}

const byChannel = (a: z.output<typeof Delivery>, b: z.output<typeof Delivery>) =>
  channelOrder.indexOf(a.channel) - channelOrder.indexOf(b.channel)
