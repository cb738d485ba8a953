import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, readerService] })
})
afterAll(() => house.stop())

describe('a route', () => {
  it('answers 201 and the event and the job have their effect once', async () => {
    const anna = await house.person()
    const { status, body } = await anna.post('/notes', { text: 'hello' })
    expect(status).toBe(201)
    await until(
      'the event',
      async () => (await house.rows(`select 1 from reader.heard where text = 'hello'`)).length === 1,
    )
    await until(
      'the job',
      async () => (await house.rows(`select 1 from notebook.worked where text = 'hello'`)).length === 1,
    )
    expect((await anna.get(`/notes/${body.id}`)).body.text).toBe('hello')
    expect((await anna.get(`/reader/${body.id}`)).body).toEqual(body)
  })
  it('401 without a token, 404 for the note of another, 422 with the field named', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    expect((await house.stranger.post('/notes', { text: 'x' })).status).toBe(401)
    const { body } = await anna.post('/notes', { text: 'mine' })
    expect((await boris.get(`/notes/${body.id}`)).status).toBe(404)
    const refused = await anna.post('/notes', { text: '' })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0].path).toBe('text')
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  })
  it('422 for a key that it does not know, by its name', async () => {
    const anna = await house.person()
    const { status, body } = await anna.post('/notes', { text: 'mine', txet: 'x', refsue: 409 })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'invalid', detail: 'txet: is not known here' })
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['txet', 'refsue'])
  })
  it('422 for a NUL, in the body or in the path; the text \\u0000 itself is fine', async () => {
    const anna = await house.person()
    expect((await anna.post('/notes', { text: 'a\0b' })).status).toBe(422)
    expect((await anna.get('/notes/%00')).status).toBe(422)
    expect((await anna.post('/notes', { text: 'a\\u0000b' })).status).toBe(201)
  })
  it('a service route is closed to users and open to services acting for them', async () => {
    const anna = await house.person()
    expect((await anna.get('/notes/secret')).status).toBe(403)
    expect((await anna.get('/reader/secret')).body).toEqual({ actor: 'user' })
  })
  it('a stream begins at once and brings events while it is open', async () => {
    const anna = await house.person()
    const response = await fetch(`${house.url}/api/v1/notes/watch`, {
      headers: { authorization: `Bearer ${anna.token}` },
      signal: AbortSignal.timeout(5_000),
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let seen = ''
    while (!seen.includes('data:')) seen += (await reader.read()).value ?? ''
    expect(seen).toContain('event: greeting\ndata: {"text":"hello"}')
    await reader.cancel()
  })
  it('many at once leave many jobs, and none of them waits for a poll', async () => {
    const me = await house.person()
    await Promise.all(Array.from({ length: 30 }, () => me.post('/notes', { text: 'one of many' })))
    await until(
      'all jobs',
      async () =>
        (await house.rows(`select 1 from notebook.worked where text = 'one of many'`)).length === 30,
      10_000,
    )
  })

  it('a fault of ours is a bare 500', async () => {
    const { status, body } = await house.stranger.get('/notes/breaks')
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })
})

describe('Idempotency-Key', () => {
  it('the same key gives the same answer and one effect; another body is 422', async () => {
    const anna = await house.person()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => anna.post('/notes', { text: 'once' }, key)),
    )
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1)
    expect(await house.rows('select 1 from notebook.notes where owner_id = $1', [anna.id])).toHaveLength(1)
    expect((await anna.post('/notes', { text: 'other' }, key)).body.code).toBe('idempotency-key-reused')
  })
  it('a deterministic refusal is kept and leaves no effect', async () => {
    const anna = await house.person()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await anna.post('/notes', { text: 'x', refuse: 404 }, key)
    expect(first.status).toBe(404)
    expect((await anna.post('/notes', { text: 'x', refuse: 404 }, key)).status).toBe(404)
    expect(await house.rows('select 1 from notebook.notes where owner_id = $1', [anna.id])).toHaveLength(0)
  })
})

it('a failing job is tried again', async () => {
  const anna = await house.person()
  await anna.post('/notes', { text: 'flaky' })
  const [row] = await until('the second try', async () => {
    const found = await house.rows<{ attempt: number }>(
      `select attempt from notebook.worked where text = 'flaky'`,
    )
    return found.length > 0 && found
  })
  expect(row!.attempt).toBe(1)
})

it('a job that becomes due without a word is found soon', async () => {
  const id = crypto.randomUUID()
  // As a job that was put off, or that a dead process left: nobody is told when its time comes.
  await house.rows(
    `insert into pgboss.job (id, name, data, start_after, expire_seconds, policy)
     select $1, name, '{"input": {"text": "put off"}}', now() + interval '500 ms', 60, policy
     from pgboss.queue where name = 'notebook.work'`,
    [id],
  )
  await until(
    'the job',
    async () => (await house.rows('select 1 from notebook.worked where key = $1', [id]))[0],
  )
})
