import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { doorkeeperService } from './testing/doorkeeper.ts'
import { notebookService, readerService } from './testing/notebook.ts'

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
