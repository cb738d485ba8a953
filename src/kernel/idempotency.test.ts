import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { doorkeeperService } from './testing/doorkeeper.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [doorkeeperService, notebookService, readerService] })
})
afterAll(() => house.stop())

const freshKey = () => ({ 'idempotency-key': crypto.randomUUID() })
const notesOf = (id: string) => house.rows('select 1 from notebook.notes where owner_id = $1', [id])
const keptFor = (id: string) =>
  house.rows<{ status: number }>('select status from notebook.idempotency where caller = $1', [`user:${id}`])

describe('parallel twins', () => {
  it('wait for the first one and get its answer, ten at once', async () => {
    const anna = await house.person()
    const key = freshKey()
    // Nobody can write a note now: the first twin is stopped in the middle and the others really meet it.
    await house.rows('begin')
    await house.rows('lock table notebook.notes in exclusive mode')
    const pending = Array.from({ length: 10 }, () => anna.post('/notes', { text: 'twins' }, key))
    const first = await Promise.race([...pending, new Promise((resolve) => setTimeout(resolve, 300))])
    expect(first).toBeUndefined()
    await house.rows('commit')
    const answers = await Promise.all(pending)
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    const replayed = answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')
    expect(replayed).toHaveLength(9)
    expect(await notesOf(anna.id)).toHaveLength(1)
  })

  it('are two notes without a key, and two notes when the record is gone', async () => {
    const anna = await house.person()
    const key = freshKey()
    await Promise.all([anna.post('/notes', { text: 'plain' }), anna.post('/notes', { text: 'plain' })])
    expect(await notesOf(anna.id)).toHaveLength(2)
    await anna.post('/notes', { text: 'kept' }, key)
    await house.rows('delete from notebook.idempotency where key = $1', [key['idempotency-key']])
    const { headers } = await anna.post('/notes', { text: 'kept' }, key)
    expect(headers.has('idempotency-replayed')).toBe(false)
    expect(await notesOf(anna.id)).toHaveLength(4)
  })
})

describe('the same key', () => {
  it('with another body is 422 and does nothing', async () => {
    const anna = await house.person()
    const key = freshKey()
    await anna.post('/notes', { text: 'one' }, key)
    const { status, body } = await anna.post('/notes', { text: 'two' }, key)
    expect([status, body.code]).toEqual([422, 'idempotency-key-reused'])
    expect(await notesOf(anna.id)).toHaveLength(1)
  })

  it('with the same body in another order is the same request', async () => {
    const { id } = await house.person()
    const key = freshKey()
    const first = await house.stranger.post('/door/roles', { userId: id, roles: [], version: 1 }, key)
    const second = await house.stranger.post('/door/roles', { version: 1, roles: [], userId: id }, key)
    expect([first.status, second.status]).toEqual([204, 204])
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })

  it('of another caller is another key', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const key = freshKey()
    const ofAnna = await anna.post('/notes', { text: 'shared' }, key)
    const ofBoris = await boris.post('/notes', { text: 'shared' }, key)
    expect(ofBoris.body.id).not.toBe(ofAnna.body.id)
    expect(ofBoris.headers.has('idempotency-replayed')).toBe(false)
  })

  it('of another route is another key', async () => {
    const key = freshKey()
    const userId = crypto.randomUUID()
    await house.stranger.post('/door/roles', { userId, roles: [], version: 1 }, key)
    const other = await house.stranger.post('/door/erase', { userId }, key)
    expect([other.status, other.headers.has('idempotency-replayed')]).toEqual([204, false])
  })
})

describe('of strangers, who share one key space', () => {
  let proxied: TestHouse
  beforeAll(async () => {
    proxied = await openTestHouse({
      services: [doorkeeperService, notebookService, readerService],
      env: { KLAPS_TRUST_PROXY: 'true' },
    })
  })
  afterAll(() => proxied.stop())
  const give = (address: string, key: string, userId: string) =>
    proxied.stranger.post(
      '/door/roles',
      { userId, roles: [], version: 1 },
      { 'idempotency-key': key, 'x-forwarded-for': address },
    )

  it('the same guest gets the same answer from another address', async () => {
    const [key, userId] = [crypto.randomUUID(), crypto.randomUUID()]
    expect((await give('10.0.0.1', key, userId)).headers.has('idempotency-replayed')).toBe(false)
    const moved = await give('10.7.7.7', key, userId)
    expect([moved.status, moved.headers.get('idempotency-replayed')]).toEqual([204, 'true'])
  })

  it('another guest behind the same address never gets it, even under the same key', async () => {
    const key = crypto.randomUUID()
    await give('10.0.0.1', key, crypto.randomUUID())
    const other = await give('10.0.0.1', key, crypto.randomUUID())
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  })

  it('a key must be as long as nobody guesses; a user’s own may be short', async () => {
    const body = { userId: crypto.randomUUID(), roles: [], version: 1 }
    const short = await house.stranger.post('/door/roles', body, { 'idempotency-key': 'x'.repeat(15) })
    expect([short.status, short.body.code]).toEqual([422, 'invalid-idempotency-key'])
    const long = await house.stranger.post('/door/roles', body, {
      'idempotency-key': crypto.randomUUID().slice(0, 16),
    })
    expect(long.status).toBe(204)
    const anna = await house.person()
    expect((await anna.post('/notes', { text: 'short' }, { 'idempotency-key': '1' })).status).toBe(201)
  })
})

describe('a route that keeps its answer in its own statement', () => {
  const jot = (body: object, key?: string) =>
    house.stranger.post('/notes/jots', body, key ? { 'idempotency-key': key } : {})
  const written = (text: string) => house.rows('select 1 from notebook.notes where text = $1', [text])

  it('answers a repeat with what it kept, and does nothing then', async () => {
    const key = crypto.randomUUID()
    const first = await jot({ text: 'once' }, key)
    expect([first.status, first.body.text, first.headers.has('idempotency-replayed')]).toEqual([
      201,
      'once',
      false,
    ])
    const second = await jot({ text: 'once' }, key)
    expect([second.status, second.body, second.headers.get('idempotency-replayed')]).toEqual([
      201,
      first.body,
      'true',
    ])
    expect(await written('once')).toHaveLength(1)
  })

  it('takes input that means the same for the same, and refuses another with 422', async () => {
    const key = crypto.randomUUID()
    const first = await jot({ text: 'meant' }, key)
    const spelt = await jot({ times: 1, text: '  meant ', breaks: false }, key)
    expect(spelt.body).toEqual(first.body)
    const other = await jot({ text: 'meant', times: 2 }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
    expect(await written('meant')).toHaveLength(1)
  })

  it('makes parallel twins wait, and gives all of them the first one’s answer', async () => {
    const key = crypto.randomUUID()
    await house.rows('begin')
    await house.rows('lock table notebook.notes in exclusive mode')
    const pending = Array.from({ length: 3 }, () => jot({ text: 'jotted by twins' }, key))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await house.rows('commit')
    const answers = await Promise.all(pending)
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(answers.map((answer) => answer.headers.has('idempotency-replayed')).toSorted()).toEqual([
      false,
      true,
      true,
    ])
    expect(await written('jotted by twins')).toHaveLength(1)
  })

  it('keeps nothing of what failed: the record is undone with the effect', async () => {
    const key = crypto.randomUUID()
    expect((await jot({ text: 'broken', breaks: true }, key)).status).toBe(500)
    expect(await house.rows('select 1 from notebook.idempotency where key = $1', [key])).toEqual([])
  })

  it('without a key does it every time', async () => {
    await jot({ text: 'keyless' })
    await jot({ text: 'keyless' })
    expect(await written('keyless')).toHaveLength(2)
  })
})

describe('a refusal', () => {
  it.each([400, 404, 409, 410, 422])('of %i is an answer: kept, repeated, without effect', async (refuse) => {
    const anna = await house.person()
    const key = freshKey()
    const first = await anna.post('/notes', { text: 'refused', refuse }, key)
    const second = await anna.post('/notes', { text: 'refused', refuse }, key)
    expect([first.status, second.status]).toEqual([refuse, refuse])
    expect(second.body.attempt).toBe(first.body.attempt)
    expect(await notesOf(anna.id)).toEqual([])
    expect(await keptFor(anna.id)).toEqual([{ status: refuse }])
  })

  it.each([401, 403, 408, 429, 500, 503])('of %i is not: the next try is a new one', async (refuse) => {
    const anna = await house.person()
    const key = freshKey()
    const first = await anna.post('/notes', { text: 'refused', refuse }, key)
    const second = await anna.post('/notes', { text: 'refused', refuse }, key)
    expect([first.status, second.status]).toEqual([refuse, refuse])
    expect(second.body.attempt).not.toBe(first.body.attempt)
    expect(await notesOf(anna.id)).toEqual([])
    expect(await keptFor(anna.id)).toEqual([])
  })

  it('changes nobody’s access, though its event was published before it', async () => {
    const sessionId = crypto.randomUUID()
    const anna = await house.person({ sessionId })
    const ending = { sessionId, userId: anna.id }
    const refused = await house.stranger.post('/door/revoke', { ...ending, refuse: true }, freshKey())
    expect(refused.status).toBe(409)
    expect((await anna.get('/notes')).status).toBe(200)
    await house.stranger.post('/door/revoke', ending, freshKey())
    expect((await anna.get('/notes')).status).toBe(401)
  })

  it('before the handler (422 of the input) is not kept either', async () => {
    const anna = await house.person()
    const key = freshKey()
    expect((await anna.post('/notes', { text: '' }, key)).status).toBe(422)
    expect((await anna.post('/notes', { text: 'better' }, key)).status).toBe(201)
  })
})

it.each([
  ['', 'empty'],
  ['with space', 'with a space'],
  ['x'.repeat(256), 'too long'],
])('the key %s is refused (%s)', async (key) => {
  const anna = await house.person()
  const { status, body } = await anna.post('/notes', { text: 'x' }, { 'idempotency-key': key })
  expect([status, body.code]).toEqual([422, 'invalid-idempotency-key'])
  expect(await notesOf(anna.id)).toEqual([])
})
