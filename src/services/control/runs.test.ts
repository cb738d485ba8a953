import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Envelope, type EventDefinition, sourceOf } from '#kernel'
import { bookingConfirmed, bookingCreated, bookingExpired } from '#services/booking'
import { emailProcessed, emailReceived } from '#services/email'
import { notificationFailed, notificationPostponed, notificationSent } from '#services/notification'
import { paymentCompleted } from '#services/payment'
import { reminderDue } from '#services/reminder'
import { schedulePlanned } from '#services/schedule'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { again, putInOutbox } from '../../../test/support/events.ts'
import control from './service.ts'
import { noNeighbours, workshop } from './workshop.fixture.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())

const start = Temporal.Now.instant().subtract({ minutes: 1 })
/** An event as a service told it, `seconds` after the start; what `control` does not look at is left out. */
function told(
  definition: EventDefinition,
  correlationid: string,
  seconds: number,
  data: Record<string, unknown>,
): Envelope {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: sourceOf(definition.source),
    type: definition.type,
    time: start.add({ milliseconds: seconds * 1_000 }).toString(),
    datacontenttype: 'application/json',
    data,
    correlationid,
    actor: 'service:test',
    reason: 'a test',
  }
}

/** Brings events to control and waits until it has heard them. */
async function hear(...events: Envelope[]) {
  await putInOutbox(house, 'workshop', events)
  await admin.post('/workshop/orders', { colour: 'white' })
  for (const { id } of events)
    await until('the step', async () =>
      (await house.rows('select 1 from control.steps where event_id = $1', [id])).at(0),
    )
}

const runsOf = async (correlationId: string) =>
  (await admin.get(`/control/runs?correlationId=${correlationId}`)).body.items
const timeline = async (runId: string) => (await admin.get(`/control/runs/${runId}`)).body

describe('a call sheet', () => {
  const correlation = crypto.randomUUID()
  const emailId = crypto.randomUUID()
  const dayId = crypto.randomUUID()
  const received = told(emailReceived, correlation, 0, { emailId })
  const processed = told(emailProcessed, correlation, 0.4, { emailId, state: 'completed' })
  const planned = told(schedulePlanned, correlation, 1.5, { dayId })
  const sent = told(notificationSent, correlation, 2, { kind: 'schedule-ready' })

  it('is one run from the message to the plan, whatever the order in which its events come', async () => {
    await hear(planned)
    expect(await runsOf(correlation)).toMatchObject([{ kind: 'plan', subject: `day:${dayId}` }])
    await hear(sent, processed)
    await hear(received)
    const [run, ...others] = await runsOf(correlation)
    expect(others).toEqual([])
    expect(run).toMatchObject({
      kind: 'call-sheet',
      subject: `email:${emailId}`,
      correlationId: correlation,
      outcome: 'done',
      durationMs: 1_500,
      stuckAt: null,
    })
    expect(Temporal.Instant.from(run.dueAt).since(run.startedAt).total('seconds')).toBe(120)
    const { steps, more } = await timeline(run.runId)
    expect(more).toBe(false)
    expect(steps).toMatchObject([
      { type: 'email.received', service: 'email', sinceMs: 0 },
      { type: 'email.processed', detail: 'completed', sinceMs: 400 },
      { type: 'schedule.planned', sinceMs: 1_100 },
      { type: 'notification.sent', detail: 'schedule-ready', sinceMs: 500, outcome: 'ok' },
    ])
  })
  it('stays the same when its events come again', async () => {
    const [before] = await runsOf(correlation)
    const marker = told(notificationSent, correlation, 3, { kind: 'wake-up' })
    await hear(again(received), again(planned), marker)
    expect(await runsOf(correlation)).toEqual([before])
    expect((await timeline(before.runId)).steps).toHaveLength(5)
  })
  it('that cannot be processed has failed', async () => {
    const other = crypto.randomUUID()
    await hear(
      told(emailReceived, other, 0, { emailId }),
      told(emailProcessed, other, 1, { emailId, state: 'failed' }),
    )
    expect(await runsOf(other)).toMatchObject([{ outcome: 'failed', durationMs: 1_000 }])
  })
})

describe('a reminder', () => {
  const due = (correlation: string, seconds: number) =>
    told(reminderDue, correlation, seconds, { reminderId: crypto.randomUUID() })

  it('is one run from its time to the first channel on which it is told', async () => {
    const correlation = crypto.randomUUID()
    const rang = due(correlation, 0)
    const { reminderId } = rang.data as { reminderId: string }
    const subject = `reminder:${reminderId}`
    await hear(told(notificationSent, correlation, 0.3, { kind: 'reminder', subject }), rang)
    const [run, ...others] = await runsOf(correlation)
    expect(others).toEqual([])
    expect(run).toMatchObject({
      kind: 'reminder',
      subject,
      outcome: 'done',
      durationMs: 300,
    })
    expect((await timeline(run.runId)).steps).toMatchObject([
      { type: 'reminder.due', service: 'reminder' },
      { type: 'notification.sent', detail: 'reminder', sinceMs: 300 },
    ])
  })
  it('that is not to be told before the end of quiet hours has its time from then on, in any order', async () => {
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    const until = Temporal.Now.instant().add({ hours: 8 }).round('millisecond')
    const held = (correlation: string) =>
      told(notificationPostponed, correlation, -199, {
        kind: 'reminder',
        subject: `reminder:${crypto.randomUUID()}`,
        until: until.toString(),
      })
    await hear(due(first, -200), held(second))
    await hear(held(first), due(second, -200))
    for (const correlation of [first, second]) {
      const [run] = await runsOf(correlation)
      expect(run).toMatchObject({ kind: 'reminder', outcome: 'running', stuckAt: null })
      expect(Temporal.Instant.from(run.dueAt).since(until).total('seconds')).toBe(120)
    }
  })
  it('that nobody could be told of runs on, and is found late', async () => {
    const correlation = crypto.randomUUID()
    await hear(
      due(correlation, -200),
      told(notificationFailed, correlation, -199, { kind: 'reminder', channel: 'sms', code: 'no-number' }),
    )
    const late = await until('the alarm', async () => (await runsOf(correlation))[0].stuckAt)
    expect(late).toBeTruthy()
    expect(await runsOf(correlation)).toMatchObject([{ kind: 'reminder', outcome: 'running' }])
  })
})

describe('a booking', () => {
  const bookingId = crypto.randomUUID()
  const [held, paid] = [crypto.randomUUID(), crypto.randomUUID()]

  it('is one run with its payment, which is a request of its own', async () => {
    await hear(
      told(bookingCreated, held, 0, { bookingId, state: 'held' }),
      told(paymentCompleted, paid, 20, { bookingId, state: 'completed' }),
      told(bookingConfirmed, paid, 21, { bookingId, state: 'confirmed' }),
    )
    await hear(told(notificationSent, paid, 22, { kind: 'booking-confirmed' }))
    const [run] = await runsOf(held)
    expect(await runsOf(paid)).toEqual([run])
    expect(run).toMatchObject({ kind: 'booking', subject: `booking:${bookingId}`, outcome: 'done' })
    expect((await timeline(run.runId)).steps.map(({ type }: { type: string }) => type)).toEqual([
      'booking.created',
      'payment.completed',
      'booking.confirmed',
      'notification.sent',
    ])
    expect((await admin.get(`/control/runs?subject=booking:${bookingId}`)).body.items).toEqual([run])
  })
})

describe('runs', () => {
  it('are listed in pages and by what they are', async () => {
    const names = Array.from({ length: 3 }, () => crypto.randomUUID())
    await hear(
      ...names.map((each, at) => told(bookingExpired, each, 10 + at, { bookingId: crypto.randomUUID() })),
    )
    const first = (await admin.get('/control/runs?outcome=expired&limit=2')).body
    const second = (await admin.get(`/control/runs?outcome=expired&limit=2&cursor=${first.nextCursor}`)).body
    const listed = [...first.items, ...second.items].map(
      ({ correlationId }: { correlationId: string }) => correlationId,
    )
    expect(listed).toEqual(names.toReversed())
    expect(second.nextCursor).toBeNull()
    const plans = (await admin.get('/control/runs?kind=plan')).body.items
    expect(plans.every(({ kind }: { kind: string }) => kind === 'plan')).toBe(true)
    const from = start.add({ seconds: 12 })
    expect((await admin.get(`/control/runs?outcome=expired&from=${from}`)).body.items).toHaveLength(1)
  })
  it('are refused to others, and wrong questions to everybody', async () => {
    const anna = await house.person()
    const runId = crypto.randomUUID()
    for (const path of ['/control/runs', `/control/runs/${runId}`, '/control/expectations']) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await anna.get(path)).status).toBe(403)
    }
    expect((await anna.put('/control/expectations/plan', { seconds: 5 })).status).toBe(403)
    expect((await admin.get(`/control/runs/${runId}`)).status).toBe(404)
    expect((await admin.get('/control/runs?kind=party')).status).toBe(422)
    expect((await admin.get('/control/runs?cursor=nonsense')).status).toBe(422)
    expect((await admin.put('/control/expectations/plan', { seconds: 0 })).status).toBe(422)
    expect((await admin.put('/control/expectations/party', { seconds: 5 })).status).toBe(422)
  })
})

describe('a run that is late', () => {
  it('is told of once, in its own story; what it should take can be said', async () => {
    expect((await admin.put('/control/expectations/booking', { seconds: 30 })).body.seconds).toBe(30)
    expect((await admin.get('/control/expectations')).body.items).toContainEqual({
      kind: 'booking',
      seconds: 30,
    })
    const [late, fine] = [crypto.randomUUID(), crypto.randomUUID()]
    const bookingId = crypto.randomUUID()
    await hear(
      told(bookingCreated, late, 0, { bookingId }),
      told(bookingCreated, fine, 55, { bookingId: crypto.randomUUID() }),
    )
    const run = await until(
      'the alarm',
      async () => (await runsOf(late)).find(({ stuckAt }: { stuckAt: string | null }) => stuckAt),
      12_000,
    )
    expect(run).toMatchObject({ outcome: 'running', durationMs: null })
    expect(await runsOf(fine)).toMatchObject([{ stuckAt: null }])
    const events = await until('the event', async () => {
      const found = await house.rows<{ event: Envelope }>(
        `select event from control.event_log where type = 'control.run.stuck' and event->'data'->>'runId' = $1`,
        [run.runId],
      )
      return found.length > 0 && found
    })
    expect(events).toHaveLength(1)
    expect(events[0]!.event).toMatchObject({
      correlationid: late,
      data: { kind: 'booking', subject: `booking:${bookingId}`, lastStep: 'booking.created', version: 1 },
    })
    await hear(told(bookingExpired, late, 300, { bookingId }))
    expect(await runsOf(late)).toMatchObject([{ outcome: 'expired', stuckAt: run.stuckAt }])
    await until('the alarm in the timeline', async () =>
      (await timeline(run.runId)).steps.some(({ type }: { type: string }) => type === 'control.run.stuck'),
    )
  })
})
