import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { dispatchEvents, eventRetries } from './dispatch.ts'
import type { Envelope } from './envelope.ts'
import { delivery, leaveInOutbox, noteEvent, runtimeOf } from './testing/envelopes.ts'
import { notebookService, noteWritten } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

const services = [notebookService, readerService]
let house: TestHouse
beforeAll(async () => {
  // Not alone, it looks ten times a second for what lies in its outbox.
  house = await openTestHouse({ services, alone: false, env: { KLAPS_OUTBOX_POLL_MS: '100' } })
})
afterAll(() => house.stop())

const heard = (text: string) =>
  house.rows<{ event_id: string }>('select event_id from reader.heard where text = $1', [text])
const reader = () => runtimeOf(house, 'reader')

describe('publishing', () => {
  it('in one statement of the service is told of at once, as an event of its own', async () => {
    // Its next look comes in a minute.
    const slow = await openTestHouse({ services, alone: false, env: { KLAPS_OUTBOX_POLL_MS: '60000' } })
    try {
      const { db } = runtimeOf(slow, 'notebook')
      const draft = db.draft(noteWritten, { reason: 'a hot path' })
      const data = { noteId: crypto.randomUUID(), text: 'in one statement', version: 1 }
      await slow.rows('insert into notebook.outbox (id, type, event) values ($1, $2, $3)', [
        draft.id,
        draft.type,
        JSON.stringify({ ...draft, data }),
      ])
      db.wakeRelay()
      await until('the note', async () =>
        (await slow.rows(`select 1 from reader.heard where text = 'in one statement'`)).at(0),
      )
      expect(() => runtimeOf(slow, 'reader').db.draft(noteWritten)).toThrow('does not own the event')
    } finally {
      await slow.stop()
    }
  })

  it('is undone with its transaction', async () => {
    const anna = await house.person()
    for (const [refuse, headers] of [
      [409, {}],
      [500, {}],
      [409, { 'idempotency-key': crypto.randomUUID() }],
    ] as const) {
      const { status } = await anna.post('/notes', { text: 'never', refuse }, headers)
      expect(status).toBe(refuse)
    }
    // What comes after it in the same outbox has arrived, so the undone ones would have, too.
    await anna.post('/notes', { text: 'after never' })
    await until('the event after', async () => (await heard('after never')).length === 1)
    expect(await heard('never')).toEqual([])
    expect(
      await house.rows(`select 1 from notebook.event_log where event->'data'->>'text' = 'never'`),
    ).toEqual([])
    expect(await house.rows(`select 1 from notebook.worked where text = 'never'`)).toEqual([])
  })

  it('survives a process that dies between the commit and the relay', async () => {
    const dead = await openTestHouse({ services })
    await dead.halt()
    await leaveInOutbox(dead, noteEvent('left behind'))
    const next = await openTestHouse({ services, on: dead })
    try {
      await until('the event', async () =>
        (await dead.rows(`select 1 from reader.heard where text = 'left behind'`)).at(0),
      )
      expect(await dead.rows('select 1 from notebook.outbox')).toEqual([])
    } finally {
      await next.stop()
      await dead.stop()
    }
  })

  it('keeps in the log what was relayed, with its story', async () => {
    const anna = await house.person()
    const correlation = crypto.randomUUID()
    await anna.post('/notes', { text: 'for the log' }, { 'x-correlation-id': correlation })
    const [kept] = await until('the log', async () => {
      const found = await house.rows<{ event: Record<string, unknown> }>(
        `select event from notebook.event_log where event->'data'->>'text' = 'for the log'`,
      )
      return found.length > 0 && found
    })
    expect(kept!.event).toMatchObject({
      specversion: '1.0',
      source: '/klaps/notebook',
      type: 'note.written',
      correlationid: correlation,
      actor: `user:${anna.id}`,
      reason: 'POST /notes',
    })
  })

  it('takes no reason from a stranger', async () => {
    const anna = await house.person()
    await anna.post('/notes', { text: 'excused' }, { 'x-reason': 'the administrator said so' })
    const [kept] = await until('the log', async () => {
      const found = await house.rows<{ reason: string }>(
        `select event->>'reason' as reason from notebook.event_log where event->'data'->>'text' = 'excused'`,
      )
      return found.length > 0 && found
    })
    expect(kept!.reason).toBe('POST /notes')
  })
})

describe('an event that arrives again', () => {
  it('has one effect, ten times at once and ten times in one batch', async () => {
    const event = noteEvent('told ten times')
    const apart = await Promise.all(
      Array.from({ length: 10 }, () => dispatchEvents(reader(), [delivery(event)])),
    )
    const together = await dispatchEvents(
      reader(),
      Array.from({ length: 10 }, () => delivery(event)),
    )
    expect([...apart.flat(), ...together].filter((outcome) => outcome.error !== undefined)).toEqual([])
    expect(await heard('told ten times')).toHaveLength(1)
  })

  it('has two effects once the inbox has forgotten it', async () => {
    const event = noteEvent('forgotten')
    await dispatchEvents(reader(), [delivery(event)])
    await house.rows('delete from reader.inbox where event_id = $1', [event.id])
    await dispatchEvents(reader(), [delivery(event)])
    expect(await heard('forgotten')).toHaveLength(2)
  })

  it('leaves no mark in the inbox when it fails, so that the next try is one', async () => {
    const event = noteEvent('poison, marked')
    expect((await dispatchEvents(reader(), [delivery(event)]))[0]!.error).toBeDefined()
    expect(await house.rows('select 1 from reader.inbox where event_id = $1', [event.id])).toEqual([])
  })
})

describe('a failing event', () => {
  it('fails alone: its neighbours in the batch have their effect', async () => {
    const batch = ['before poison', 'poison', 'behind poison'].map((text) => delivery(noteEvent(text)))
    const outcomes = await dispatchEvents(reader(), batch)
    const failed = outcomes.filter((outcome) => outcome.error !== undefined)
    expect(failed.map((outcome) => outcome.id)).toEqual([batch[1]!.id])
    expect(await heard('before poison')).toHaveLength(1)
    expect(await heard('poison')).toEqual([])
    expect(await heard('behind poison')).toHaveLength(1)
  })

  it('fails alone when it is no event at all', async () => {
    const batch = [delivery({ nonsense: true }), delivery(noteEvent('beside nonsense'))]
    const outcomes = await dispatchEvents(reader(), batch)
    expect(outcomes.find((outcome) => outcome.id === batch[0]!.id)!.error).toBeDefined()
    expect(await heard('beside nonsense')).toHaveLength(1)
  })

  it('is tried again, then becomes a dead letter and an error that others hear of', async () => {
    const userId = crypto.randomUUID()
    const poison = noteEvent('poison for good')
    const event = { ...poison, data: { ...(poison.data as object), userId } }
    await leaveInOutbox(house, event)
    const job = `name = 'reader.events' and data->>'id' = '${event.id}'`
    await until('the first failure', async () =>
      (await house.rows(`select 1 from pgboss.job where ${job} and state = 'retry'`)).at(0),
    )
    await house.rows(
      `update pgboss.job set retry_count = ${eventRetries.retryLimit - 1}, start_after = now() where ${job}`,
    )
    await until('the dead letter', async () =>
      (
        await house.rows(
          `select 1 from pgboss.job where name = 'reader.events.dead' and data->>'id' = '${event.id}'`,
        )
      ).at(0),
    )
    const told = await until('the error', async () =>
      (
        await house.rows<{ event: Envelope }>(
          `select event from reader.event_log where type = 'error.occurred' and event->>'correlationid' = $1`,
          [event.correlationid],
        )
      ).at(0),
    )
    expect(told.event.data).toMatchObject({
      operation: 'reader on note.written',
      code: 'given-up',
      message: 'this note cannot be heard',
      userId,
    })
    expect(await heard('poison for good')).toEqual([])
  })
})

describe('a handler that leaves the process', () => {
  it.each([
    ['call out', 'a call of notebook.secret'],
    ['second connection', 'a second connection of reader'],
    ['second transaction', 'a second connection of reader'],
    ['outside call', 'an outside call'],
    ['the key of a person', 'the key of a person'],
  ])('by %s is stopped and leaves no effect', async (text, what) => {
    const [outcome] = await dispatchEvents(reader(), [delivery(noteEvent(text))])
    expect((outcome!.error as Error).message).toBe(
      `${what} inside an event handler of reader: write an intent row and let a job do it after the commit`,
    )
    expect(await heard(text)).toEqual([])
  })
})

it('a job that never works becomes a dead letter and an error that others hear of', async () => {
  const anna = await house.person()
  await anna.post('/notes', { text: 'hopeless' })
  const told = await until('the error', async () =>
    (
      await house.rows<{ data: { operation: string; userId: string } }>(
        `select event->'data' as data from notebook.event_log where type = 'error.occurred'`,
      )
    ).at(0),
  )
  expect(told.data, 'whose work it was').toMatchObject({ operation: 'notebook.hopeless', userId: anna.id })
  await until('the dead letter', async () =>
    (await house.rows(`select 1 from pgboss.job where name = 'notebook.hopeless.dead'`)).at(0),
  )
})
