import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import { RouteFailure } from '#services/route'
import { WeatherFailure } from '#services/weather'
import { failureOf } from './answer-rows.ts'
import { inOne } from './changes.ts'
import { type EditField, printedValue, type Saying } from './composing.ts'
import type { Ctx } from './context.ts'
import type { DayDetail, DayEdit, DaySummary } from './contract.ts'
import type { ForetoldDay } from './foretold.ts'
import { membershipOf, readerOf } from './productions.ts'
import {
  answersOf,
  editsOf,
  type Plan,
  type PlanWithTitle,
  type Revision,
  standingRevision,
} from './queries.ts'
import type { Member } from './readers.ts'
import { isReceiver, sayingFor } from './replan.ts'
import { type Said, type Seal, sealFor } from './sealed.ts'
import { partsOf } from './settle.ts'
import type { Tables } from './tables.ts'
import type { Language } from './texts.ts'
import { warningsOf } from './warnings.ts'

type Summary = z.output<typeof DaySummary>
type Detail = z.output<typeof DayDetail>
/** Of a day with a plan: its call is known. */
type Called<T extends Summary> = T & { call: Temporal.Instant }

/** Of the newest revisions, that many are looked at. */
const MOST_REVISIONS = 50

/** A plan as lists show it. A day that is called off gets nobody up. */
export function summaryOf(plan: PlanWithTitle, cipher: PersonalCipher): Called<Summary> {
  const isOn = plan.state !== 'cancelled'
  return {
    dayId: plan.day_id,
    planId: plan.id,
    productionId: plan.production_id,
    productionTitle: plan.title,
    state: plan.state as Summary['state'],
    shootingDate: plan.date,
    timeZone: plan.zone,
    call: plan.call,
    callIsPersonal: plan.call_is_personal,
    wrap: plan.wrap,
    location: sealFor(cipher, plan.id).openLocation(plan.location),
    exterior: plan.exterior,
    revision: plan.revision,
    version: plan.version,
    wakeUp: isOn ? plan.wake_up : null,
    leaveHome: isOn ? plan.leave_home : null,
    missing: plan.missing as Summary['missing'],
    planned: plan.planned_version > 0,
  }
}

/** A day that is known before its call sheet, as lists show it. */
export function foretoldSummary(day: ForetoldDay, cipher: PersonalCipher): Summary {
  return {
    dayId: day.day_id,
    planId: day.plan_id,
    productionId: day.production_id,
    productionTitle: day.title,
    state: day.state as Summary['state'],
    shootingDate: day.date,
    timeZone: day.time_zone,
    call: null,
    callIsPersonal: false,
    wrap: null,
    location: sealFor(cipher, day.plan_id).openForetold(day.place),
    exterior: false,
    revision: 0,
    version: 0,
    wakeUp: null,
    leaveHome: null,
    missing: [],
    planned: false,
  }
}

/** As `detailOf`: all that there is, is where the day is known from. */
export function foretoldDetail(day: ForetoldDay, cipher: PersonalCipher): Detail {
  return {
    ...foretoldSummary(day, cipher),
    sheet: null,
    sources: [
      { documentId: day.document_id, emailId: day.email_id, revision: 0, receivedAt: day.received_at },
    ],
    changes: [],
    edits: [],
    warnings: [],
    route: null,
    weather: null,
    failures: [],
    notes: null,
  }
}

/**
 * Everything about a plan from the service's own rows: sheet, route, weather, warnings, edits, what changed.
 *
 * @param since revision after which changes count; without it those of the last that changed anything
 */
export async function detailOf(
  ctx: Ctx,
  plan: PlanWithTitle,
  member: Member,
  language: Language,
  since?: number,
): Promise<Called<Detail>> {
  const db = ctx.db.query
  const seal = sealFor(member.cipher, plan.id)
  const standing = await standingRevision(db, plan.id)
  const said: Said | null = standing?.says ? seal.openSays(standing.says) : null
  const answers = await answersOf(db, plan.id)
  const parts = partsOf(plan, answers)
  const place = seal.openLocation(plan.location)
  const sheet = said?.sheet ?? null
  const now = ctx.clock.now()
  return {
    ...summaryOf(plan, member.cipher),
    sheet,
    sources: await sourcesOf(db, plan.id),
    changes: await changesAfter(db, plan, seal, since ?? (await beforeLastChange(db, plan))),
    edits: await shownEdits(db, plan, seal, await sayingOfPlan(db, plan, member, standing)),
    warnings: await warningsOf(db, { plan, place, sheet, answers, parts, now }, language),
    route: routeOf(parts, answers),
    weather: weatherOf(parts, answers),
    failures: (['route', 'weather'] as const).flatMap((what) => {
      const failure = failureOf(answers[what])
      return failure ? [{ what, ...failure }] : []
    }),
    notes: plan.notes === null ? null : seal.openNotes(plan.notes),
  }
}

async function sayingOfPlan(
  db: Kysely<Tables>,
  plan: PlanWithTitle,
  member: Member,
  standing: Revision | undefined,
): Promise<Saying | undefined> {
  const production = await membershipOf(db, member.userId, plan.production_id)
  if (!production || !standing?.says) return undefined
  const receivedIt = await isReceiver(db, standing.document_id, member.userId)
  const said = sealFor(member.cipher, plan.id).openSays(standing.says)
  return sayingFor(said, readerOf(member, production, receivedIt))
}

async function sourcesOf(db: Kysely<Tables>, planId: string): Promise<Detail['sources']> {
  const rows = await db
    .selectFrom('revisions')
    .select(['document_id', 'email_id', 'number', 'received_at'])
    .where('plan_id', '=', planId)
    .where('document_id', 'is not', null)
    .orderBy('number', 'desc')
    .limit(MOST_REVISIONS)
    .execute()
  return rows.flatMap(({ document_id: documentId, email_id: emailId, number, received_at: receivedAt }) =>
    documentId && emailId ? [{ documentId, emailId, revision: number, receivedAt }] : [],
  )
}

/** The revision before the last that changed the day: the same sheet sent again takes no news away. */
async function beforeLastChange(db: Kysely<Tables>, { id, revision }: Plan): Promise<number> {
  const row = await db
    .selectFrom('revisions')
    .select('number')
    .where('plan_id', '=', id)
    .where('number', '<=', revision)
    .where('cause', 'not in', ['unchanged', 'superseded'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.number ?? revision) - 1
}

async function changesAfter(
  db: Kysely<Tables>,
  { id, revision }: Plan,
  seal: Seal,
  since: number,
): Promise<Detail['changes']> {
  const rows = await db
    .selectFrom('revisions')
    .select('changes')
    .where('plan_id', '=', id)
    .where('number', '>', since)
    .where('number', '<=', revision)
    .orderBy('number', 'desc')
    .limit(MOST_REVISIONS)
    .execute()
  return inOne(rows.toReversed().map(({ changes }) => seal.openChanges(changes)))
}

async function shownEdits(
  db: Kysely<Tables>,
  plan: PlanWithTitle,
  seal: Seal,
  saying: Saying | undefined,
): Promise<z.output<typeof DayEdit>[]> {
  return (await editsOf(db, plan.id)).map((row) => {
    const edit = seal.openEdit(row)
    const field = row.field as z.output<typeof DayEdit>['field']
    return {
      field,
      printed: field !== 'deleted' && saying ? printedValue(saying, field satisfies EditField) : edit.printed,
      edited: edit.edited,
      editedAt: edit.editedAt,
      conflict: row.conflict,
    }
  })
}

type Answers = Awaited<ReturnType<typeof answersOf>>
type Parts = ReturnType<typeof partsOf>

function routeOf({ route }: Parts, answers: Answers): Detail['route'] {
  if (!route) return null
  const { userId: _userId, cause: _cause, ...plan } = route
  const failure = failureOf(answers.route)
  return {
    ...plan,
    state: 'calculated',
    failure: RouteFailure.safeParse(failure?.code).data ?? null,
    calculatedAt: answers.route?.content_at ?? null,
  }
}

function weatherOf({ weather }: Parts, answers: Answers): Detail['weather'] {
  if (!weather) return null
  const { userId: _userId, changed: _changed, ...forecast } = weather
  const failure = failureOf(answers.weather)
  return {
    ...forecast,
    fetchedAt: Temporal.Instant.from(forecast.fetchedAt),
    stale: failure !== null,
    failure: WeatherFailure.safeParse(failure?.code).data ?? null,
  }
}
