import { describe, expect, it } from 'vitest'
import { createMetrics, houseMetrics } from './metrics.ts'

const bare = () => createMetrics({ process: false })

describe('metrics', () => {
  it('gives the same metric for the same name', async () => {
    const metrics = bare()
    metrics.counter('sheets_total', 'Sheets', ['kind']).inc({ kind: 'call-sheet' })
    metrics.counter('sheets_total', 'Sheets', ['kind']).inc({ kind: 'call-sheet' }, 2)
    expect(await metrics.registry.metrics()).toContain('sheets_total{kind="call-sheet"} 3')
  })

  it('refuses a second metric of the same name with other labels or of another kind', () => {
    const metrics = bare()
    metrics.counter('sheets_total', 'Sheets', ['kind'])
    expect(() => metrics.counter('sheets_total', 'Sheets', ['language'])).toThrow(/already a counter\(kind\)/)
    expect(() => metrics.gauge('sheets_total', 'Sheets', ['kind'])).toThrow(/already a counter/)
  })

  it('never names a person or a record in a label', async () => {
    const metrics = bare()
    const counter = metrics.counter('reads_total', 'Reads', ['who'])
    for (const who of ['b7c1d1f4-1c7a-4c7e-9c5e-000000000001', 'jan@example.com', '48123456789'])
      counter.inc({ who })
    const text = await metrics.registry.metrics()
    expect(text).toContain('reads_total{who="other"} 3')
    expect(text).not.toMatch(/jan@|b7c1d1f4|48123456789/)
  })

  it('counts the values beyond the first 200 of a label as other', async () => {
    const metrics = bare()
    const counter = metrics.counter('paths_total', 'Paths', ['path'])
    for (let n = 0; n < 1_000; n++) counter.inc({ path: `/p${n}` })
    const series = (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('paths_total{'))
    expect(series).toHaveLength(201)
    expect(series).toContain('paths_total{path="other"} 800')
  })

  it('keeps durations in buckets and gauges as last set', async () => {
    const metrics = bare()
    metrics.histogram('wait_seconds', 'Wait', ['queue'], [0.1, 1]).observe({ queue: 'a' }, 0.5)
    metrics.gauge('depth', 'Depth', ['queue']).set({ queue: 'a' }, 7)
    const text = await metrics.registry.metrics()
    expect(text).toContain('wait_seconds_bucket{le="0.1",queue="a"} 0')
    expect(text).toContain('wait_seconds_bucket{le="1",queue="a"} 1')
    expect(text).toContain('depth{queue="a"} 7')
  })

  it('tells what series have taken whenever the metrics are read, once, beside what was told at once', async () => {
    const metrics = bare()
    const sheets = metrics.counter('sheets_total', 'Sheets', ['kind'])
    const wait = metrics.histogram('wait_seconds', 'Wait', ['queue'], [0.1, 1])
    const one = sheets.series({ kind: 'call-sheet' })
    const queue = wait.series({ queue: 'a' })
    for (const reading of [1, 2]) {
      sheets.inc({ kind: 'call-sheet' })
      one.inc()
      one.inc(2)
      for (let n = 0; n < 700; n++) queue.observe(0.5)
      wait.observe({ queue: 'a' }, 0.05)
      const text = await metrics.registry.metrics()
      expect(text).toContain(`sheets_total{kind="call-sheet"} ${4 * reading}`)
      expect(text).toContain(`wait_seconds_bucket{le="0.1",queue="a"} ${reading}`)
      expect(text).toContain(`wait_seconds_count{queue="a"} ${701 * reading}`)
    }
  })

  it('declares the names of the source documents, and the process metrics of Node', async () => {
    const metrics = createMetrics()
    houseMetrics(metrics)
    houseMetrics(metrics)
    const text = await metrics.registry.metrics()
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds',
      'operations_total',
      'errors_total',
      'email_processing_duration_seconds',
      'pdf_parsing_errors_total',
      'route_calculations_total',
      'process_resident_memory_bytes',
    ])
      expect(text).toContain(`# HELP ${name} `)
  })
})
