import { randomUUID } from 'node:crypto'
import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Ctx, Tx } from './context.ts'
import { productionChanged } from './contract.ts'
import type { Member } from './readers.ts'
import { type Reader, textKey } from './sheet.ts'
import type { Tables } from './tables.ts'

export type ProductionRow = Selectable<Tables['productions']>
export type MemberRow = Selectable<Tables['members']>
export type Membership = ProductionRow & Omit<MemberRow, 'created_at' | 'production_id' | 'user_id'>
export type Standing = 'owner' | 'manager' | 'member'

const MOST_SENDERS = 50

/** Senders are sealed under the master key: they are the production's office, not one person's. */
export const sealSenders = (ctx: Ctx, id: string, senders: readonly string[]) =>
  ctx.secrets.seal(JSON.stringify(senders), `schedule:productions.senders:${id}`)
export const openSenders = (ctx: Ctx, row: Pick<ProductionRow, 'id' | 'senders'>): string[] =>
  z
    .array(z.string())
    .parse(JSON.parse(ctx.secrets.open(row.senders, `schedule:productions.senders:${row.id}`)))

export const nameAad = (productionId: string, userId: string) =>
  `schedule:members.name_as_printed:${productionId}:${userId}`

const memberships = (db: Kysely<Tables>, userId: string) =>
  db
    .selectFrom('productions')
    .innerJoin('members', 'members.production_id', 'productions.id')
    .selectAll('productions')
    .select(['members.standing', 'members.role', 'members.department', 'members.name_as_printed'])
    .where('members.user_id', '=', userId)

/** A production that this user works on, locked: sheets of one production are adopted one after the other. */
export async function lockMembership(
  tx: Tx,
  userId: string,
  productionId: string,
): Promise<Membership | undefined> {
  return await memberships(tx.query, userId)
    .where('productions.id', '=', productionId)
    .forUpdate('productions')
    .executeTakeFirst()
}

/** As above for reading. */
export async function membershipOf(
  db: Kysely<Tables>,
  userId: string,
  productionId: string,
): Promise<Membership | undefined> {
  return await memberships(db, userId).where('productions.id', '=', productionId).executeTakeFirst()
}

export async function listMemberships(
  db: Kysely<Tables>,
  userId: string,
  page: { after: { key: string; id: string } | undefined; limit: number },
): Promise<Membership[]> {
  let query = memberships(db, userId)
  if (page.after)
    query = query.where(
      sql<boolean>`(productions.created_at, productions.id) < (${page.after.key}::timestamptz, ${page.after.id}::uuid)`,
    )
  return await query
    .orderBy('productions.created_at', 'desc')
    .orderBy('productions.id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/**
 * The production that a sheet of this user is about, by its title, their own before one they are a member of. A sheet
 * without a title belongs to the one production that its sender is known for. Locked.
 */
export async function findProduction(
  ctx: Ctx,
  tx: Tx,
  userId: string,
  sheet: { title: string | null; sender: string },
): Promise<Membership | undefined> {
  let query = memberships(tx.query, userId).forUpdate('productions')
  if (sheet.title !== null) query = query.where('title_key', '=', textKey(sheet.title))
  const rows = await query
    .orderBy(sql`productions.owner_id = ${userId}`, 'desc')
    .orderBy('productions.created_at')
    .limit(200)
    .execute()
  if (sheet.title !== null) return rows[0]
  const known = rows.filter((row) => openSenders(ctx, row).includes(sheet.sender))
  return known.length === 1 ? known[0] : undefined
}

/** Takes a new production in, or the one of that title when another sheet was faster. */
export async function addProduction(
  ctx: Ctx,
  tx: Tx,
  ownerId: string,
  wanted: { title: string; timeZone: string; senders: readonly string[] },
): Promise<{ production: Membership; added: boolean }> {
  const id = randomUUID()
  const inserted = await tx.query
    .insertInto('productions')
    .values({
      id,
      owner_id: ownerId,
      title: wanted.title,
      title_key: textKey(wanted.title) || wanted.title,
      time_zone: wanted.timeZone,
      senders: sealSenders(ctx, id, wanted.senders),
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'title_key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted)
    await tx.query
      .insertInto('members')
      .values({ production_id: id, user_id: ownerId, standing: 'owner' })
      .execute()
  const production = await memberships(tx.query, ownerId)
    .where('productions.owner_id', '=', ownerId)
    .where('title_key', '=', textKey(wanted.title) || wanted.title)
    .forUpdate('productions')
    .executeTakeFirstOrThrow()
  if (inserted) await announce(ctx, tx, production)
  return { production, added: inserted !== undefined }
}

/** Whoever sent a call sheet of a production is one of its senders from now on. */
export async function learnSender(ctx: Ctx, tx: Tx, production: Membership, sender: string): Promise<void> {
  const senders = openSenders(ctx, production)
  if (!sender || senders.includes(sender) || senders.length >= MOST_SENDERS) return
  const next = await tx.query
    .updateTable('productions')
    .set({ senders: sealSenders(ctx, production.id, [...senders, sender]), version: production.version + 1 })
    .where('id', '=', production.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announce(ctx, tx, next)
}

/** Tells the mail service whose sheets to expect from where. */
export async function announce(
  ctx: Ctx,
  tx: Tx,
  production: ProductionRow,
  options: { deleted?: boolean } = {},
): Promise<void> {
  const members = await memberIds(tx.query, production.id)
  await tx.publish(
    productionChanged,
    {
      productionId: production.id,
      userIds: members,
      senders: openSenders(ctx, production),
      version: production.version,
      deleted: options.deleted ?? false,
    },
    { subject: `production:${production.id}` },
  )
}

export async function memberIds(db: Kysely<Tables>, productionId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .select('user_id')
    .where('production_id', '=', productionId)
    .orderBy('created_at')
    .limit(1000)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** Under what name, role and department this member stands on a sheet; the production's own word wins over settings. */
export function readerOf(member: Member, membership: Membership, receivedIt: boolean): Reader {
  const { crewName, crewRole, crewDepartment } = member.settings
  const sealed = membership.name_as_printed
  return {
    name: sealed === null ? crewName : member.cipher.open(sealed, nameAad(membership.id, member.userId)),
    role: membership.role ?? crewRole,
    department: membership.department ?? crewDepartment,
    receivedIt,
  }
}
