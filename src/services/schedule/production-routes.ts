import { sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, derivedId, type Meta, notFound, Problem } from '#kernel'
import type { Ctx, Tx } from './context.ts'
import type { schedule } from './contract.ts'
import { readCursor } from './cursor.ts'
import { adopt, replan } from './jobs.ts'
import {
  addProduction,
  announce,
  listMemberships,
  lockMembership,
  type MemberRow,
  type Membership,
  membershipOf,
  nameAad,
  openSenders,
  type Standing,
  sealSenders,
} from './productions.ts'
import { openPlansFrom } from './queries.ts'
import { textKey } from './sheet.ts'
import type { Tables } from './tables.ts'

type Routes = (typeof schedule)['routes']
type Input<K extends keyof Routes> = z.output<Routes[K]['input']>
type Output<K extends keyof Routes> = z.output<Routes[K]['output']>
type UserMeta = Meta<Tables>

const exists = () => new Problem(409, 'production.exists', 'You have a production of that title already')

export async function listProductions(
  ctx: Ctx,
  input: Input<'listProductions'>,
  { userId }: UserMeta,
): Promise<Output<'listProductions'>> {
  const after = readCursor(input.cursor, 'instant')
  const rows = await listMemberships(ctx.db.query, userId, { after, limit: input.limit })
  return cutPage(
    rows,
    input.limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    (row) => shown(ctx, row),
  )
}

export async function createProduction(
  ctx: Ctx,
  input: Input<'createProduction'>,
  { tx, userId }: UserMeta,
): Promise<Output<'createProduction'>> {
  const { production, added } = await addProduction(ctx, tx, userId, input)
  if (!added) throw exists()
  return shown(ctx, production)
}

export async function updateProduction(
  ctx: Ctx,
  input: Input<'updateProduction'>,
  { tx, userId }: UserMeta,
): Promise<Output<'updateProduction'>> {
  const production = await lockManaged(tx, userId, input.productionId)
  const title = input.title ?? production.title
  const timeZone = input.timeZone ?? production.time_zone
  if (await titleIsTaken(tx, production, title)) throw exists()
  const version = production.version + 1
  const senders = input.senders ? sealSenders(ctx, production.id, input.senders) : production.senders
  const next = {
    ...production,
    title,
    title_key: textKey(title) || title,
    time_zone: timeZone,
    senders,
    version,
  }
  await tx.query
    .updateTable('productions')
    .set({ title, title_key: next.title_key, time_zone: timeZone, senders, version })
    .where('id', '=', production.id)
    .execute()
  await announce(ctx, tx, next)
  if (timeZone !== production.time_zone) await replanFrom(ctx, tx, next)
  return shown(ctx, next)
}

async function titleIsTaken(tx: Tx, production: Membership, title: string): Promise<boolean> {
  const row = await tx.query
    .selectFrom('productions')
    .select('id')
    .where('owner_id', '=', production.owner_id)
    .where('title_key', '=', textKey(title) || title)
    .where('id', '<>', production.id)
    .executeTakeFirst()
  return row !== undefined
}

/** Printed times are on the clock of the production: in another zone they are other moments. */
async function replanFrom(ctx: Ctx, tx: Tx, production: Membership): Promise<void> {
  const today = ctx.clock.now().toZonedDateTimeISO(production.time_zone).toPlainDate()
  for (const plan of await openPlansFrom(tx.query, { productionId: production.id }, today))
    await tx.enqueue(
      replan,
      { planId: plan.id, userId: plan.user_id },
      { id: derivedId(plan.id, 'production', production.version) },
    )
}

/** Who works on it. A member who manages nothing sees only their own entry. */
export async function listMembers(
  ctx: Ctx,
  input: Input<'listMembers'>,
  { userId }: UserMeta,
): Promise<Output<'listMembers'>> {
  const production = await membershipOf(ctx.db.query, userId, input.productionId)
  if (!production) throw notFound('production')
  const after = readCursor(input.cursor, 'instant')
  let query = ctx.db.query.selectFrom('members').selectAll().where('production_id', '=', production.id)
  if (production.standing === 'member') query = query.where('user_id', '=', userId)
  if (after)
    query = query.where(sql<boolean>`(created_at, user_id) > (${after.key}::timestamptz, ${after.id}::uuid)`)
  const rows = await query
    .orderBy('created_at')
    .orderBy('user_id')
    .limit(input.limit + 1)
    .execute()
  const names = new Map<string, string | null>()
  for (const row of rows) names.set(row.user_id, await nameOf(ctx, row))
  return cutPage(
    rows,
    input.limit,
    (row) => ({ key: row.created_at.toString(), id: row.user_id }),
    (row) => ({
      userId: row.user_id,
      role: row.role,
      department: row.department,
      nameAsPrinted: names.get(row.user_id) ?? null,
      standing: row.standing as Standing,
    }),
  )
}

async function nameOf(ctx: Ctx, row: MemberRow): Promise<string | null> {
  if (row.name_as_printed === null) return null
  const cipher = await ctx.secrets.person(row.user_id)
  return cipher.open(row.name_as_printed, nameAad(row.production_id, row.user_id))
}

/**
 * Adds or changes a member. The days to come of the one who adds them become theirs too, each with their own call;
 * changing how they are printed reads those sheets again for them.
 */
export async function setMember(
  ctx: Ctx,
  input: Input<'setMember'>,
  { userId }: UserMeta,
): Promise<Output<'setMember'>> {
  if (!(await membershipOf(ctx.db.query, userId, input.productionId))) throw notFound('production')
  const cipher = await ctx.secrets.person(input.userId)
  const aad = nameAad(input.productionId, input.userId)
  const name = input.nameAsPrinted === null ? null : cipher.seal(input.nameAsPrinted, aad)
  return await ctx.db.transaction(async (tx) => {
    const production = await lockManaged(tx, userId, input.productionId)
    const standing: Standing =
      input.userId === production.owner_id ? 'owner' : input.manager ? 'manager' : 'member'
    const row = { standing, role: input.role, department: input.department, name_as_printed: name }
    await tx.query
      .insertInto('members')
      .values({ production_id: production.id, user_id: input.userId, ...row })
      .onConflict((conflict) => conflict.columns(['production_id', 'user_id']).doUpdateSet(row))
      .execute()
    const version = production.version + 1
    await tx.query.updateTable('productions').set({ version }).where('id', '=', production.id).execute()
    await announce(ctx, tx, { ...production, version })
    await tx.audit({
      action: 'production.member.set',
      target: `production:${production.id}`,
      details: { userId: input.userId, standing },
    })
    await shareDays(ctx, tx, { ...production, version }, { from: userId, to: input.userId })
    const { role, department, nameAsPrinted } = input
    return { userId: input.userId, role, department, nameAsPrinted, standing }
  })
}

/** Sheets that stand in the manager's days to come, for the new member; the member's own days are composed again. */
async function shareDays(
  ctx: Ctx,
  tx: Tx,
  production: Membership,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const today = ctx.clock.now().toZonedDateTimeISO(production.time_zone).toPlainDate()
  const plans = await openPlansFrom(tx.query, { productionId: production.id }, today)
  const theirs = plans.filter((each) => each.user_id === to)
  await tx.enqueueAll(
    replan,
    theirs.map(({ id }) => ({
      data: { planId: id, userId: to },
      id: derivedId(id, 'member', production.version),
    })),
  )
  if (from === to) return
  const mine = plans.filter((each) => each.user_id === from).map(({ id }) => id)
  if (mine.length === 0) return
  const { rows } = await sql<{ document_id: string; document_version: number }>`
    select distinct on (plan_id) document_id, document_version from revisions
    where plan_id = any(${mine}::uuid[]) and says is not null and cause <> 'superseded'
    order by plan_id, number desc`.execute(tx.query)
  const documents = rows.filter((row) => row.document_id)
  await tx.enqueueAll(
    adopt,
    documents.map(({ document_id: documentId, document_version: documentVersion }) => ({
      data: { documentId, documentVersion, userId: to },
      id: derivedId('adopt', documentId, documentVersion, to, production.version),
    })),
  )
}

/** @throws 404 when the user does not own or manage it: a stranger must not learn the difference. */
async function lockManaged(tx: Tx, userId: string, productionId: string): Promise<Membership> {
  const production = await lockMembership(tx, userId, productionId)
  if (!production || production.standing === 'member') throw notFound('production')
  return production
}

function shown(ctx: Ctx, row: Membership): Output<'createProduction'> {
  return {
    id: row.id,
    title: row.title,
    timeZone: row.time_zone,
    senders: row.standing === 'member' ? [] : openSenders(ctx, row),
    role: row.standing as Standing,
    version: row.version,
  }
}
