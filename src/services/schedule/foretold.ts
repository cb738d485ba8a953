import { type Kysely, type Selectable, sql } from 'kysely'
import type { Tx } from './context.ts'
import type { NamedPlace } from './day.ts'
import type { PlanIdentity } from './identity.ts'
import type { Issue } from './order.ts'
import type { DayFilter } from './queries.ts'
import type { Member } from './readers.ts'
import type { Source } from './revisions.ts'
import { sealFor } from './sealed.ts'
import type { Tables } from './tables.ts'

/**
 * Days that are known before their call sheet: tentative by a schedule, or called off by a sheet that came before the
 * one it calls off. They have no call, so nothing is planned and nobody is told; a plan of the same day replaces them.
 */
export type ForetoldDay = Selectable<Tables['foretold']> & { title: string; time_zone: string }

const foretoldDays = (db: Kysely<Tables>) =>
  db
    .selectFrom('foretold')
    .innerJoin('productions', 'productions.id', 'foretold.production_id')
    .selectAll('foretold')
    .select(['productions.title', 'productions.time_zone'])
    .where('foretold.dropped', '=', false)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('plans').whereRef('plans.id', '=', 'foretold.plan_id').select('plans.id')),
      ),
    )

/** A user's foretold days by date, one row more than the page. */
export async function listForetold(
  db: Kysely<Tables>,
  userId: string,
  filter: DayFilter,
  page: { after: { key: string; id: string } | undefined; limit: number },
): Promise<ForetoldDay[]> {
  let query = foretoldDays(db).where('foretold.user_id', '=', userId)
  if (filter.from) query = query.where('foretold.date', '>=', filter.from)
  if (filter.to) query = query.where('foretold.date', '<=', filter.to)
  if (filter.state) query = query.where('foretold.state', '=', filter.state)
  if (filter.productionId) query = query.where('foretold.production_id', '=', filter.productionId)
  if (page.after)
    query = query.where(
      sql<boolean>`(foretold.date, foretold.plan_id) > (${page.after.key}::date, ${page.after.id}::uuid)`,
    )
  return await query
    .orderBy('foretold.date')
    .orderBy('foretold.plan_id')
    .limit(page.limit + 1)
    .execute()
}

export async function foretoldOfUser(
  db: Kysely<Tables>,
  dayId: string,
  userId: string,
): Promise<ForetoldDay | undefined> {
  return await foretoldDays(db)
    .where('foretold.day_id', '=', dayId)
    .where('foretold.user_id', '=', userId)
    .executeTakeFirst()
}

/** What is known of a day that has no plan yet, dropped or not; locked. */
export async function lockForetold(tx: Tx, planId: string) {
  return await tx.query
    .selectFrom('foretold')
    .selectAll()
    .where('plan_id', '=', planId)
    .forUpdate()
    .executeTakeFirst()
}

export const issueOfForetold = (row: Selectable<Tables['foretold']>): Issue => ({
  documentId: row.document_id,
  documentVersion: row.document_version,
  printedNumber: row.printed_number,
  issuedAt: row.issued_at,
  receivedAt: row.received_at,
  heardAt: row.heard_at,
})

/** Keeps what a document says of a day without a plan, in place of what was kept before. */
export async function foretell(
  tx: Tx,
  member: Member,
  identity: PlanIdentity,
  said: { state: 'tentative' | 'cancelled'; place: NamedPlace; source: Source },
): Promise<void> {
  const { state, place, source } = said
  if (source.documentId === null || source.documentVersion === null || source.emailId === null)
    throw new Error('Only a document foretells a day')
  const row = {
    state,
    dropped: false,
    document_id: source.documentId,
    document_version: source.documentVersion,
    email_id: source.emailId,
    printed_number: source.printedNumber,
    issued_at: source.issuedAt,
    received_at: source.receivedAt,
    heard_at: source.heardAt,
    place: sealFor(member.cipher, identity.id).foretold(place),
  }
  await tx.query
    .insertInto('foretold')
    .values({
      plan_id: identity.id,
      day_id: identity.dayId,
      production_id: identity.productionId,
      user_id: identity.userId,
      date: identity.date,
      ...row,
    })
    .onConflict((conflict) => conflict.column('plan_id').doUpdateSet(row))
    .execute()
}

/** The day has a plan now. */
export async function forgetForetold(tx: Tx, planId: string): Promise<void> {
  await tx.query.deleteFrom('foretold').where('plan_id', '=', planId).execute()
}

/** A corrected document no longer speaks of these days. */
export async function withdrawForetold(
  tx: Tx,
  userId: string,
  documentId: string,
  except: readonly string[],
): Promise<void> {
  await sql`
    delete from foretold where user_id = ${userId} and document_id = ${documentId}
      and plan_id <> all(${except}::uuid[])`.execute(tx.query)
}
