import { HealthStatus } from '#kernel'
import type { Channel, NotificationKind, UserSettings } from '#services/config'
import {
  calendarDisconnected,
  composeReview,
  mailboxDisconnected,
  messageFailed,
  processingError,
} from './attention.ts'
import { composeBooking, isAboutBooking } from './bookings.ts'
import type { Ctx } from './context.ts'
import type { BookingTemplate, Facts, TemplateName } from './intents.ts'
import { intentById, markComposed } from './intents-in-hand.ts'
import { linkTo } from './links.ts'
import { asRecipient, type Composed, notify, type Recipient } from './notify.ts'
import { aboutPlan, newsOfDay, planOf, summedUp, viewed, type Work } from './plan-news.ts'
import { composeDigest, composeReminder } from './reminders.ts'
import { alertPriority } from './system-alerts.ts'
import { money } from './templates/booking-view.ts'
import { longDate, type Plan } from './templates/day-view.ts'
import { type Draft, render } from './templates/draft.ts'
import { templates } from './templates/index.ts'
import { timedUntil } from './timers.ts'

/** Turns an intent into a notification, from what is true now: an event may be older than the plan that it tells of. */
export async function runCompose(ctx: Ctx, intentId: string): Promise<void> {
  const intent = await intentById(ctx, intentId)
  if (!intent || intent.composed_at) return
  const template = intent.template as TemplateName
  const facts = intent.facts as Facts
  const { to, composed } = isAboutBooking(template)
    ? await composeBooking(ctx, template, facts, intent.user_id)
    : await composePersonal(ctx, template, facts, intent.user_id!)
  if (!('silent' in composed))
    await notify(ctx, to, {
      id: intent.id,
      ...composed.order,
      // A guest's way to their tickets carries their token: it stands in the draft.
      content: rendered(ctx, to, composed.draft, to.userId === null ? null : composed.order.subject),
    })
  await markComposed(ctx, { id: intent.id, outcome: 'silent' in composed ? composed.silent : 'notified' })
}

async function composePersonal(
  ctx: Ctx,
  template: PersonalTemplate,
  facts: Facts,
  userId: string,
): Promise<{ to: Recipient; composed: Composed }> {
  const settings = await ctx.call.config.settingsOf({ userId })
  const work: Work = { ctx, userId, facts, texts: templates[settings.language], settings }
  return { to: asRecipient(settings), composed: await composers[template](work) }
}

/** A draft in the person's language with the house's frame around it, and the way to what it is about. */
export function rendered(
  ctx: Ctx,
  { language }: Pick<UserSettings, 'language'>,
  draft: Draft,
  subject: string | null,
) {
  const texts = templates[language]
  return render(draft, {
    language,
    footer: texts.footer(ctx.publicUrl),
    mark: ctx.sandbox ? texts.sandboxMark : null,
    link: linkTo(subject, { publicUrl: ctx.publicUrl, language }),
  })
}

type PersonalTemplate = Exclude<TemplateName, BookingTemplate>

const composers: Record<PersonalTemplate, (work: Work) => Promise<Composed>> = {
  ready: (work) => newsOfDay(work, 'ready'),
  changed: (work) => newsOfDay(work, 'changed'),
  'leave-earlier': (work) => newsOfDay(work, 'leave-earlier'),
  weather: (work) => newsOfDay(work, 'weather'),
  'wake-up': (work) => timed(work, 'wake-up', (plan) => work.texts.wakeUp(viewed(work, plan))),
  departure: (work) => timed(work, 'departure', (plan) => work.texts.departure(viewed(work, plan))),
  cancelled,
  evening,
  review: composeReview,
  'message-failed': messageFailed,
  'mailbox-disconnected': mailboxDisconnected,
  'calendar-disconnected': calendarDisconnected,
  'processing-error': processingError,
  reminder: composeReminder,
  'reminder-digest': composeDigest,
  'target-off': targetOff,
  'service-state': async ({ facts, texts }) => {
    const status = HealthStatus.parse(facts.status)
    const service = String(facts.service)
    return {
      draft: texts.serviceState({ service, status, changes: Number(facts.changes) }),
      order: { kind: 'system-alert', priority: alertPriority[status], subject: `service:${service}` },
    }
  },
  'refund-failed': async ({ facts, texts }) => ({
    draft: texts.refundFailed({
      amount: money(Number(facts.amount), String(facts.currency), texts.locale),
      refundId: String(facts.refundId),
      bookingId: String(facts.bookingId),
      wasDone: facts.wasDone === true,
    }),
    order: { kind: 'system-alert', priority: 'high', subject: `booking:${facts.bookingId}` },
  }),
  'run-stuck': async ({ facts, texts }) => ({
    draft: texts.runStuck({
      kind: String(facts.kind),
      runId: String(facts.runId),
      lastStep: facts.lastStep === null ? null : String(facts.lastStep),
    }),
    order: { kind: 'system-alert', priority: 'high', subject: `run:${facts.runId}` },
  }),
}

async function timed(work: Work, kind: NotificationKind, write: (plan: Plan) => Draft): Promise<Composed> {
  const expiresAt = timedUntil(Temporal.Instant.from(String(work.facts.dueAt)))
  const composed = aboutPlan(await planOf(work, String(work.facts.planId)), kind, write)
  if ('silent' in composed) return composed
  if (Temporal.Instant.compare(work.ctx.clock.now(), expiresAt) > 0) return { silent: 'too-late' }
  return { ...composed, order: { ...composed.order, expiresAt } }
}

/** The title may be gone with the day; the date is known here. */
async function cancelled(work: Work): Promise<Composed> {
  const { ctx, facts, texts } = work
  const planId = String(facts.planId)
  const plan = await planOf(work, planId)
  const day = await ctx.db.query
    .selectFrom('days')
    .select('shooting_date')
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const date = plan?.shootingDate ?? day?.shooting_date
  return {
    draft: texts.cancelled({
      production: plan?.productionTitle ?? 'Klaps',
      date: date ? longDate(date, texts.locale) : '',
    }),
    order: {
      kind: 'schedule-cancelled',
      subject: `day:${facts.dayId}`,
      ...(facts.byUser ? { priority: 'low' as const } : {}),
    },
  }
}

/** Told within the last hour, a day is not told again. */
const recentMinutes = 60

async function evening(work: Work): Promise<Composed> {
  const { ctx, userId, facts } = work
  const date = Temporal.PlainDate.from(String(facts.date))
  const days = await ctx.db.query
    .selectFrom('days')
    .select('plan_id')
    .where('user_id', '=', userId)
    .where('shooting_date', '=', date)
    .where('cancelled', '=', false)
    .orderBy('call_at')
    .limit(10)
    .execute()
  const found = await Promise.all(days.map((day) => planOf(work, day.plan_id)))
  const plans = found.filter((plan) => plan !== undefined).filter(isOn)
  if (plans.length === 0) return { silent: 'nothing-planned' }
  if (await toldJustNow(work, plans)) return { silent: 'just-told' }
  const [first] = plans
  return {
    draft: work.texts.evening(plans.map((plan) => viewed(work, plan))),
    order: {
      kind: 'schedule-ready',
      subject: `day:${first!.dayId}`,
      latest: first!.wakeUp ?? first!.call,
      first: (tx) => summedUp(tx, plans),
    },
  }
}

const isOn = ({ state }: Plan) => state !== 'cancelled' && state !== 'tentative'

async function toldJustNow({ ctx, userId }: Work, plans: readonly Plan[]): Promise<boolean> {
  const since = ctx.clock.now().subtract({ minutes: recentMinutes })
  const told = await ctx.db.query
    .selectFrom('notifications')
    .select('subject')
    .where('user_id', '=', userId)
    .where('kind', '=', 'schedule-ready')
    .where('created_at', '>', since)
    .execute()
  return plans.every((plan) => told.some((each) => each.subject === `day:${plan.dayId}`))
}

async function targetOff({ ctx, facts, texts }: Work): Promise<Composed> {
  const target = await ctx.db.query
    .selectFrom('targets')
    .select(['channel', 'label'])
    .where('id', '=', String(facts.targetId))
    .executeTakeFirst()
  if (!target) return { silent: 'gone' }
  return {
    draft: texts.targetOff({ channel: target.channel as Channel, label: target.label }),
    order: {
      kind: 'system-alert',
      priority: 'low',
      channels: ['in-app'],
      subject: `target:${facts.targetId}`,
    },
  }
}
