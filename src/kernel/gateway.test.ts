import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { type Answer, Person } from '../../test/harness/person.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

const services = [notebookService, readerService]
const friendly = 'https://app.example.org'
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({
    services,
    env: { KLAPS_CORS_ORIGINS: `${friendly}, https://second.example.org` },
  })
})
afterAll(() => house.stop())

describe('another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${house.url}/api/v1/notes`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    })

  it('on the list may call and read', async () => {
    const { status, headers } = await preflight(friendly)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(friendly)
    expect(headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key/)
    const anna = await house.person()
    const answer = await anna.get('/notes', { origin: 'https://second.example.org' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://second.example.org')
    expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After')
  })

  it.each([
    'https://evil.example.org',
    'https://app.example.org.evil.example',
    'null',
    'http://app.example.org',
  ])('%s is not on it', async (origin) => {
    expect((await preflight(origin)).headers.has('access-control-allow-origin')).toBe(false)
    const { headers } = await house.stranger.get('/notes', { origin })
    expect(headers.has('access-control-allow-origin')).toBe(false)
  })
})

it('every answer says how a browser must treat it', async () => {
  const anna = await house.person()
  for (const { headers } of [
    await anna.get('/notes'),
    await house.stranger.get('/notes'),
    await anna.get('/nothing'),
  ]) {
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/)
  }
})

describe('a body', () => {
  const post = async (body: BodyInit, type = 'application/json') => {
    const anna = await house.person()
    const response = await fetch(`${house.url}/api/v1/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': type },
      body,
      duplex: 'half',
    } as RequestInit)
    return { status: response.status, body: (await response.json()) as { code: string; detail: string } }
  }
  const large = () => JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) })

  it('over the limit is 413, announced or in pieces, and the connection serves on', async () => {
    for (let time = 0; time < 3; time++) {
      expect(await post(large())).toMatchObject({ status: 413, body: { code: 'too-large' } })
      const inPieces = new Blob([large()]).stream()
      expect(await post(inPieces)).toMatchObject({ status: 413, body: { detail: 'At most 1 MB' } })
    }
    expect((await post(new Blob(['{"text":"in pieces"}']).stream())).status).toBe(201)
  })

  it.each([
    ['{"text": "x"', 'application/json', 400, 'unreadable'],
    ['not json', 'application/json', 400, 'unreadable'],
    ['[1]', 'application/json', 422, 'invalid'],
    ['null', 'application/json', 422, 'invalid'],
    ['text=x', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['{"text":"x"}', 'text/plain', 415, 'unsupported-media-type'],
  ])('%s as %s is %i', async (body, type, status, code) => {
    expect(await post(body, type)).toMatchObject({ status, body: { code } })
  })

  it('that a route reads raw is held to that route’s limit, announced or in pieces, and no longer read past it', async () => {
    const anna = await house.person()
    const chunk = new Uint8Array(16 * 1024)
    const send = async (path: string, chunks: number) => {
      let sent = 0
      const pieces = new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          if (sent === chunks) return controller.close()
          sent += 1
          controller.enqueue(chunk)
        },
      })
      const response = await fetch(`${house.url}/api/v1/notes/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/octet-stream' },
        body: pieces,
        duplex: 'half',
      } as RequestInit)
      const atAnswer = sent
      return { status: response.status, body: await response.json(), atAnswer }
    }
    expect(await send('scans', 4)).toMatchObject({ status: 200, body: { bytes: 64 * 1024 } })
    const refused = await send('scans', 120)
    expect(refused).toMatchObject({ status: 413, body: { code: 'too-large', detail: 'At most 64 KB' } })
    expect(refused.atAnswer).toBeLessThan(60)
    expect(await send('large-scans', 120)).toMatchObject({ status: 200, body: { bytes: 120 * 16 * 1024 } })
  })

  it('as JSON of a kind is read', async () => {
    expect((await post('{"text":"x"}', 'application/merge-patch+json; charset=utf-8')).status).toBe(201)
  })
})

describe('what is not there', () => {
  it('is a 404 problem, within the API and beside it', async () => {
    const anna = await house.person()
    const within = await anna.get('/nothing/here')
    expect(within.headers.get('content-type')).toBe('application/problem+json')
    expect(within.body).toMatchObject({ status: 404, code: 'not-found', title: 'Not found' })
    expect(within.body.instance).toBe(within.headers.get('x-request-id'))
    const beside = await fetch(`${house.url}/etc/passwd`)
    expect([beside.status, beside.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('as a method is 405 with those that are', async () => {
    const { status, body, headers } = await (await house.person()).put('/notes', {})
    expect([status, body.code]).toEqual([405, 'method-not-allowed'])
    expect(headers.get('allow')!.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'POST'])
  })
})

it('an answer that is known already is 304, and a changed one is sent', async () => {
  const anna = await house.person()
  await anna.post('/notes', { text: 'one' })
  const etag = (await anna.get('/notes')).headers.get('etag')!
  const known = await anna.get('/notes', { 'if-none-match': etag })
  expect([known.status, known.body]).toEqual([304, ''])
  await anna.post('/notes', { text: 'two' })
  const changed = await anna.get('/notes', { 'if-none-match': etag })
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(etag)
})

it('a long answer travels compressed to those who take it, with the same tag', async () => {
  const anna = await house.person()
  for (let note = 0; note < 12; note++) await anna.post('/notes', { text: 'a'.repeat(100) })
  const small = await anna.get('/notes', { 'accept-encoding': 'gzip' })
  expect(small.headers.get('content-encoding')).toBe('gzip')
  expect(small.headers.get('vary')).toMatch(/accept-encoding/i)
  expect(small.body.items).toHaveLength(12)
  expect((await anna.get('/notes', { 'accept-encoding': 'identity' })).headers.has('content-encoding')).toBe(
    false,
  )
  const etag = small.headers.get('etag')!
  expect((await anna.get('/notes', { 'if-none-match': etag })).status).toBe(304)
})

it('a short answer travels as it is, and says that it depends on who asks', async () => {
  const { headers } = await (await house.person()).get('/notes', { 'accept-encoding': 'gzip' })
  expect(headers.has('content-encoding')).toBe(false)
  expect(headers.get('vary')).toBe('Accept-Encoding, Origin')
})

it.each([
  ['gzip', true],
  ['*', true],
  ['br, gzip;q=0.5', true],
  ['gzip;q=0, *', false],
  ['br', false],
])('Accept-Encoding %j takes a compressed answer: %j', async (accepted, taken) => {
  const { headers, body } = await house.stranger.get('/notes/house-rules', { 'accept-encoding': accepted })
  expect(headers.get('content-encoding')).toBe(taken ? 'gzip' : null)
  expect(body).toHaveLength(2500)
})

it('a picture is packed already and travels as it is', async () => {
  const { headers } = await house.stranger.get('/notes/drawing', { 'accept-encoding': 'gzip' })
  expect(headers.has('content-encoding')).toBe(false)
  expect(headers.get('content-length')).toBe('4000')
})

describe('bytes that a raw route made once', () => {
  it('have what every answer has, a tag of their own content, and are 304 for who has them', async () => {
    const first = await house.stranger.get('/notes/house-rules', { 'accept-encoding': 'identity' })
    expect(first.body).toMatch(/^No notes in the margins/)
    expect(first.headers.get('content-length')).toBe('2500')
    expect(first.headers.get('etag')).toBe(`"${hash('sha1', first.body)}"`)
    for (const name of ['x-request-id', 'content-security-policy', 'ratelimit-remaining', 'x-klaps-sandbox'])
      expect(first.headers.has(name)).toBe(true)
    const etag = first.headers.get('etag')!
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await house.stranger.get('/notes/house-rules', {
        'if-none-match': known,
        origin: friendly,
      })
      expect([again.status, again.body]).toEqual([304, ''])
      expect(again.headers.get('cache-control')).toBe('public, max-age=60')
      expect(again.headers.get('access-control-allow-origin')).toBe(friendly)
    }
    const other = await house.stranger.get('/notes/house-rules', { 'if-none-match': '"other"' })
    expect(other.status).toBe(200)
  })

  it('are told about without being sent', async () => {
    const head = await fetch(`${house.url}/api/v1/notes/house-rules`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/)
  })
})

describe('the request id', () => {
  it('is the caller’s when it can be one, else a new one', async () => {
    const given = crypto.randomUUID()
    expect((await house.stranger.get('/notes', { 'x-request-id': given })).headers.get('x-request-id')).toBe(
      given,
    )
    for (const bad of ['short', 'with space and more', '<script>alert(1)</script>', 'x'.repeat(65)]) {
      const { headers, body } = await house.stranger.get('/notes', { 'x-request-id': bad })
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(body.instance).toBe(headers.get('x-request-id'))
    }
  })
})

it('a fault of ours tells nothing but where to look', async () => {
  const { status, body, headers } = await house.stranger.get('/notes/breaks')
  expect(status).toBe(500)
  expect(body).toEqual({
    type: 'urn:klaps:problem:internal',
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side',
    instance: headers.get('x-request-id'),
  })
})

it('the sandbox says so in every answer, the real thing does not', async () => {
  expect((await house.stranger.get('/notes')).headers.get('x-klaps-sandbox')).toBe('true')
  expect((await house.stranger.get('/nothing')).headers.get('x-klaps-sandbox')).toBe('true')
  const real = await openTestHouse({ services, sandbox: false })
  try {
    expect((await real.stranger.get('/notes')).headers.has('x-klaps-sandbox')).toBe(false)
  } finally {
    await real.stop()
  }
})

describe('too many requests', () => {
  let slow: TestHouse
  beforeAll(async () => {
    slow = await openTestHouse({
      services,
      env: { KLAPS_RATE_PER_SECOND: '2', KLAPS_RATE_BURST: '8', KLAPS_TRUST_PROXY: 'true' },
    })
  })
  afterAll(() => slow.stop())

  const many = async (times: number, ask: (time: number) => Promise<Answer>) =>
    await Promise.all(Array.from({ length: times }, (_, time) => ask(time)))
  const refused = (answers: readonly Answer[]) => answers.filter((answer) => answer.status === 429)
  const from = (...addresses: string[]) => ({ 'x-forwarded-for': addresses.join(', ') })

  it('by one user are 429 with when to come back; another user is served', async () => {
    const anna = await slow.person()
    const answers = await many(16, (time) => anna.get('/notes', from(`10.0.0.${time}`)))
    const [first] = refused(answers)
    // 2 a second and a burst of 8; a second may turn over meanwhile.
    expect(16 - refused(answers).length).toBeGreaterThanOrEqual(10)
    expect(first!.body.code).toBe('too-many-requests')
    expect(Number(first!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(first!.headers.get('retry-after'))).toBeLessThanOrEqual(4)
    expect(first!.headers.get('ratelimit-remaining')).toBe('0')
    expect(Number(first!.headers.get('ratelimit-limit'))).toBe(8)
    const boris = await slow.person()
    const served = await boris.get('/notes', from('10.0.0.1'))
    expect(served.status).toBe(200)
    expect(served.headers.get('ratelimit-limit')).toBe('2')
    expect(served.headers.get('ratelimit-remaining')).toBe('1')
    expect(served.headers.get('ratelimit-reset')).toBe('1')
  })

  it('from one address are 429 before anything else, tokens guessed or not', async () => {
    const guess = (time: number) =>
      new Person(slow.url, `guess-${time}`, 'nobody').get('/notes', from('10.1.0.1'))
    const answers = await many(60, guess)
    // An address has four times what a user has: 8 a second and a burst of 32.
    expect(60 - refused(answers).length).toBeGreaterThanOrEqual(40)
    expect(refused(answers).length).toBeGreaterThan(0)
    expect((await slow.stranger.get('/notes', from('10.1.0.2'))).status).toBe(401)
  })

  it('are not hidden by addresses that the caller invents', async () => {
    const answers = await many(60, (time) => slow.stranger.get('/notes', from(`10.9.9.${time}`, '10.2.0.1')))
    expect(refused(answers).length).toBeGreaterThan(0)
  })
})

it('without a trusted proxy the address is the connection’s', async () => {
  const direct = await openTestHouse({
    services,
    env: { KLAPS_RATE_PER_SECOND: '1', KLAPS_RATE_BURST: '1' },
  })
  try {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, time) =>
        direct.stranger.get('/notes', { 'x-forwarded-for': `10.3.0.${time}` }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThan(0)
  } finally {
    await direct.stop()
  }
})
