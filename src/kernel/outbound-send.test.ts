import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { createAdaptorServer } from '@hono/node-server'
import { expect, test } from 'vitest'
import { outbound, provider } from './outbound.fixture.ts'
import type { OutboundError } from './outbound.ts'

// The house's HTTP server puts its own `Request` and `Response` in place of Node's; both are there in every process.
createAdaptorServer({ fetch: () => new Response() })

const text = 'zażółć gęślą jaźń '.repeat(500)

test.each([
  ['gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['gzip, identity', gzipSync(text)],
  ['gzip, br', brotliCompressSync(gzipSync(text))],
])('an answer in %s is read, and its encoding is not told', async (encoding, body) => {
  const { url, calls } = await provider(
    (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(body),
  )
  const response = await outbound().client.fetch(url)
  expect(await response.text()).toBe(text)
  expect(response.headers.has('content-encoding')).toBe(false)
  expect(calls[0]!.headers['accept-encoding']).toBe('gzip, deflate, br')
})

test('an answer that would be too long when it is decoded is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000))
  const { url } = await provider(
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  )
  const asked = outbound({}, { maxBodyBytes: 100_000 }).client.fetch(url)
  await expect(asked).rejects.toMatchObject({ kind: 'malformed' } satisfies Partial<OutboundError>)
})

test('an answer that is not what its encoding says is refused, not thrown at the caller', async () => {
  const { url } = await provider(
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all'),
  )
  await expect(outbound().client.fetch(url)).rejects.toMatchObject({ kind: 'malformed' })
})

test.each<[string, RequestInit['body'], string | undefined]>([
  [
    'a=1&b=%C5%82',
    new URLSearchParams({ a: '1', b: 'ł' }),
    'application/x-www-form-urlencoded;charset=UTF-8',
  ],
  ['plain', 'plain', 'text/plain;charset=UTF-8'],
  ['bytes', new TextEncoder().encode('bytes'), undefined],
  ['blob', new Blob(['blob'], { type: 'image/png' }), 'image/png'],
  ['flows', new Blob(['flows']).stream(), undefined],
])('sends %s with the type that such a body has', async (sent, body, type) => {
  const bodies: string[] = []
  const { url, calls } = await provider((request, response) => {
    request.on('data', (chunk) => bodies.push(String(chunk)))
    request.on('end', () => response.end())
  })
  await outbound().client.fetch(url, { method: 'POST', body })
  expect(bodies.join('')).toBe(sent)
  expect(calls[0]!.headers['content-type']).toBe(type)
})

test('headers that come several times are all there', async () => {
  const { url } = await provider(
    (_, response) =>
      void response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], link: ['<x>', '<y>'] }).end(),
  )
  const { headers } = await outbound().client.fetch(url)
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(headers.get('link')).toBe('<x>, <y>')
})

test('connections serve several requests', async () => {
  const ports = new Set<number | undefined>()
  const { url } = await provider((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('ok')
  })
  const { client } = outbound()
  for (let time = 0; time < 8; time++) await client.fetch(url)
  // The next request may come before the connection of the last one is free again.
  expect(ports.size).toBeLessThan(4)
})
