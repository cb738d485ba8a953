import { Problem, type Tx } from '#kernel'
import type { NotificationKind, UserSettings } from '#services/config'
import { wakeUpMoved } from '#services/schedule'
import type { Ctx } from './context.ts'
import type { Facts } from './intents.ts'
import type { News } from './news.ts'
import type { Composed } from './notify.ts'
import type { Tables } from './tables.ts'
import { dayView, type Plan } from './templates/day-view.ts'
import type { Draft } from './templates/draft.ts'
import type { Templates } from './templates/templates.ts'

/** What a message to a user is composed with. */
export interface Work {
  readonly ctx: Ctx
  readonly userId: string
  readonly facts: Facts
  readonly texts: Templates
  readonly settings: UserSettings
}

export const viewed = ({ texts }: Work, plan: Plan) => dayView(plan, texts.locale)

/** @param sinceRevision its `changes` are those since then; of the last revision when left out */
export async function planOf(
  { ctx, settings }: Work,
  planId: string,
  sinceRevision?: number | null,
): Promise<Plan | undefined> {
  try {
    return await ctx.call.schedule.planOf({
      planId,
      language: settings.language,
      ...(sinceRevision == null ? {} : { sinceRevision }),
    })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

/** A message about a plan that stands, or why there is none. */
export function aboutPlan(
  plan: Plan | undefined,
  kind: NotificationKind,
  write: (plan: Plan) => Draft,
): Composed {
  if (!plan) return { silent: 'gone' }
  if (plan.state === 'cancelled') return { silent: 'cancelled-since' }
  return {
    draft: write(plan),
    order: { kind, subject: `day:${plan.dayId}`, latest: plan.wakeUp ?? plan.leaveHome ?? plan.call },
  }
}

/** What was decided to be told when the event was heard. */
type Decided = Pick<News, 'template' | 'weather'>

/** What the last message about a day showed; nulls before the first. */
interface Said {
  readonly version: number | null
  readonly revision: number | null
  readonly wakeUp: Temporal.Instant | null
}

/**
 * A message is the difference between what its reader was told last and what is true now, whatever version it was
 * decided for: the first one is the whole day, one whose version was shown already is none, and a wake-up that has moved
 * back to where they believe it is no news; a forecast that changed beside it still is. What it shows is written down in the transaction that writes it, so that of
 * two that are composed at the same time the second looks again.
 */
export async function newsOfDay(work: Work, template: News['template']): Promise<Composed> {
  const planId = String(work.facts.planId)
  const said = await saidOf(work.ctx, planId)
  if (!said) return { silent: 'gone' }
  const plan = await planOf(work, planId, said.revision)
  if (plan && said.version !== null && said.version >= plan.plannedVersion) return { silent: 'said-already' }
  const decided = { template, weather: work.facts.weather === true }
  const composed = compose(work, plan, { decided, said })
  if ('silent' in composed || !plan) return composed
  return { ...composed, order: { ...composed.order, first: (tx) => markSaid(tx, plan, said) } }
}

function compose(
  work: Work,
  plan: Plan | undefined,
  { decided, said }: { decided: Decided; said: Said },
): Composed {
  const { texts } = work
  if (!plan || said.version === null)
    return aboutPlan(plan, 'schedule-ready', (day) => texts.ready(viewed(work, day)))
  const revised = said.revision === null && decided.template !== 'changed' ? [] : plan.changes
  const word = revised.length > 0 ? 'changed' : wordFor(decided, plan, said)
  if (word === 'leave-earlier')
    return aboutPlan(plan, 'leave-earlier', (day) => texts.leaveEarlier(viewed(work, day)))
  if (word === 'weather') return aboutPlan(plan, 'weather-warning', (day) => texts.weather(viewed(work, day)))
  const changes = [...revised, ...movedWakeUp(plan, said)]
  if (changes.length === 0) return { silent: 'nothing-changed' }
  return aboutPlan(plan, 'schedule-changed', (day) => texts.changed(viewed(work, { ...day, changes })))
}

/** What was decided for an older version may have been overtaken: who gets up at another time is told that. */
function wordFor(
  { template, weather }: Decided,
  { wakeUp }: Plan,
  said: Said,
): Exclude<News['template'], 'ready'> {
  if ((wakeUp === null) !== (said.wakeUp === null)) return 'changed'
  const way = wakeUp && said.wakeUp ? wakeUpMoved(said.wakeUp, wakeUp) : 'little'
  if (way === 'little' && weather) return 'weather'
  return way === 'earlier' && template !== 'changed' ? 'leave-earlier' : 'changed'
}

function movedWakeUp({ wakeUp, timeZone }: Plan, said: Said): Plan['changes'] {
  const [before, after] = [said.wakeUp, wakeUp].map(
    (time) => time?.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' }) ?? null,
  )
  return before === after ? [] : [{ field: 'wakeUp', before: before!, after: after! }]
}

async function saidOf({ db }: Ctx, planId: string): Promise<Said | undefined> {
  return await db.query
    .selectFrom('days')
    .select(['said_version as version', 'said_revision as revision', 'said_wake_up as wakeUp'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
}

const asSaid = ({ plannedVersion, revision, wakeUp }: Plan) => ({
  said_version: plannedVersion,
  said_revision: revision,
  said_wake_up: wakeUp,
})

/** @throws when another message was written since `said` was read: the job repeats and looks again. */
async function markSaid(tx: Tx<Tables>, plan: Plan, said: Said): Promise<true> {
  const { numUpdatedRows } = await tx.query
    .updateTable('days')
    .set(asSaid(plan))
    .where('plan_id', '=', plan.planId)
    .where('said_version', 'is not distinct from', said.version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Error('Another message about this day was written meanwhile')
  return true
}

/** The evening's summary shows its days whole: nothing of them is news after it. */
export async function summedUp(tx: Tx<Tables>, plans: readonly Plan[]): Promise<true> {
  for (const plan of plans)
    await tx.query
      .updateTable('days')
      .set({ ...asSaid(plan), told: true })
      .where('plan_id', '=', plan.planId)
      .where((eb) => eb.or([eb('said_version', 'is', null), eb('said_version', '<', plan.plannedVersion)]))
      .execute()
  return true
}
