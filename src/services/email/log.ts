import type { z } from 'zod'
import type { ProcessingStep } from '#services/email'
import type { EmailRow } from './present.ts'
import { refusalText } from './reasons.ts'

type LogStep = z.output<typeof ProcessingStep>

/** A line of `steps`. */
export interface HeardStep {
  readonly type: string
  readonly outcome: string
  readonly detail: string | null
  readonly duration_ms: number | null
  readonly at: Temporal.Instant
}

/** What each event completes, and whose completion began it: the order of PRODUCT 1.1 to 1.7. */
const meaning: Readonly<Record<string, { step: string; service: string; begunBy: readonly string[] }>> = {
  'pdf.parsed': { step: 'read', service: 'pdf', begunBy: [] },
  'pdf.rejected': { step: 'read', service: 'pdf', begunBy: [] },
  'pdf.corrected': { step: 'correct', service: 'pdf', begunBy: [] },
  'schedule.created': { step: 'schedule', service: 'schedule', begunBy: ['read', 'correct'] },
  'schedule.updated': { step: 'schedule', service: 'schedule', begunBy: ['read', 'correct'] },
  'schedule.kept': { step: 'schedule', service: 'schedule', begunBy: ['read', 'correct'] },
  'schedule.cancelled': { step: 'cancel', service: 'schedule', begunBy: ['read', 'correct'] },
  'route.calculated': { step: 'route', service: 'route', begunBy: ['schedule'] },
  'route.failed': { step: 'route', service: 'route', begunBy: ['schedule'] },
  'weather.fetched': { step: 'weather', service: 'weather', begunBy: ['schedule'] },
  'weather.failed': { step: 'weather', service: 'weather', begunBy: ['schedule'] },
  'schedule.planned': { step: 'plan', service: 'schedule', begunBy: ['schedule', 'cancel'] },
  'calendar.event.created': { step: 'calendar', service: 'calendar', begunBy: ['plan'] },
  'calendar.event.updated': { step: 'calendar', service: 'calendar', begunBy: ['plan'] },
  'calendar.event.deleted': { step: 'calendar', service: 'calendar', begunBy: ['plan', 'cancel'] },
  'notification.sent': { step: 'notify', service: 'notification', begunBy: ['plan', 'cancel', 'read'] },
  'notification.failed': { step: 'notify', service: 'notification', begunBy: ['plan', 'cancel', 'read'] },
}

const expectedNext: Readonly<Record<string, { step: string; service: string }>> = {
  pending: { step: 'read', service: 'pdf' },
  processing: { step: 'plan', service: 'schedule' },
}

/**
 * The processing log as people read it: receiving, then every step that other services told of, in order of time,
 * then what is being waited for. A step begins when the last of its causes was done.
 */
export function assembleLog(
  email: Pick<EmailRow, 'state' | 'state_reason' | 'started_at'>,
  heard: readonly HeardStep[],
): LogStep[] {
  const done: { step: string; at: Temporal.Instant }[] = []
  const isRefused = refusalText(email.state, email.state_reason) !== null
  const steps: LogStep[] = [
    {
      step: 'receive',
      service: 'email',
      startedAt: email.started_at,
      durationMs: 0,
      outcome: isRefused ? 'failed' : 'ok',
      detail: isRefused ? email.state_reason : null,
    },
  ]
  for (const each of heard.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    const known = meaning[each.type]
    if (!known) continue
    const startedAt = begin(each, known.begunBy, done) ?? email.started_at
    const durationMs = each.duration_ms ?? Math.max(0, each.at.since(startedAt).total('milliseconds'))
    const { step, service } = known
    steps.push({ step, service, startedAt, durationMs, outcome: outcomeOf(each), detail: each.detail })
    done.push({ step, at: each.at })
  }
  const next = expectedNext[email.state]
  if (next) {
    const startedAt = done.at(-1)?.at ?? email.started_at
    steps.push({ ...next, startedAt, durationMs: null, outcome: 'waiting', detail: null })
  }
  return steps
}

function begin(
  step: HeardStep,
  causes: readonly string[],
  done: readonly { step: string; at: Temporal.Instant }[],
): Temporal.Instant | undefined {
  if (step.duration_ms !== null)
    return step.at.subtract({ microseconds: Math.round(step.duration_ms * 1000) })
  return done.findLast((each) => causes.includes(each.step))?.at
}

const outcomeOf = (step: HeardStep): LogStep['outcome'] =>
  step.outcome === 'ok' || step.outcome === 'failed' ? step.outcome : 'skipped'
