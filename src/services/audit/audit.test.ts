import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditRecorded, canonicalJson, errorOccurred, userErased } from '#kernel'
import { pdfParsed } from '#services/pdf'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { again, deliver, envelopeOf } from '../../../test/support/events.ts'
import { notebookService } from '../../kernel/testing/notebook.ts'
import type { Ctx } from './context.ts'
import { factsOf } from './facts.ts'
import audit from './service.ts'
import { verify } from './verify.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, audit] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())

async function recorded(...events: Parameters<typeof deliver>[1]): Promise<void> {
  await deliver(house, events)
  await until('the records', async () => {
    const ids = events.map((event) => event.id)
    const found = await house.rows('select 1 from audit.records where event_id = any($1)', [ids])
    return found.length === new Set(ids).size
  })
}

/** Nothing of earlier tests is still on its way: no event waits, and no record has come for half a second. */
async function quiet(): Promise<void> {
  const count = async () => {
    const [row] = await house.rows<{ n: number }>(
      `select (select count(*) from audit.records)::int + 1000000 * (select count(*) from notebook.outbox)::int
         + 1000000 * (select count(*) from audit.outbox)::int as n`,
    )
    return row!.n
  }
  await until('quiet', async () => {
    const before = await count()
    await new Promise((resolve) => setTimeout(resolve, 500))
    return before < 1_000_000 && before === (await count())
  })
}

const changed = (action: string, target: string, given = {}) =>
  envelopeOf(
    auditRecorded,
    { action, target, details: { from: 'a', to: 'b', nested: { b: 1.5, a: 1e21 } } },
    given,
  )

describe('a record', () => {
  it('of a change without a public event keeps what the service gave, actor, reason and story', async () => {
    const [story, actor] = [randomUUID(), `user:${randomUUID()}`]
    await recorded(
      changed('mailbox.paused', 'mailbox:1', { correlationid: story, actor, reason: 'PATCH /mailboxes' }),
    )
    const { body } = await admin.get(`/audit?correlationId=${story}`)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      type: 'audit.recorded',
      action: 'mailbox.paused',
      target: 'mailbox:1',
      actor,
      reason: 'PATCH /mailboxes',
      correlationId: story,
      details: { from: 'a', to: 'b', nested: { b: 1.5, a: 1e21 } },
    })
    expect(body.items[0].hash).toMatch(/^[0-9a-f]{64}$/)
  })
  it('of any other event keeps ids and facts, and no free text', async () => {
    const [documentId, userId, story] = [randomUUID(), randomUUID(), randomUUID()]
    const data = {
      documentId,
      attachmentId: documentId,
      part: { number: 1, of: 1 },
      userId,
      emailId: randomUUID(),
      version: 1,
      kind: 'call-sheet' as const,
      subkind: null,
      language: 'pl',
      usable: true,
      needsReview: false,
      problems: ['No address for Jan Kowalski'],
      pages: 3,
      readMs: 41.5,
    }
    await recorded(envelopeOf(pdfParsed, data, { correlationid: story, subject: `document:${documentId}` }))
    const [record] = (await admin.get(`/audit?correlationId=${story}`)).body.items
    expect(record).toMatchObject({ service: 'pdf', action: 'pdf.parsed', target: `document:${documentId}` })
    expect(record.details).toMatchObject({ documentId, kind: 'call-sheet', usable: true, readMs: 41.5 })
    expect(JSON.stringify(record)).not.toContain('Kowalski')
  })
  it('of a failure names the work that failed', async () => {
    const story = randomUUID()
    const data = { operation: 'email on pdf.parsed', code: 'given-up', message: 'x', userId: null }
    await recorded(envelopeOf(errorOccurred, data, { correlationid: story, source: '/klaps/email' }))
    const [record] = (await admin.get(`/audit?correlationId=${story}`)).body.items
    expect(record).toMatchObject({ service: 'email', type: 'error.occurred', action: 'email on pdf.parsed' })
  })
  it('of a user of our own routes is made by the event that the route publishes', async () => {
    const anna = await house.person()
    await anna.post('/notes', { text: 'hello' })
    const [record] = await until('the record', async () => {
      const { items } = (await admin.get(`/audit?actor=user:${anna.id}`)).body
      return items.length > 0 && items
    })
    expect(record).toMatchObject({ type: 'note.written', reason: 'POST /notes', service: 'notebook' })
    expect(record.details.text, 'a single code word is a fact').toBe('hello')
  })
  it('is one, however often the event comes', async () => {
    const event = changed('once', 'thing:1')
    await recorded(event)
    await deliver(house, [again(event), again(event)])
    await recorded(changed('after it', 'thing:1'))
    expect(await house.rows('select 1 from audit.records where event_id = $1', [event.id])).toHaveLength(1)
  })
})

it('facts are ids, numbers, flags, times and code words', () => {
  const facts = {
    id: randomUUID(),
    n: 1,
    yes: true,
    none: null,
    at: '2026-03-14T05:30:00Z',
    kind: 'needs-review',
  }
  const texts = {
    place: 'ul. Foksal 3',
    mail: 'a@b.example',
    name: 'Anna',
    senders: ['a@b.example'],
    deep: { kind: 'x' },
  }
  expect(factsOf({ ...facts, fields: ['home', 'stop'], ...texts })).toEqual({
    ...facts,
    fields: ['home', 'stop'],
  })
})

it('a text that is nearly a code word is told from one at once', () => {
  const nearly = `${'a'.repeat(62)}!`
  expect(factsOf({ nearly, word: 'a'.repeat(64), long: 'a'.repeat(65) })).toEqual({ word: 'a'.repeat(64) })
})

describe('the list', () => {
  it('is paged newest first, without gaps or repeats, and refuses a forged cursor', async () => {
    const target = `thing:${randomUUID()}`
    await recorded(
      ...Array.from({ length: 7 }, (_, n) =>
        changed(`step-${n}`, target, { time: `2031-01-01T10:00:0${n}Z` }),
      ),
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { body } = await admin.get(`/audit?target=${target}&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...body.items.map((item: { action: string }) => item.action))
      cursor = body.nextCursor
    } while (cursor)
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `step-${n}`))
    const forged = Buffer.from(JSON.stringify(['x', 'y'])).toString('base64url')
    expect((await admin.get(`/audit?cursor=${forged}`)).status).toBe(422)
  })
  it('filters by type and time', async () => {
    const from = '2032-01-01T00:00:00Z'
    await recorded(changed('in 2032', 'thing:9', { time: '2032-06-01T00:00:00.123456Z' }))
    const inTime = (await admin.get(`/audit?from=${from}&type=audit.recorded`)).body.items
    expect(inTime.map((item: { action: string }) => item.action)).toEqual(['in 2032'])
    expect((await admin.get(`/audit?from=${from}&to=2032-02-01T00:00:00Z`)).body.items).toEqual([])
  })
  it('is for those with audit:read; the trail for services only', async () => {
    const anna = await house.person()
    for (const path of ['/audit', '/audit/verify']) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await anna.get(path)).status).toBe(403)
    }
    expect((await admin.get(`/audit/trail/${randomUUID()}`)).status).toBe(403)
  })
})

describe('the chain', () => {
  const verdict = async (path = '/audit/verify') => (await admin.get(path)).body

  it('is whole and gapless after batches and parallel writers, and can be checked from any record on', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, n) => recorded(changed(`parallel-${n}`, 'thing:2'))))
    await quiet()
    const last = await until('the last note', async () => {
      const [{ seq } = { seq: 0 }] = await house.rows<{ seq: number }>(
        'select max(seq)::int as seq from audit.records',
      )
      const { whole, records, next } = await verdict()
      expect({ whole, next }).toEqual({ whole: true, next: null })
      return records === seq && seq
    })
    expect(await verdict(`/audit/verify?from=${last - 1}`)).toMatchObject({ whole: true, records: 2 })
    expect(await verdict(`/audit/verify?from=${last + 5}`)).toMatchObject({ whole: true, records: 0 })
  })
  it('is verified in as many calls as one likes, each going on where the last one stopped', async () => {
    const all = await verdict()
    const first = await verdict('/audit/verify?limit=2')
    expect(first).toEqual({ whole: true, records: 2, brokenAt: null, next: 3 })
    expect(await verdict(`/audit/verify?from=${first.next}`)).toEqual({ ...all, records: all.records - 2 })
  })
  it('stays one chain when two replicas append to it, and while somebody checks it', async () => {
    const replica = await openTestHouse({ services: [notebookService, audit], on: house, alone: false })
    try {
      const people = await Promise.all([house.person(), replica.person()])
      const verdicts: unknown[] = []
      const writing = Promise.all(
        people.map(async (person) => {
          for (let n = 0; n < 15; n++) {
            const note = { text: `${person.id} ${n}` }
            expect((await person.post('/notes', note)).status).toBe(201)
            if (n % 5 === 0) verdicts.push((await verdict()).whole)
          }
        }),
      )
      await writing
      const ids = people.map((person) => `user:${person.id}`)
      await until(
        'all records',
        async () => {
          const found = await house.rows('select 1 from audit.records where actor = any($1)', [ids])
          return found.length === 30
        },
        40_000,
      )
      expect(new Set(verdicts)).toEqual(new Set([true]))
      await quiet()
      const seqs = await house.rows<{ seq: number }>('select seq::int from audit.records order by seq')
      expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, index) => index + 1))
      expect(await verdict()).toMatchObject({ whole: true, records: seqs.length })
    } finally {
      await replica.stop()
    }
  }, 60_000)
  it('is whole after a person was erased: it holds nothing that their key has sealed', async () => {
    const anna = await house.person()
    await anna.post('/notes', { text: 'hello' })
    await until(
      'the record',
      async () => (await admin.get(`/audit?actor=user:${anna.id}`)).body.items.length > 0,
    )
    await recorded(envelopeOf(userErased, { userId: anna.id }))
    expect(await house.rows('select 1 from audit.personal_keys')).toEqual([])
    await quiet()
    expect(await verdict()).toMatchObject({ whole: true, next: null })
  })
  it('is what the README says: SHA-256 over the hash before and the canonical JSON', async () => {
    const [row] = await house.rows<{ hash: Buffer; previous_hash: Buffer }>(
      `select *, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
         to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at, seq::int as seq
       from audit.records r order by r.seq limit 1`,
    )
    const { hash, previous_hash, ...covered } = row!
    const expected = createHash('sha256').update(previous_hash).update(canonicalJson(covered))
    expect(hash.toString('hex')).toBe(expected.digest('hex'))
  })
  it('cannot be changed: not by the service, not by the owner', async () => {
    for (const table of ['records', 'checkpoints']) {
      for (const verb of [
        `update audit.${table} set seq = 1`,
        `delete from audit.${table}`,
        `truncate audit.${table}`,
      ])
        await expect(house.rows(verb), verb).rejects.toThrow(/append-only|permission denied/)
    }
    await expect(house.rows('update audit.chain_head set seq = seq - 1')).rejects.toThrow('only moves on')
    const asService = (verb: string) => house.rows(`set role klaps_audit; ${verb}; reset role`)
    for (const verb of [
      'truncate audit.records',
      'drop table audit.records',
      'alter table audit.records disable trigger all',
    ]) {
      await expect(asService(verb), verb).rejects.toThrow(/permission denied|must be owner/)
      await house.rows('reset role')
    }
  })
  it('shows where somebody changed, removed or cut off records behind the triggers', async () => {
    await quiet()
    const [{ seq }] = (await house.rows('select (max(seq) - 2)::int as seq from audit.records')) as [
      { seq: number },
    ]
    const tampered = async (statement: string) => {
      await house.rows('begin; alter table audit.records disable trigger all')
      await house.rows('create temp table kept on commit drop as select * from audit.records')
      await house.rows(statement)
      await house.rows('alter table audit.records enable trigger all; commit')
    }
    await house.rows('create table public.kept as select * from audit.records')
    const restore = () =>
      tampered('delete from audit.records; insert into audit.records select * from public.kept')
    try {
      await tampered(`update audit.records set reason = 'nobody knows' where seq = ${seq}`)
      expect(await verdict()).toMatchObject({ whole: false, brokenAt: seq })
      await tampered(`update audit.records set details = '{"a": 1}' where seq = ${seq}`)
      expect(await verdict()).toMatchObject({ whole: false, brokenAt: seq })
      await restore()
      expect(await verdict()).toMatchObject({ whole: true })
      await tampered(`delete from audit.records where seq = ${seq}`)
      expect(await verdict()).toMatchObject({ whole: false, brokenAt: seq })
      await restore()
      await tampered(`delete from audit.records where seq > ${seq}`)
      expect(await verdict()).toMatchObject({ whole: false, brokenAt: seq + 1 })
    } finally {
      await restore()
    }
  })
  it('stays verifiable when old months are dropped; without the checkpoint it would not', async () => {
    await house.rows(`begin; alter table audit.records disable trigger all; alter table audit.chain_head disable trigger all;
      update audit.records set recorded_at = '2020-05-05Z'; update audit.chain_head set recorded_at = '2020-05-05Z';
      alter table audit.checkpoints disable trigger all; update audit.checkpoints set month = '2020-05-01';
      alter table audit.checkpoints enable trigger all;
      alter table audit.records enable trigger all; alter table audit.chain_head enable trigger all; commit`)
    await recorded(changed('a new month begins', 'thing:3'))
    const { query } = (house.house.host.runtimes.get('audit')!.ctx as unknown as Ctx).db
    let reads = 0
    const droppedMeanwhile = query.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        reads += 1
        // After the head and the place to begin at are known, before the first page.
        if (reads === 2) await house.rows('alter table audit.records detach partition audit.records_default')
        return result
      },
    })
    const { signal } = new AbortController()
    expect(await verify(droppedMeanwhile, { limit: 1_000 }, signal)).toMatchObject({
      whole: true,
      next: null,
    })
    expect(await verdict()).toMatchObject({ whole: true, next: null })
    await house.rows('alter table audit.checkpoints disable trigger all; delete from audit.checkpoints')
    expect((await verdict()).whole).toBe(false)
  })
})

it('a person gets what they did; erasing them leaves their ids, which lead nowhere', async () => {
  const userId = randomUUID()
  await recorded(changed('signed', 'thing:4', { actor: `user:${userId}` }))
  const ctx = house.house.host.runtimes.get('audit')!.ctx
  const archive = await audit.personal.export(ctx, userId)
  expect(archive.records).toMatchObject([{ action: 'signed', target: 'thing:4' }])
  await recorded(envelopeOf(userErased, { userId }))
  expect((await admin.get(`/audit?actor=user:${userId}`)).body.items).toHaveLength(1)
})
