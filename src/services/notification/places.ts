import { sql } from 'kysely'
import { blindIndex, derivedId, gathered, Problem } from '#kernel'
import type { Channel } from '#services/config'
import type { Owner } from './content.ts'
import type { Ctx } from './context.ts'
import type { DeliveryInHand } from './deliveries.ts'
import { providerFor } from './providers/index.ts'

/** Where a channel reaches a person. */
export interface Place {
  readonly targetId: string
  readonly address: string
  /** As `targets` keeps it; null for a guest, of whom it keeps nothing. */
  readonly known: { readonly seal: () => string; readonly addressHash: string; readonly label: string } | null
}

export const addressAad = (targetId: string) => `notification:targets.address:${targetId}`

/** At most that many places of a person on one channel. */
export const maximumTargets = 20

/**
 * Why a message that is to go now has nowhere to go on a channel (a stable code); undefined when it may. What cannot be
 * told without the address, or at this moment, the delivery finds out.
 */
export async function noWayTo(ctx: Ctx, { userId }: Owner, channel: Channel): Promise<string | undefined> {
  try {
    const provider = await providerFor(ctx, channel)
    if ('reason' in provider) return provider.reason
    if (userId === null || channel === 'email') return undefined
    if (channel === 'telegram') return Array.isArray(await linkedChats(ctx, userId)) ? undefined : noChat
    const targets = await activeTargets(ctx, userId)
    return targets.some((row) => row.channel === channel) ? undefined : noTarget(channel)
  } catch (error) {
    ctx.log.info({ err: error, channel }, 'It cannot be told now whether somebody can be reached')
    return undefined
  }
}

const noChat = 'telegram-not-linked'
const noTarget = (channel: Channel) => (channel === 'sms' ? 'no-verified-phone' : 'no-browser')

/** Every place that takes messages, or why there is none (a stable code). */
export async function placesOf(
  ctx: Ctx,
  { userId, guestOf, channel }: DeliveryInHand,
): Promise<readonly Place[] | { reason: string }> {
  if (userId === null) return await guestAddress(ctx, guestOf!)
  if (channel === 'email') return await accountAddress(ctx, userId)
  if (channel === 'telegram') return await linkedChats(ctx, userId)
  const cipher = await ctx.secrets.person(userId)
  const rows = (await activeTargets(ctx, userId))
    .filter((row) => row.channel === channel)
    .slice(0, maximumTargets)
  if (rows.length === 0) return { reason: noTarget(channel) }
  return rows.map((row) => ({
    targetId: row.id,
    address: cipher.open(row.address, addressAad(row.id)),
    known: { seal: () => row.address, addressHash: row.address_hash, label: row.label },
  }))
}

/** Targets of many people in one statement: whoever tells many at once asks for all of theirs. */
const activeTargets = gathered(128, async (ctx: Ctx, userIds: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('targets')
    .selectAll()
    .where('user_id', '=', sql<string>`any(${[...new Set(userIds)]}::uuid[])`)
    .where('verified', '=', true)
    .where('active', '=', true)
    .execute()
  const byUser = Map.groupBy(rows, (row) => row.user_id)
  return userIds.map((userId) => byUser.get(userId) ?? [])
})

/** Addresses to which mail has been refused for good, by their target. */
const refusedTargets = gathered(128, async (ctx: Ctx, targetIds: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('targets')
    .select(['id', 'address_hash'])
    .where('id', '=', sql<string>`any(${[...new Set(targetIds)]}::uuid[])`)
    .where('active', '=', false)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row.address_hash]))
  return targetIds.map((targetId) => byId.get(targetId))
})

/** The account's own address; `auth` has it. It is kept here only once mail to it has been refused for good. */
async function accountAddress(ctx: Ctx, userId: string): Promise<readonly Place[] | { reason: string }> {
  const account = await ctx.call.auth.getUser({ userId }).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  })
  // Whoever has no account any more is not written to, however often it is tried.
  if (!account) return { reason: 'no-account' }
  const { email } = account
  const targetId = derivedId('email', userId)
  const hash = await blindIndex(ctx, email.toLowerCase())
  if ((await refusedTargets(ctx, targetId)) === hash) return { reason: 'email-address-refused' }
  const cipher = await ctx.secrets.person(userId)
  return [
    {
      targetId,
      address: email,
      known: {
        seal: () => cipher.seal(email, addressAad(targetId)),
        addressHash: hash,
        label: maskedEmail(email),
      },
    },
  ]
}

/** Which chats a user has is the telegram service's to know: here they are one place, named by the user. */
async function linkedChats(ctx: Ctx, userId: string): Promise<readonly Place[] | { reason: string }> {
  const { chats } = await ctx.call.telegram.reach({ userId })
  if (chats === 0) return { reason: noChat }
  return [{ targetId: derivedId('telegram', userId), address: userId, known: null }]
}

/** Booking keeps a guest's address, sealed, until its retention is over; here it is never written down. */
async function guestAddress(ctx: Ctx, bookingId: string): Promise<readonly Place[] | { reason: string }> {
  const { guestEmail } = await ctx.call.booking.message({ bookingId })
  if (guestEmail === null) return { reason: 'guest-forgotten' }
  return [{ targetId: derivedId('guest', bookingId), address: guestEmail, known: null }]
}

/** `o***@example.org`. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}***${email.slice(at)}`
}
