import { sql } from 'kysely'
import type { Ctx, Tx } from './context.ts'
import { announce, nameAad, openSenders } from './productions.ts'
import { editsOf } from './queries.ts'
import { sealFor } from './sealed.ts'

/** Everything kept about a user, readable: productions, days with all revisions, edits, and what was planned. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const db = ctx.db.query
  const cipher = await ctx.secrets.person(userId)
  const productions = await db
    .selectFrom('members')
    .innerJoin('productions', 'productions.id', 'members.production_id')
    .selectAll('productions')
    .select(['members.standing', 'members.role', 'members.department', 'members.name_as_printed'])
    .where('members.user_id', '=', userId)
    .execute()
  const plans = await db
    .selectFrom('plans')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('date')
    .execute()
  const foretold = await db
    .selectFrom('foretold')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('date')
    .execute()
  return {
    foretoldDays: foretold.map((row) => ({
      planId: row.plan_id,
      date: row.date.toString(),
      state: row.dropped ? 'dropped' : row.state,
      place: sealFor(cipher, row.plan_id).openForetold(row.place),
    })),
    productions: productions.map((row) => ({
      id: row.id,
      title: row.title,
      standing: row.standing,
      role: row.role,
      department: row.department,
      nameAsPrinted: row.name_as_printed && cipher.open(row.name_as_printed, nameAad(row.id, userId)),
      ...(row.standing === 'member' ? {} : { senders: openSenders(ctx, row) }),
    })),
    days: await Promise.all(plans.map((plan) => exportPlan(ctx, plan.id, plan, sealFor(cipher, plan.id)))),
  }
}

async function exportPlan(
  ctx: Ctx,
  planId: string,
  plan: {
    date: Temporal.PlainDate
    state: string
    call: Temporal.Instant
    zone: string
    location: string
  } & {
    fields: string
    notes: string | null
  },
  seal: ReturnType<typeof sealFor>,
): Promise<Record<string, unknown>> {
  const db = ctx.db.query
  const revisions = await db
    .selectFrom('revisions')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  const planned = await db
    .selectFrom('planned')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('version')
    .execute()
  return {
    planId,
    date: plan.date.toString(),
    state: plan.state,
    call: plan.call.toString(),
    zone: plan.zone,
    location: seal.openLocation(plan.location),
    says: seal.openFields(plan.fields),
    notes: plan.notes === null ? null : seal.openNotes(plan.notes),
    edits: (await editsOf(db, planId)).map((row) => {
      const { field, printed, edited } = seal.openEdit(row)
      return { field, printed, edited }
    }),
    revisions: revisions.map((row) => ({
      number: row.number,
      cause: row.cause,
      at: row.at.toString(),
      says: row.says && seal.openSays(row.says),
      changes: seal.openChanges(row.changes),
    })),
    planned: planned.map(({ version, at, content }) => ({ version, at: at.toString(), content })),
  }
}

/**
 * Removes the user's plans and memberships. A production of theirs goes to whoever has been in it longest, managers
 * first, and is deleted when nobody is left.
 */
export async function erasePerson(ctx: Ctx, userId: string, tx: Tx): Promise<void> {
  const dropped = await tx.query
    .deleteFrom('plans')
    .where('user_id', '=', userId)
    .returning('day_id')
    .execute()
  await tx.query.deleteFrom('foretold').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('documents').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('members').where('user_id', '=', userId).execute()
  const owned = await tx.query
    .selectFrom('productions')
    .selectAll()
    .where('owner_id', '=', userId)
    .forUpdate()
    .execute()
  for (const production of owned) {
    const heir = await tx.query
      .selectFrom('members')
      .select('user_id')
      .where('production_id', '=', production.id)
      .orderBy(sql`standing = 'manager'`, 'desc')
      .orderBy('created_at')
      .executeTakeFirst()
    const next = { ...production, version: production.version + 1 }
    if (heir) await handOver(tx, next, heir.user_id)
    await announce(ctx, tx, next, { deleted: heir === undefined })
    if (!heir) await tx.query.deleteFrom('productions').where('id', '=', production.id).execute()
  }
  const days = dropped.map((plan) => plan.day_id)
  await sql`
    delete from days
    where id = any (${days}::uuid[]) and not exists (select from plans where plans.day_id = days.id)`.execute(
    tx.query,
  )
}

/** Two productions of one title may meet at the heir: the one handed over is then told apart by its id. */
async function handOver(
  tx: Tx,
  production: { id: string; title_key: string; version: number },
  heirId: string,
): Promise<void> {
  const twin = await tx.query
    .selectFrom('productions')
    .select('id')
    .where('owner_id', '=', heirId)
    .where('title_key', '=', production.title_key)
    .executeTakeFirst()
  await tx.query
    .updateTable('productions')
    .set({
      owner_id: heirId,
      version: production.version,
      title_key: twin ? `${production.title_key} ${production.id}` : production.title_key,
    })
    .where('id', '=', production.id)
    .execute()
  await tx.query
    .updateTable('members')
    .set({ standing: 'owner' })
    .where('production_id', '=', production.id)
    .where('user_id', '=', heirId)
    .execute()
}
