import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Envelope } from '#kernel'
import { emailProcessed, emailReceived } from '#services/email'
import { notificationSent } from '#services/notification'
import { pdfParsed } from '#services/pdf'
import { schedulePlanned } from '#services/schedule'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { again, deliver, envelopeOf } from '../../../test/support/events.ts'
import { notebookService } from '../../kernel/testing/notebook.ts'
import { bucketOf, lastBucket, percentiles } from './histogram.ts'
import analytics from './service.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, analytics] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())

/** Delivers the events and waits until each is counted, which the inbox shows. */
async function counted(...events: Envelope[]): Promise<void> {
  await deliver(house, events)
  const ids = [...new Set(events.map((event) => event.id))]
  await until('the count', async () => {
    const seen = await house.rows('select 1 from analytics.inbox where event_id = any($1)', [ids])
    return seen.length === ids.length
  })
}

const at = (day: string, time: string) => `${day}T${time}Z`
const story = (day: string) => {
  const correlationid = randomUUID()
  const [emailId, userId] = [randomUUID(), randomUUID()]
  const about = { emailId, userId, version: 1 }
  return {
    received: (time: string) =>
      envelopeOf(
        emailReceived,
        {
          ...about,
          mailboxId: randomUUID(),
          receivedAt: at(day, time),
          score: 1,
          trustedSender: true,
          urgent: false,
          attachments: [],
        },
        { correlationid, time: at(day, time) },
      ),
    planned: (time: string) =>
      envelopeOf(
        schedulePlanned,
        {
          dayId: randomUUID(),
          planId: randomUUID(),
          userId,
          version: 1,
          first: true,
          complete: true,
          missing: [],
          shootingDate: day,
          zone: 'Europe/Warsaw',
          call: at(day, time),
          wrap: null,
          wakeUp: null,
          leaveHome: null,
          onSet: null,
          changes: [],
          settled: true,
          tell: 'ready' as const,
          state: 'pending' as const,
        },
        { correlationid, time: at(day, time) },
      ),
    sent: (time: string) =>
      envelopeOf(
        notificationSent,
        {
          notificationId: randomUUID(),
          userId,
          version: 1,
          kind: 'schedule-ready' as const,
          channel: 'in-app' as const,
          providerId: null,
          subject: null,
        },
        { correlationid, time: at(day, time) },
      ),
    processed: (state: 'completed' | 'failed' | 'ignored', durationMs: number) =>
      envelopeOf(
        emailProcessed,
        { ...about, state, reason: null, durationMs },
        { correlationid, time: at(day, '12:00:00') },
      ),
    parsed: (readMs: number) =>
      envelopeOf(
        pdfParsed,
        {
          ...about,
          documentId: randomUUID(),
          attachmentId: randomUUID(),
          part: { number: 1, of: 1 },
          kind: 'call-sheet' as const,
          subkind: null,
          language: 'pl',
          usable: true,
          needsReview: false,
          problems: [],
          pages: 2,
          readMs,
        },
        { correlationid, time: at(day, '12:00:00') },
      ),
  }
}
const summaryOf = async (from: string, to = from) =>
  (await admin.get(`/analytics/summary?from=${from}&to=${to}`)).body

describe('durations', () => {
  it('from mail to plan run to the first plan of the story, in whatever order the events come', async () => {
    const [one, two] = [story('2031-01-01'), story('2031-01-01')]
    await counted(one.received('10:00:00'), one.planned('10:00:01'), one.planned('10:30:00'))
    await counted(two.planned('11:00:03'))
    await counted(two.received('11:00:00'))
    await counted(two.planned('11:59:00'))
    const { mailToPlanMs, emails, plans } = await summaryOf('2031-01-01')
    expect({ emails, plans }).toEqual({ emails: 2, plans: 4 })
    expect(mailToPlanMs.p50 / 1000).toBeCloseTo(1, 1)
    expect(mailToPlanMs.p95 / 3000).toBeCloseTo(1, 1)
  })
  it('of delivery run from the plan to the first notification', async () => {
    const { received, planned, sent } = story('2031-01-02')
    await counted(received('10:00:00'), planned('10:00:01'), sent('10:00:01.5'), sent('10:20:00'))
    const { items } = (await admin.get('/analytics/daily?from=2031-01-02&to=2031-01-02&metric=delivery')).body
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ date: '2031-01-02', label: 'all', count: 1, sum: 500 })
  })
  it('of reading and processing are as the services measured them, by label', async () => {
    const { parsed, processed } = story('2031-01-03')
    await counted(parsed(80), parsed(120), processed('completed', 900), processed('failed', 100))
    const { items } = (await admin.get('/analytics/daily?from=2031-01-03&to=2031-01-03')).body
    const of = (metric: string, label: string) =>
      items.find((item: { metric: string; label: string }) => item.metric === metric && item.label === label)
    expect(of('pdf.read', 'call-sheet')).toMatchObject({ count: 2, sum: 200 })
    expect(of('email.processed', 'completed').p99 / 900).toBeCloseTo(1, 1)
    expect(of('events', 'pdf.parsed')).toMatchObject({ count: 2, sum: 0, p50: null, p95: null, p99: null })
    expect((await summaryOf('2031-01-03')).successRate).toBe(0.5)
  })
})

describe('counts', () => {
  it('are exact however often events come and in whatever batches, and add up over days', async () => {
    const days = ['2031-02-01', '2031-02-02']
    const events = days.flatMap((day) => Array.from({ length: 30 }, () => story(day).received('09:00:00')))
    await counted(...events)
    await counted(...events.slice(0, 20).map(again), ...events.slice(0, 20).map(again))
    await counted(story('2031-02-02').processed('ignored', 1))
    expect((await summaryOf(days[0]!)).emails).toBe(30)
    const both = await summaryOf(days[0]!, days[1])
    expect(both).toMatchObject({ emails: 60, plans: 0, errors: 0, successRate: null })
  })
  it('would be too high without the inbox: a mark taken away makes the event count again', async () => {
    const event = story('2031-02-03').received('09:00:00')
    await counted(event)
    await house.rows('delete from analytics.inbox where event_id = $1', [event.id])
    await counted(again(event))
    expect((await summaryOf('2031-02-03')).emails).toBe(2)
  })
})

describe('routes', () => {
  it('refuse strangers, those without the permission, and ranges that are too long or backwards', async () => {
    const anna = await house.person()
    for (const path of ['/analytics/daily', '/analytics/summary']) {
      const ask = (from: string, to: string, who = admin) => who.get(`${path}?from=${from}&to=${to}`)
      expect((await ask('2031-01-01', '2031-01-02', house.stranger)).status).toBe(401)
      expect((await ask('2031-01-01', '2031-01-02', anna)).status).toBe(403)
      expect((await ask('2031-01-01', '2032-01-02')).body.code).toBe('analytics.range-too-long')
      expect((await ask('2031-01-01', '2032-01-01')).status).toBe(200)
      expect((await ask('2031-01-02', '2031-01-01')).body.code).toBe('analytics.range-backwards')
      expect((await ask('2031-02-30', '2031-03-01')).status).toBe(422)
      expect((await admin.get(path)).status).toBe(422)
    }
  })
  it('a day on which nothing happened has no numbers', async () => {
    expect((await admin.get('/analytics/daily?from=1999-01-01&to=1999-01-02')).body.items).toEqual([])
    const { mailToPlanMs } = await summaryOf('1999-01-01')
    expect(mailToPlanMs).toEqual({ p50: null, p95: null, p99: null })
  })
})

describe('the histogram', () => {
  it('is within 2.5 % of the true percentile, however the durations lie', () => {
    const durations = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(durations, (list) => {
        const counts = new Map<number, number>()
        for (const each of list) counts.set(bucketOf(each), (counts.get(bucketOf(each)) ?? 0) + 1)
        const sorted = list.toSorted((a, b) => a - b)
        for (const [name, share] of Object.entries({ p50: 0.5, p95: 0.95, p99: 0.99 })) {
          const exact = sorted[Math.ceil(list.length * share) - 1]!
          const told = percentiles(counts)[name as 'p50']!
          expect(Math.abs(told - exact) / exact).toBeLessThan(0.031)
        }
      }),
    )
  })
  it('holds anything: nothing, negative, not a number, endless', () => {
    for (const odd of [0, -5, Number.NaN]) expect(bucketOf(odd)).toBe(1)
    expect(bucketOf(Number.POSITIVE_INFINITY)).toBe(lastBucket)
  })
})
