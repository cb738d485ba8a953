import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { closedUrl, closing, failure, outbound, provider, text } from './outbound.fixture.ts'

describe('an outside call', () => {
  it('hands back the answer, read to its end, with its headers', async () => {
    const { url } = await provider(text(201, 'zażółć', { 'x-kind': 'route' }))
    const response = await outbound().client.fetch(url)
    expect([response.status, response.headers.get('x-kind'), await response.text()]).toEqual([
      201,
      'route',
      'zażółć',
    ])
  })

  it('hands back 204 and 304 without a body', async () => {
    const { url } = await provider(
      (_, response, call) => void response.writeHead(call === 1 ? 204 : 304).end(),
    )
    const { client } = outbound()
    expect((await client.fetch(url)).status).toBe(204)
    expect((await client.fetch(url)).status).toBe(304)
  })

  it('repeats after 5xx until it succeeds, and counts each attempt', async () => {
    const { url, calls } = await provider(
      (_, response, call) => void response.writeHead(call < 3 ? 503 : 200).end('ok'),
    )
    const { client, metrics } = outbound()
    expect(await (await client.fetch(url)).text()).toBe('ok')
    expect(calls).toHaveLength(3)
    const counted = await metrics.registry.metrics()
    expect(counted).toContain('outbound_requests_total{provider="maps",outcome="http"} 2')
    expect(counted).toContain('outbound_requests_total{provider="maps",outcome="success"} 1')
    expect(counted).toContain('outbound_retries_total{provider="maps"} 2')
    expect(counted).toContain('outbound_request_duration_seconds_count{provider="maps"} 3')
  })

  it('gives up after three attempts with the status and what the provider said', async () => {
    const { url, calls } = await provider(text(500, `sorry${'.'.repeat(5_000)}`))
    const error = await failure(outbound().client.fetch(url))
    expect(error).toMatchObject({ kind: 'http', status: 500, provider: 'maps' })
    expect(error.body).toMatch(/^sorry\.+$/)
    expect(error.body).toHaveLength(2_000)
    expect(calls).toHaveLength(3)
  })

  it('hands back a refusal whole where refusals are answers; silence, 429 and 5xx still fail', async () => {
    const { url } = await provider(text(402, 'declined '.repeat(500)))
    const { client } = outbound()
    const response = await client.fetch(url, { refusalsAreAnswers: true })
    expect([response.status, (await response.text()).length]).toEqual([402, 4500])
    for (const status of [429, 503]) {
      const unwell = await provider(text(status))
      expect(
        await failure(client.fetch(unwell.url, { method: 'POST', refusalsAreAnswers: true })),
      ).toMatchObject({
        status,
      })
    }
  })

  it('does not repeat a 4xx', async () => {
    const { url, calls } = await provider(text(404))
    expect(await failure(outbound().client.fetch(url))).toMatchObject({ kind: 'http', status: 404 })
    expect(calls).toHaveLength(1)
  })

  it('does not repeat a POST whose outcome is unknown, unless the caller says that it is safe', async () => {
    const { url, calls } = await provider(text(502))
    const { client } = outbound()
    await failure(client.fetch(url, { method: 'POST', body: 'x' }))
    expect(calls).toHaveLength(1)
    await failure(client.fetch(url, { method: 'POST', body: 'x', safeToRepeat: true }))
    expect(calls).toHaveLength(4)
  })

  it('repeats a POST that the provider refused with 429, but never a stream', async () => {
    const { url, calls } = await provider(
      (_, response, call) => void response.writeHead(call === 2 ? 200 : 429).end(),
    )
    const { client } = outbound()
    expect((await client.fetch(url, { method: 'POST', body: 'x' })).status).toBe(200)
    const streamed = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as RequestInit
    expect(await failure(client.fetch(url, streamed))).toMatchObject({ kind: 'rate-limited', status: 429 })
    expect(calls).toHaveLength(3)
  })

  it('waits as long as Retry-After asks, up to the cap', async () => {
    const { url } = await provider((_, response, call) => {
      response.writeHead(call === 1 ? 429 : 200, { 'retry-after': '3600' }).end()
    })
    const started = performance.now()
    await outbound({ maxDelayMs: 120 }).client.fetch(url)
    expect(performance.now() - started).toBeGreaterThanOrEqual(115)
  })

  it('tells a final 429 with the wait the provider asked for, as a date too', async () => {
    const clock = { now: () => Temporal.Instant.from('2026-11-21T10:00:00Z') }
    const { url } = await provider(text(429, '', { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT' }))
    const error = await failure(outbound({ attempts: 1 }, { clock }).client.fetch(url))
    expect(error).toMatchObject({ kind: 'rate-limited', status: 429, retryAfterSeconds: 90 })
  })

  it('times out on a silent server, attempt by attempt', async () => {
    const { url, calls } = await provider(() => {})
    const error = await failure(outbound({ attempts: 2, timeoutMs: 60 }).client.fetch(url))
    expect(error).toMatchObject({ kind: 'timeout', status: undefined })
    expect(calls).toHaveLength(2)
  })

  it('times out on a body that stops in the middle', async () => {
    const { url } = await provider((_, response) => void response.writeHead(200).write('half of it'))
    const call = outbound({ attempts: 1 }).client.fetch(url, { timeoutMs: 60 })
    expect(await failure(call)).toMatchObject({ kind: 'timeout' })
  })

  it('refuses a body over the limit without reading on', async () => {
    const { url, calls } = await provider((_, response) => void response.write('x'.repeat(500_000)))
    const error = await failure(outbound({}, { maxBodyBytes: 100_000 }).client.fetch(url))
    expect(error).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('more than 100000 bytes'),
    })
    expect(calls).toHaveLength(1)
  })

  it('calls a refused connection a network error, and repeats even a POST, since nothing was sent', async () => {
    const { client, metrics } = outbound()
    const gone = await closedUrl()
    const error = await failure(client.fetch(`${gone}/x`, { method: 'POST' }))
    expect(error).toMatchObject({
      kind: 'network',
      message: `maps: POST ${gone}/x failed: ECONNREFUSED`,
    })
    expect(await metrics.registry.metrics()).toContain('outbound_retries_total{provider="maps"} 2')
  })

  it('calls an answer that is not HTTP a network error', async () => {
    const server = createSocketServer((socket) => socket.end('not http at all\r\n\r\n'))
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    closing.push(async () => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await failure(outbound().client.fetch(`http://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'network',
    })
  })

  it('stops at once when the caller gives up, with the reason of the caller, and blames nobody', async () => {
    const gone = new AbortController()
    const reason = new Error('the user went away')
    // While the client waits for its second try, however long the first one took.
    const { url } = await provider((_, response) => {
      response.writeHead(503, { 'retry-after': '30' }).end(() => setTimeout(() => gone.abort(reason), 200))
    })
    const { client, http } = outbound({ maxDelayMs: 30_000 })
    const started = performance.now()
    await expect(client.fetch(url, { signal: gone.signal })).rejects.toBe(reason)
    await expect(client.fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(http.states()).toEqual([{ provider: 'maps', state: 'closed', failures: 1 }])
  })

  it('never shows keys of the URL in errors or logs', async () => {
    const { url, calls } = await provider(text(500))
    const { client, lines } = outbound()
    const secret = url.replace('http://', 'http://user:hush@')
    const errors = [
      await failure(client.fetch(`${secret}/route?key=hush`)),
      await failure(client.fetch('ftp://x/?key=hush')),
      await failure(client.json(z.object({}), `${await closedUrl()}/?key=hush`)),
    ]
    expect(calls[0]?.headers.authorization).toBe(`Basic ${btoa('user:hush')}`)
    for (const error of errors) expect(`${error.message} ${String(error.cause)}`).not.toContain('hush')
    expect(lines.join('')).toContain('/route')
    expect(lines.join('')).not.toContain('hush')
  })

  it('asks the guard first', async () => {
    const { url, calls } = await provider(text(200))
    let inTransaction = false
    const guard = () => {
      if (inTransaction) throw new Error('not inside a transaction')
    }
    const { client } = outbound({}, { guard })
    await client.fetch(url)
    inTransaction = true
    await expect(client.fetch(url)).rejects.toThrow('not inside a transaction')
    await expect(client.run(async () => 1)).rejects.toThrow('not inside a transaction')
    expect(calls).toHaveLength(1)
  })
})

describe('json', () => {
  const Route = z.object({ minutes: z.number() })

  it('parses what fits the schema', async () => {
    const { url } = await provider(text(200, '{"minutes":34,"more":1}'))
    expect(await outbound().client.json(Route, url)).toEqual({ minutes: 34 })
  })

  it.each([
    ['<html>', 'did not answer JSON'],
    ['', 'did not answer JSON'],
    ['{"minutes":"hush"}', 'minutes invalid_type'],
  ])('calls %j malformed, once, without quoting it', async (body, reason) => {
    const { url, calls } = await provider(text(200, body))
    const error = await failure(outbound().client.json(Route, url))
    expect(error).toMatchObject({ kind: 'malformed', status: 200, message: expect.stringContaining(reason) })
    expect(error.message).not.toContain('hush')
    expect(calls).toHaveLength(1)
  })
})

describe('redirects', () => {
  it('are followed, as GET after a 303', async () => {
    const { url, calls } = await provider((request, response) => {
      if (request.url === '/final') response.writeHead(200).end('there')
      else response.writeHead(303, { location: '/final' }).end()
    })
    expect(await (await outbound().client.fetch(url, { method: 'POST', body: 'x' })).text()).toBe('there')
    expect(calls.map((call) => call.method)).toEqual(['POST', 'GET'])
  })

  it('take no credential to another origin', async () => {
    const other = await provider(text(200))
    const { url } = await provider(
      (_, response) => void response.writeHead(307, { location: other.url }).end(),
    )
    const headers = { authorization: 'hush', 'x-goog-api-key': 'hush', accept: 'application/json' }
    await outbound().client.fetch(url, { headers })
    expect(other.calls[0]?.headers.accept).toBe('application/json')
    expect(JSON.stringify(other.calls[0]?.headers)).not.toContain('hush')
  })

  it('take no body to another origin: it may hold a token', async () => {
    const other = await provider(text(200))
    const { url } = await provider(
      (_, response) => void response.writeHead(307, { location: other.url }).end(),
    )
    const sent = outbound().client.fetch(url, { method: 'POST', body: 'refresh_token=hush' })
    expect(await failure(sent)).toMatchObject({ kind: 'malformed', status: 307 })
    expect(other.calls).toHaveLength(0)
  })

  it('take the body along where they stay', async () => {
    const bodies: string[] = []
    const { url } = await provider((request, response) => {
      request.on('data', (chunk) => bodies.push(String(chunk)))
      if (request.url === '/final') response.writeHead(200).end('there')
      else response.writeHead(308, { location: '/final' }).end()
    })
    expect(await (await outbound().client.fetch(url, { method: 'PUT', body: 'x' })).text()).toBe('there')
    expect(bodies).toEqual(['x', 'x'])
  })

  it('end after five hops, and at what is not http', async () => {
    const loop = await provider((_, response) => void response.writeHead(302, { location: '/' }).end())
    expect(await failure(outbound().client.fetch(loop.url))).toMatchObject({ kind: 'malformed', status: 302 })
    expect(loop.calls).toHaveLength(6)
    const file = await provider(
      (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    )
    expect(await failure(outbound().client.fetch(file.url))).toMatchObject({ kind: 'malformed' })
  })

  it('are handed back when the caller wants them', async () => {
    const { url } = await provider((_, response) => void response.writeHead(302, { location: '/next' }).end())
    const response = await outbound().client.fetch(url, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/next'])
  })
})
