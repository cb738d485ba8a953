import { type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** SQL of plans, revisions, edits and answers. Ownership is part of every question a user asks. */

type Query = Kysely<Tables>
export type Plan = Selectable<Tables['plans']>
export type Revision = Selectable<Tables['revisions']>
export type AnswerRow = Selectable<Tables['answers']>
export type EditRow = Selectable<Tables['edits']>
export type PlanWithTitle = Plan & { title: string }

/** States of a day that is still to come: only these are planned, edited and confirmed. */
export const OPEN_STATES = ['pending', 'confirmed']
export const isOpen = (plan: Pick<Plan, 'state'>) => OPEN_STATES.includes(plan.state)

const plansWithTitle = (db: Query) =>
  db
    .selectFrom('plans')
    .innerJoin('productions', 'productions.id', 'plans.production_id')
    .selectAll('plans')
    .select('productions.title')

export async function planOfUser(
  db: Query,
  dayId: string,
  userId: string,
): Promise<PlanWithTitle | undefined> {
  return await plansWithTitle(db)
    .where('plans.day_id', '=', dayId)
    .where('plans.user_id', '=', userId)
    .executeTakeFirst()
}

export async function planById(db: Query, planId: string): Promise<PlanWithTitle | undefined> {
  return await plansWithTitle(db).where('plans.id', '=', planId).executeTakeFirst()
}

/** One writer at a time on a plan: sheets, edits, answers and the sweep all take this lock first. */
export async function lockPlan(db: Query, planId: string): Promise<Plan | undefined> {
  return await db.selectFrom('plans').selectAll().where('id', '=', planId).forUpdate().executeTakeFirst()
}

export interface DayFilter {
  from?: Temporal.PlainDate | undefined
  to?: Temporal.PlainDate | undefined
  state?: string | undefined
  productionId?: string | undefined
}

/** A user's days by date, one row more than the page to tell whether there is a next. */
export async function listPlans(
  db: Query,
  userId: string,
  filter: DayFilter,
  page: { after: { key: string; id: string } | undefined; limit: number },
): Promise<PlanWithTitle[]> {
  let query = plansWithTitle(db).where('plans.user_id', '=', userId)
  if (filter.from) query = query.where('plans.date', '>=', filter.from)
  if (filter.to) query = query.where('plans.date', '<=', filter.to)
  if (filter.state) query = query.where('plans.state', '=', filter.state)
  if (filter.productionId) query = query.where('plans.production_id', '=', filter.productionId)
  if (page.after)
    query = query.where(
      sql<boolean>`(plans.date, plans.id) > (${page.after.key}::date, ${page.after.id}::uuid)`,
    )
  return await query
    .orderBy('plans.date')
    .orderBy('plans.id')
    .limit(page.limit + 1)
    .execute()
}

/** Plans of a user, or of everybody in a production, on that date and later. */
export async function openPlansFrom(
  db: Query,
  whose: { userId: string } | { productionId: string },
  from: Temporal.PlainDate,
): Promise<{ id: string; user_id: string }[]> {
  return await db
    .selectFrom('plans')
    .select(['id', 'user_id'])
    .where(
      'userId' in whose ? 'user_id' : 'production_id',
      '=',
      'userId' in whose ? whose.userId : whose.productionId,
    )
    .where('date', '>=', from)
    .where('state', 'in', OPEN_STATES)
    .orderBy('date')
    .limit(2000)
    .execute()
}

/** The revision whose sheet, or hand-made day, stands. Edits are revisions too, but say nothing themselves. */
export async function standingRevision(db: Query, planId: string): Promise<Revision | undefined> {
  return await db
    .selectFrom('revisions')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('says', 'is not', null)
    .where('cause', '<>', 'superseded')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function hasSeen(
  db: Query,
  planId: string,
  documentId: string,
  version: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('revisions')
    .select('number')
    .where('plan_id', '=', planId)
    .where('document_id', '=', documentId)
    .where('document_version', '>=', version)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function revisionsOf(
  db: Query,
  planId: string,
  page: { before: number | undefined; limit: number },
): Promise<Revision[]> {
  let query = db.selectFrom('revisions').selectAll().where('plan_id', '=', planId)
  if (page.before !== undefined) query = query.where('number', '<', page.before)
  return await query
    .orderBy('number', 'desc')
    .limit(page.limit + 1)
    .execute()
}

export async function editsOf(db: Query, planId: string): Promise<EditRow[]> {
  return await db.selectFrom('edits').selectAll().where('plan_id', '=', planId).orderBy('field').execute()
}

export async function answersOf(
  db: Query,
  planId: string,
): Promise<{ route: AnswerRow | undefined; weather: AnswerRow | undefined }> {
  const rows = await db.selectFrom('answers').selectAll().where('plan_id', '=', planId).execute()
  return {
    route: rows.find(({ kind }) => kind === 'route'),
    weather: rows.find(({ kind }) => kind === 'weather'),
  }
}
