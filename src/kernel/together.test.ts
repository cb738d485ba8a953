import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { deliveryJobs } from './deliveries.ts'
import { dispatchEvents, eventRetries } from './dispatch.ts'
import type { Envelope } from './envelope.ts'
import type { QueuedJob, RunningJob } from './queue.ts'
import { calls, chorusService } from './testing/chorus.ts'
import { delivery, leaveInOutbox, noteEvent, runtimeOf } from './testing/envelopes.ts'
import { notebookService } from './testing/notebook.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({
    services: [notebookService, chorusService],
    alone: false,
    env: { KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(() => house.stop())
beforeEach(() => void (calls.length = 0))

const chorus = () => runtimeOf(house, 'chorus')
const heard = async (...events: Envelope[]) =>
  (
    await house.rows<{ event_id: string }>('select event_id from chorus.heard where event_id = any($1)', [
      events.map(({ id }) => id),
    ])
  ).map((row) => row.event_id)
const jobsAlone = (event: Envelope) =>
  house.rows<{ state: string }>(
    `select state::text from pgboss.job where name = 'chorus.events' and data->>'id' = $1`,
    [event.id],
  )
const group = (...events: Envelope[]) => delivery(deliveryJobs(events)[0]!.data)

describe('events that go out together', () => {
  it('come in one job, are handled in one call, and each effect continues the story of its own event', async () => {
    const events = Array.from({ length: 40 }, (_, at) => noteEvent(`together ${at}`))
    await leaveInOutbox(house, ...events)
    await until('all to be sung', async () => (await heard(...events)).length === 40)
    expect(calls).toEqual([40])
    const sung = await until('the events that follow', async () => {
      const found = await house.rows<{ event: Envelope }>(
        `select event from chorus.event_log where type = 'note.sung' order by seq`,
      )
      return found.length === 40 && found
    })
    expect(sung.map(({ event }) => [event.causationid, event.correlationid, event.reason])).toEqual(
      events.map(({ id, correlationid }) => [id, correlationid, 'note.written (anonymous)']),
    )
    const hummed = await until('the jobs that follow', async () => {
      const found = await house.rows<{ data: { correlationId: string } }>(
        `select data from pgboss.job where name = 'chorus.hum' and state = 'completed'`,
      )
      return found.length === 40 && found
    })
    expect(new Set(hummed.map(({ data }) => data.correlationId))).toEqual(
      new Set(events.map(({ correlationid }) => correlationid)),
    )
  })

  it('have one effect each when the process dies before their job is done, whatever group they come in again', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map(noteEvent) as [Envelope, Envelope, Envelope]
    await dispatchEvents(chorus(), [group(one, two)])
    await Promise.all([
      dispatchEvents(chorus(), [group(one, two)]),
      dispatchEvents(chorus(), [group(two, three), delivery(one)]),
    ])
    expect((await heard(one, two, three)).toSorted()).toEqual([one.id, two.id, three.id].toSorted())
  })

  it('leave neither effect nor mark when the process dies before the commit', async () => {
    const events = ['undone one', 'undone two'].map(noteEvent)
    const runtime = chorus()
    const dying = {
      ...runtime,
      service: {
        ...runtime.service,
        on: {
          noteWritten: {
            together: async (...all: Parameters<typeof singing.together>) => {
              await singing.together(...all)
              throw new Error('killed')
            },
          },
        },
      },
      tryApart: async () => {
        throw new Error('killed')
      },
    }
    const singing = runtime.service.on.noteWritten as Extract<
      (typeof runtime.service.on)[string],
      { together: unknown }
    >
    const [outcome] = await dispatchEvents(dying, [group(...events)])
    expect(outcome!.error).toBeDefined()
    expect(await heard(...events)).toEqual([])
    expect(
      await house.rows('select 1 from chorus.inbox where event_id = any($1)', [events.map(({ id }) => id)]),
    ).toEqual([])
    await dispatchEvents(runtime, [group(...events)])
    expect(await heard(...events)).toHaveLength(2)
  })
})

describe('a poison event among others', () => {
  it('holds up none of them, is retried alone, and becomes a dead letter of its own', async () => {
    const poison = noteEvent('poison among others')
    const others = ['before it', 'behind it'].map(noteEvent)
    await leaveInOutbox(house, others[0]!, poison, others[1]!)
    await until('the others', async () => (await heard(...others)).length === 2)
    await until('a job of its own', async () => (await jobsAlone(poison)).length === 1)
    await until('its first failure alone', async () => (await jobsAlone(poison))[0]!.state === 'retry')
    await house.rows(
      `update pgboss.job set retry_count = ${eventRetries.retryLimit - 1}, start_after = now()
       where name = 'chorus.events' and data->>'id' = $1`,
      [poison.id],
    )
    await until('the dead letter', async () =>
      (
        await house.rows(`select 1 from pgboss.job where name = 'chorus.events.dead' and data->>'id' = $1`, [
          poison.id,
        ])
      ).at(0),
    )
    expect(await heard(poison)).toEqual([])
  })

  it('is set apart once, however often its group comes', async () => {
    const [poison, other] = [noteEvent('poison, twice'), noteEvent('beside it')]
    for (let time = 1; time <= 2; time++)
      expect((await dispatchEvents(chorus(), [group(poison, other)]))[0]!.error).toBeUndefined()
    expect(await jobsAlone(poison)).toHaveLength(1)
    expect(await heard(other)).toHaveLength(1)
  })

  it('brings its whole group again when it cannot be set apart', async () => {
    const [poison, other] = [noteEvent('poison, kept'), noteEvent('beside the kept')]
    const down = { ...chorus(), tryApart: () => Promise.reject(new Error('the database is away')) }
    const [outcome] = await dispatchEvents(down, [group(poison, other)])
    expect(outcome!.error).toBeDefined()
    expect(await heard(poison, other)).toEqual([other.id])
  })
})

it('what is no event at all is passed over, and those beside it have their effect', async () => {
  const event = noteEvent('beside nonsense')
  const job = delivery({ together: [{ nonsense: true }, event] })
  expect(await dispatchEvents(chorus(), [job])).toEqual([{ id: job.id }])
  expect(await heard(event)).toHaveLength(1)
})

it('groups are handled in the order of going out', async () => {
  const events = Array.from({ length: 1200 }, (_, at) => noteEvent(`ordered ${at}`))
  const jobs: RunningJob[] = []
  for (let at = 0; at < events.length; at += 400) {
    const [{ id, data }] = deliveryJobs(events.slice(at, at + 400)) as [QueuedJob]
    jobs.push({ ...delivery(data), id: id! })
    await sleep(2)
  }
  await dispatchEvents(chorus(), jobs.toReversed())
  const told = await house.rows<{ cause: string }>(
    `select event->>'causationid' as cause from (
       select seq, event from chorus.outbox union all select seq, event from chorus.event_log) as told
     where event->>'causationid' = any($1) order by seq`,
    [events.map(({ id }) => id)],
  )
  expect(told.map(({ cause }) => cause).join(' ')).toEqual(events.map(({ id }) => id).join(' '))
})
