import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { type Meta, notFound } from '#kernel'
import type { Tables } from './tables.ts'

/** Who asks: a user, somebody with a guest's token, or both. */
export interface Buyer {
  readonly userId: string | null
  /** Base64url SHA-256, as booking tells it: what is compared says nothing about the token. */
  readonly guestTokenHash: string | null
}

/** Longer than any token of ours. */
const longestToken = 200

export function buyerOf(meta: Meta<Tables>): Buyer {
  const token = meta.header('booking-token')
  return {
    userId: meta.actor.kind === 'user' ? meta.actor.id : null,
    guestTokenHash:
      token && token.length <= longestToken ? createHash('sha256').update(token).digest('base64url') : null,
  }
}

/** A payment in its public form, if it is the caller's own or they may see those of others. @throws Problem 404 else */
export async function visiblePayment(
  db: Kysely<Tables>,
  column: 'id' | 'booking_id',
  id: string,
  meta: Meta<Tables>,
): Promise<unknown> {
  const { userId, guestTokenHash } = buyerOf(meta)
  const found = await db
    .selectFrom('payments as p')
    .innerJoin('bookings as b', 'b.booking_id', 'p.booking_id')
    .select(sql<unknown>`present(p)`.as('payment'))
    .where(`p.${column}`, '=', id)
    .where(
      sql<boolean>`(${meta.can('payment:read')} or p.user_id = ${userId}::uuid or b.guest_token_hash = ${guestTokenHash})`,
    )
    .executeTakeFirst()
  if (!found) throw notFound('payment')
  return found.payment
}
