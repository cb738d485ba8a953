import { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import { noExtras, PlannedRoute, RouteFailure, type RoutePlan } from './contract.ts'
import type { Plan } from './queries.ts'
import { pathsAad } from './record.ts'

const Polylines = z.array(z.string().nullable())

/** A plan as its owner sees it. An answer to an older version of the day is not shown: it may be about another place. */
export function present(plan: Plan, cipher: PersonalCipher): z.output<typeof RoutePlan> {
  const isAnswered = plan.answered_plan_version === plan.plan_version
  const route = isAnswered && plan.answer ? PlannedRoute.decode(plan.answer as never) : undefined
  const polylines =
    route && plan.paths ? Polylines.parse(JSON.parse(cipher.open(plan.paths, pathsAad(plan.plan_id)))) : []
  const failure = isAnswered ? RouteFailure.nullable().parse(plan.failure) : null
  return {
    planId: plan.plan_id,
    dayId: plan.day_id,
    version: plan.version,
    planVersion: plan.plan_version,
    state: route ? 'calculated' : failure ? 'failed' : 'calculating',
    failure,
    times: route?.times ?? null,
    legs: (route?.legs ?? []).map((leg, index) => ({ ...leg, polyline: polylines[index] ?? null })),
    totalDriveMinutes: route?.totalDriveMinutes ?? 0,
    buffers: route?.buffers ?? null,
    extras: route?.extras ?? noExtras,
    zone: plan.zone,
    locationCoordinates: route?.locationCoordinates ?? null,
    warnings: route?.warnings ?? [],
    calculatedAt: route ? plan.calculated_at : null,
    estimated: route?.estimated ?? false,
  }
}
