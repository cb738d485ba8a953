import type { Personal } from '#kernel'
import { openContent } from './content.ts'
import type { Ctx } from './context.ts'
import { addressAad } from './places.ts'
import type { Tables } from './tables.ts'

/** Everything the service knows about a person. The erased person's key goes with the kernel. */
export const personal: Personal<Ctx, Tables> = {
  export: async (ctx, userId) => {
    const cipher = await ctx.secrets.person(userId)
    const [notifications, deliveries, targets, days, timers] = await Promise.all([
      ctx.db.query.selectFrom('notifications').selectAll().where('user_id', '=', userId).execute(),
      ctx.db.query.selectFrom('deliveries').selectAll().where('user_id', '=', userId).execute(),
      ctx.db.query.selectFrom('targets').selectAll().where('user_id', '=', userId).execute(),
      ctx.db.query.selectFrom('days').selectAll().where('user_id', '=', userId).execute(),
      ctx.db.query.selectFrom('timers').selectAll().where('user_id', '=', userId).execute(),
    ])
    return plain({
      notifications: await Promise.all(
        notifications.map(async (row) => ({
          ...row,
          content: await openContent(ctx, userId, row.id, {
            content: row.content,
            guestContent: null,
          }),
        })),
      ),
      deliveries,
      targets: targets.map((row) => ({ ...row, address: cipher.open(row.address, addressAad(row.id)) })),
      days,
      timers,
    })
  },
  erase: async (_ctx, userId, tx) => {
    for (const table of [
      'notifications',
      'intents',
      'timers',
      'days',
      'targets',
      'delivery_log',
      'phone_codes',
    ] as const)
      await tx.query.deleteFrom(table).where('user_id', '=', userId).execute()
  },
}

/** Temporal values as ISO 8601 texts. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>
