import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromTraceparent, startTracing, type Tracing, traceparent, withSpan } from './tracing.ts'

const HEADER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const TRACE = '0af7651916cd43dd8448eb211c80319c'

describe('without a collector', () => {
  it('runs the work and nothing else', async () => {
    const tracing = await startTracing('klaps', {})
    expect(await withSpan('plan the day', {}, async () => 34)).toBe(34)
    await tracing.shutdown()
  })

  it('still carries the trace along, with a span id of its own', async () => {
    const [first, second] = await fromTraceparent(HEADER, async () => [traceparent(), traceparent()] as const)
    for (const header of [first, second]) expect(header).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`))
    expect(new Set([HEADER, first, second]).size).toBe(3)
    expect(fromTraceparent(HEADER.replace(/01$/, '00'), traceparent)).toMatch(/-00$/)
  })

  it.each([
    undefined,
    null,
    '',
    'nonsense',
    HEADER.toUpperCase(),
    `ff${HEADER.slice(2)}`,
    `${HEADER}-more`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
  ])('starts one trace for the scope when the header is %j', (header) => {
    const [first, second] = fromTraceparent(header, () => [traceparent(), traceparent()])
    expect(first).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(first?.slice(0, 35)).toBe(second?.slice(0, 35))
    expect(first).not.toContain(TRACE)
  })

  it('reads what a later version adds as far as it is known', () => {
    expect(fromTraceparent(`01${HEADER.slice(2)}-later`, traceparent)).toContain(TRACE)
  })
})

const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              status: z.object({ code: z.number().optional(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})

let tracing: Tracing | undefined
let closeCollector = async () => {}
afterEach(async () => {
  await tracing?.shutdown()
  await closeCollector()
})

/** An OTLP collector on loopback. */
async function collector() {
  const received: z.infer<typeof Export>[] = []
  const paths: (string | undefined)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      paths.push(request.url)
      received.push(Export.parse(JSON.parse(Buffer.concat(chunks).toString())))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closeCollector = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { received, paths, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

describe('with a collector', () => {
  it('receives the spans of a trace that began elsewhere, nested, with their errors', async () => {
    const { received, paths, url } = await collector()
    tracing = await startTracing('klaps-schedule', { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/` })
    let sent = ''
    const work = fromTraceparent(HEADER, () =>
      withSpan('GET /schedules', { 'klaps.service': 'schedule' }, () =>
        withSpan('plan', {}, async () => {
          sent = traceparent()
          throw new RangeError('jan@example.com')
        }),
      ),
    )
    await expect(work).rejects.toThrow(RangeError)
    await tracing.shutdown()

    expect(paths).toEqual(['/v1/traces'])
    const [batch] = received[0]?.resourceSpans ?? []
    expect(batch?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'klaps-schedule' },
    })
    const spans = batch?.scopeSpans.flatMap((each) => each.spans) ?? []
    const outer = spans.find((span) => span.name === 'GET /schedules')
    const inner = spans.find((span) => span.name === 'plan')
    expect(outer).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331' })
    expect(inner).toMatchObject({
      traceId: TRACE,
      parentSpanId: outer?.spanId,
      status: { code: 2, message: 'RangeError' },
    })
    expect(sent).toBe(`00-${TRACE}-${inner?.spanId}-01`)
    expect(JSON.stringify(received)).not.toContain('jan@example.com')
  })

  it('stops within seconds when the collector is gone', async () => {
    tracing = await startTracing('klaps', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
    await withSpan('work', {}, async () => {})
    const started = performance.now()
    await tracing.shutdown()
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})
