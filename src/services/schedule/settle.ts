import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { BufferExtras } from '#services/route'
import {
  type Calculated,
  calculatedOf,
  type Fetched,
  failureOf,
  fetchedOf,
  foundZone,
} from './answer-rows.ts'
import type { Change } from './changes.ts'
import type { Ctx, Tx } from './context.ts'
import { FieldChange, schedulePlanned, wakeUpMoved } from './contract.ts'
import { clockOf, withOffset } from './moments.ts'
import { type AnswerRow, answersOf, isOpen, lockPlan, type Plan } from './queries.ts'

/**
 * How much longer than its second a plan waits for a route that is being worked out again for the minutes which the
 * weather adds: whoever is told the old wake-up is told another one right after it. Bounded, since the map may be gone.
 */
const OVERTIME = Temporal.Duration.from({ seconds: 4 })

export type Tell = z.output<typeof schedulePlanned.data>['tell']

interface Parts {
  route: Calculated | undefined
  weather: Fetched | undefined
  missing: ('route' | 'weather')[]
  weatherChanged: boolean
}

/**
 * The process manager's one decision: is the day complete, or has it waited long enough? Then it is published with what
 * there is, unless just that has been published before; that nothing better is on its way any more is published too,
 * since whoever tells people waits for it. Safe to call at any time and any number of times.
 */
export async function settle(ctx: Ctx, tx: Tx, planId: string): Promise<void> {
  const plan = await lockPlan(tx.query, planId)
  if (!plan || !isOpen(plan)) return
  const answers = await answersOf(tx.query, planId)
  const parts = partsOf(plan, answers)
  const settled = isSettled(plan, answers, parts)
  if (!settled && mayWait(ctx, plan, awaitsRoute(answers, parts))) return
  await publish(ctx, tx, plan, parts, settled)
}

/** Until its time is over; a while longer where both are there and the route is only worked out again. */
function mayWait({ clock }: Ctx, { due_at: dueAt }: Plan, forRoute: boolean): boolean {
  if (dueAt === null) return false
  return Temporal.Instant.compare(clock.now(), forRoute ? dueAt.add(OVERTIME) : dueAt) < 0
}

/** What of the answers fits the plan as it is now. */
export function partsOf(
  plan: Plan,
  answers: { route: AnswerRow | undefined; weather: AnswerRow | undefined },
): Parts {
  const fits = (answer: AnswerRow | undefined) =>
    answer?.content_version !== undefined &&
    answer.content_version !== null &&
    answer.content_version >= plan.anchor_version
  const route = fits(answers.route) ? calculatedOf(answers.route!) : undefined
  const weather = fits(answers.weather) ? fetchedOf(answers.weather!) : undefined
  return {
    route,
    weather,
    missing: [...(route ? [] : ['route' as const]), ...(weather ? [] : ['weather' as const])],
    weatherChanged: answers.weather?.worth_telling ?? false,
  }
}

/** Both have answered this version, in the zone of the plan, and the route is not being worked out again. */
function isSettled(
  plan: Plan,
  answers: { route: AnswerRow | undefined; weather: AnswerRow | undefined },
  parts: Parts,
): boolean {
  const answered = (answer: AnswerRow | undefined) =>
    answer !== undefined && answer.plan_version >= plan.asked_version
  const inZone = !parts.route || foundZone(parts.route) === plan.zone
  return answered(answers.route) && answered(answers.weather) && inZone && !awaitsRoute(answers, parts)
}

/**
 * Is the route being worked out again, because it and the weather speak of other minutes? Not where its last try failed:
 * what is shown then is from before, and nothing is on its way.
 */
export function awaitsRoute(answers: { route: AnswerRow | undefined }, parts: Parts): boolean {
  return failureOf(answers.route) === null && !extrasMatch(parts)
}

/** The route recalculates by itself when the weather brings minutes; until then the two do not fit together. */
function extrasMatch({ route, weather }: Pick<Parts, 'route' | 'weather'>): boolean {
  if (!route || !weather) return true
  const minutes = ({ trafficMinutes, parkingMinutes }: z.output<typeof BufferExtras>) =>
    `${trafficMinutes}+${parkingMinutes}`
  return minutes(route.extras) === minutes(weather.extras)
}

async function publish(ctx: Ctx, tx: Tx, plan: Plan, parts: Parts, settled: boolean): Promise<void> {
  const content = contentOf(plan, parts)
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  if (hash === plan.planned_hash && (plan.planned_settled || !settled)) {
    if (plan.due_at !== null) await rest(tx, plan.id)
    return
  }
  const version = plan.planned_version + 1
  const wakeUp = parts.route?.times.wakeUp.toInstant() ?? null
  const changes = [...pendingChanges(plan), ...movedWakeUp(plan, wakeUp)]
  const tell = tellOf(plan, wakeUp, parts)
  const at = ctx.clock.now()
  await tx.query
    .insertInto('planned')
    .values({ plan_id: plan.id, version, at, tell, content: JSON.stringify(content) })
    .execute()
  await tx.query
    .updateTable('plans')
    .set({
      planned_version: version,
      planned_hash: hash,
      planned_settled: settled,
      due_at: null,
      pending_changes: '[]',
      wake_up: wakeUp,
      leave_home: parts.route?.times.leaveHome.toInstant() ?? null,
      missing: parts.missing,
    })
    .where('id', '=', plan.id)
    .execute()
  await tx.query
    .updateTable('answers')
    .set({ worth_telling: false })
    .where('plan_id', '=', plan.id)
    .where('worth_telling', '=', true)
    .execute()
  await tx.publish(
    schedulePlanned,
    { ...planned(plan, parts), version, settled, first: version === 1, changes, tell },
    { subject: `day:${plan.day_id}` },
  )
}

async function rest(tx: Tx, planId: string): Promise<void> {
  await tx.query.updateTable('plans').set({ due_at: null }).where('id', '=', planId).execute()
}

function planned(plan: Plan, parts: Parts) {
  const times = parts.route?.times
  return {
    dayId: plan.day_id,
    planId: plan.id,
    userId: plan.user_id,
    complete: parts.missing.length === 0,
    missing: parts.missing,
    shootingDate: plan.date.toString(),
    zone: plan.zone,
    call: withOffset(plan.call.toZonedDateTimeISO(plan.zone)),
    wrap: plan.wrap && withOffset(plan.wrap.toZonedDateTimeISO(plan.zone)),
    wakeUp: times ? withOffset(times.wakeUp) : null,
    leaveHome: times ? withOffset(times.leaveHome) : null,
    onSet: times ? withOffset(times.onSet) : null,
    state: plan.state as z.output<typeof schedulePlanned.data>['state'],
  }
}

/** All that a calendar or a message would show: the same again is not told again. */
function contentOf(plan: Plan, parts: Parts) {
  const { route, weather } = parts
  return {
    ...planned(plan, parts),
    planVersion: plan.version,
    times:
      route && Object.fromEntries(Object.entries(route.times).map(([name, time]) => [name, String(time)])),
    drives: route?.legs.map(({ from, to, driveMinutes }) => ({ from, to, driveMinutes })),
    estimated: route?.estimated,
    weather: weather && {
      kind: weather.kind,
      summary: weather.summary,
      warnings: weather.warnings,
      rating: weather.rating,
      advice: weather.advice,
    },
  }
}

function pendingChanges(plan: Plan): Change[] {
  return z.array(FieldChange).parse(plan.pending_changes)
}

function movedWakeUp(plan: Plan, wakeUp: Temporal.Instant | null): Change[] {
  const [before, after] = [plan.wake_up, wakeUp].map((time) => time && clockOf(time, plan.zone))
  if (plan.planned_version === 0 || plan.wake_up?.toString() === wakeUp?.toString()) return []
  return [{ field: 'wakeUp', before: before ?? null, after: after ?? null }]
}

/**
 * What a message should say. The first version is the day itself; later ones say what changed by a sheet or an edit;
 * else that the wake-up is known at last, or not any more (a home that the map does not know), or has moved by five
 * minutes or more (earlier has words of its own); else that the weather has changed, or is there at last and bad.
 */
function tellOf(plan: Plan, wakeUp: Temporal.Instant | null, parts: Parts): Tell {
  if (plan.planned_version === 0) return 'ready'
  if (pendingChanges(plan).length > 0) return 'changed'
  if ((plan.wake_up === null) !== (wakeUp === null)) return 'changed'
  const moved = plan.wake_up && wakeUp ? wakeUpMoved(plan.wake_up, wakeUp) : 'little'
  if (moved === 'earlier') return 'leave-earlier'
  if (moved === 'later') return 'changed'
  const bad = plan.missing.includes('weather') && (parts.weather?.warnings.length ?? 0) > 0
  return parts.weatherChanged || bad ? 'weather' : 'quiet'
}
