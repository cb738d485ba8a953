import { derivedId } from '#kernel'
import type { Tx } from './context.ts'

/** Which plan is meant: whose, of which shooting day of which production. */
export interface PlanIdentity {
  id: string
  dayId: string
  productionId: string
  userId: string
  date: Temporal.PlainDate
}

/** Both ids follow from what they identify, so two sheets that arrive together mean the same day. */
export function identityOf(
  production: { id: string },
  userId: string,
  date: Temporal.PlainDate,
): PlanIdentity {
  const dayId = derivedId('day', production.id, date.toString())
  return { id: derivedId('plan', dayId, userId), dayId, productionId: production.id, userId, date }
}

export async function addDay(tx: Tx, { dayId, productionId, date }: PlanIdentity): Promise<void> {
  await tx.query
    .insertInto('days')
    .values({ id: dayId, production_id: productionId, date })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
