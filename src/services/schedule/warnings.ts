import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Sheet } from '#services/pdf'
import { failureOf } from './answer-rows.ts'
import {
  type Check,
  checkDay,
  checkSentence,
  type DayToCheck,
  type Engagement,
  locationNotFound,
  type Severity,
} from './checks.ts'
import type { DayWarning } from './contract.ts'
import type { NamedPlace } from './day.ts'
import type { answersOf, Plan } from './queries.ts'
import type { partsOf } from './settle.ts'
import type { Tables } from './tables.ts'
import { type Language, ROUTE_WARNINGS } from './texts.ts'
import { SEVERAL_UNITS } from './units.ts'

const SEVERITY = { low: 'info', medium: 'warning', high: 'severe' } as const
const Conflicts = z.array(z.object({ overlapMinutes: z.int(), severity: z.enum(['high', 'medium']) }))

interface Known {
  plan: Plan
  place: NamedPlace
  sheet: Sheet | null
  answers: Awaited<ReturnType<typeof answersOf>>
  parts: ReturnType<typeof partsOf>
  now: Temporal.Instant
}

/** Everything worth a warning about a plan, from the service's own rows. Warnings never block. */
export async function warningsOf(
  db: Kysely<Tables>,
  known: Known,
  language: Language,
): Promise<z.output<typeof DayWarning>[]> {
  const checks = [
    ...checkDay(await toCheck(db, known)),
    ...sheetChecks(known),
    ...routeChecks(known),
    ...(await calendarChecks(db, known.plan.id)),
  ]
  const rank: Record<Severity, number> = { high: 0, medium: 1, low: 2 }
  return checks
    .toSorted((a, b) => rank[a.severity] - rank[b.severity])
    .map((check) => ({
      code: check.code,
      severity: SEVERITY[check.severity],
      text: checkSentence(check, language),
      params: check.params,
    }))
}

async function toCheck(db: Kysely<Tables>, { plan, parts, now }: Known): Promise<DayToCheck> {
  const call = plan.call.toZonedDateTimeISO(plan.zone)
  const times = parts.route?.times
  const previousWrap = await previousWrapOf(db, plan)
  const from = times?.leaveHome.toInstant() ?? plan.call
  return {
    date: plan.date,
    today: now.toZonedDateTimeISO(plan.zone).toPlainDate(),
    call,
    ...(times
      ? { wakeUp: times.wakeUp, travelMinutes: times.leaveHome.until(times.call).total('minutes') }
      : {}),
    ...(previousWrap ? { previousWrap: previousWrap.toZonedDateTimeISO(plan.zone) } : {}),
    busy: { from, to: plan.ends_at },
    engagements: await otherDays(db, plan, from),
  }
}

/** The printed wrap of the day before this one, whatever the production; unknown when that sheet prints none. */
async function previousWrapOf(db: Kysely<Tables>, plan: Plan): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('plans')
    .select('wrap')
    .where('user_id', '=', plan.user_id)
    .where('id', '<>', plan.id)
    .where('state', '<>', 'cancelled')
    .where('call', '<', plan.call)
    .orderBy('call', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.wrap ?? null
}

async function otherDays(db: Kysely<Tables>, plan: Plan, from: Temporal.Instant): Promise<Engagement[]> {
  const rows = await db
    .selectFrom('plans')
    .innerJoin('productions', 'productions.id', 'plans.production_id')
    .select(['productions.title', 'plans.call', 'plans.leave_home', 'plans.ends_at'])
    .where('plans.user_id', '=', plan.user_id)
    .where('plans.id', '<>', plan.id)
    .where('plans.state', '<>', 'cancelled')
    .where('plans.call', '<', plan.ends_at)
    .where('plans.ends_at', '>', from)
    .orderBy('plans.call')
    .limit(20)
    .execute()
  return rows.map((row) => ({ title: row.title, from: row.leave_home ?? row.call, to: row.ends_at }))
}

function sheetChecks({ plan, place, sheet }: Known): Check[] {
  const found: Check[] = []
  if (sheet?.problems.some(({ code }) => code === 'weekday-mismatch'))
    found.push({ code: 'weekday-mismatch', severity: 'high', params: { date: plan.date.toString() } })
  if (sheet?.problems.some(({ code }) => code === SEVERAL_UNITS))
    found.push({ code: SEVERAL_UNITS, severity: 'medium', params: {} })
  if (place.name === null && place.address === null)
    found.push({ code: 'no-location', severity: 'high', params: {} })
  if (plan.location_is_stop)
    found.push({
      code: 'location-missing',
      severity: 'high',
      params: { stop: place.name ?? place.address ?? '' },
    })
  return found
}

function routeChecks({ answers, parts, place }: Known): Check[] {
  const codes = [failureOf(answers.route)?.code, failureOf(answers.weather)?.code]
  const printed = place.address ?? place.name
  const found: Check[] =
    printed !== null && codes.includes('location-not-found') ? [locationNotFound(printed)] : []
  for (const code of ['no-home', 'home-not-found'] as const)
    if (codes.includes(code)) found.push({ code, severity: 'high', params: {} })
  for (const { code, params } of parts.route?.warnings ?? []) {
    const known = ROUTE_WARNINGS.find((each) => each === code)
    if (known) found.push({ code: known, severity: 'medium', params: plainParams(params) })
  }
  if (parts.route?.estimated) found.push({ code: 'route-estimated', severity: 'low', params: {} })
  return found
}

function plainParams(params: Record<string, unknown>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  )
}

async function calendarChecks(db: Kysely<Tables>, planId: string): Promise<Check[]> {
  const rows = await db
    .selectFrom('calendar_conflicts')
    .select('conflicts')
    .where('plan_id', '=', planId)
    .execute()
  return rows
    .flatMap(({ conflicts }) => Conflicts.parse(conflicts))
    .slice(0, 20)
    .map(({ overlapMinutes, severity }) => ({
      code: 'calendar-overlap',
      severity,
      params: { minutes: overlapMinutes },
    }))
}
