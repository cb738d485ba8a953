import { describe, expect, it } from 'vitest'
import { createLogger, type LoggerOptions } from './log.ts'
import { OutboundError } from './outbound.ts'
import { safeUrl } from './redact.ts'

function capture(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = []
  const log = createLogger({
    service: 'schedule',
    ...options,
    destination: { write: (line) => lines.push(line) },
  })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

describe('log', () => {
  it('writes one JSON object per line with service, level, time and the fields given', () => {
    const { log, lines, last } = capture()
    log.info({ day: 12 }, 'planned')
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
    expect(last()).toMatchObject({ service: 'schedule', level: 'info', day: 12, msg: 'planned' })
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('adds the ids of the work in hand to every line, and a child its bindings', () => {
    let correlationId = 'c-1'
    const { log, last } = capture({ context: () => ({ correlationId }) })
    log.child({ job: 'plan', password: 'hush' }).warn('late')
    expect(last()).toMatchObject({ correlationId: 'c-1', job: 'plan', password: '[redacted]', level: 'warn' })
    correlationId = 'c-2'
    log.info({ day: 1 }, 'next')
    expect(last()).toMatchObject({ correlationId: 'c-2', day: 1 })
  })

  it('leaves out what is below its level', () => {
    const { log, lines } = capture({ level: 'warn' })
    log.info('quiet')
    expect(lines).toEqual([])
  })

  it('redacts secrets at any depth and in any spelling', () => {
    const { log, lines } = capture()
    const hush = 'hush-hush'
    log.info({
      authorization: hush,
      request: { headers: { Authorization: hush, Cookie: hush, 'Set-Cookie': [hush] } },
      a: { b: { c: { d: { refresh_token: hush, apiKey: hush, api_key: hush } } } },
      list: [{ password: hush }, new Map([['secret', hush]]), new Headers({ 'x-api-key': hush })],
      url: new URL(`https://user:${hush}@maps.example/route?key=${hush}`),
    })
    expect(lines.join('')).not.toContain(hush)
    expect(lines[0]).toContain('https://maps.example/route')
  })

  it('writes an error with its causes and codes, but not the request a driver hung on it', () => {
    const { log, last, lines } = capture()
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
    const error = new OutboundError('maps', 'network', 'maps: no connection', {
      cause,
      body: 'private answer',
    })
    log.error({ err: Object.assign(error, { config: { headers: { 'x-odd-header': 'leak' } } }) }, 'no route')
    expect(last().err).toMatchObject({
      type: 'OutboundError',
      kind: 'network',
      provider: 'maps',
      cause: { type: 'Error', message: 'connect refused', code: 'ECONNREFUSED' },
    })
    expect(lines.join('')).not.toMatch(/leak|private answer/)
  })

  it('takes a bare error as the first argument', () => {
    const { log, last } = capture()
    log.error(new Error('broken'))
    expect(last()).toMatchObject({ msg: 'broken', err: { type: 'Error', message: 'broken' } })
  })

  it('survives cycles, deep trees, bytes and big integers', () => {
    const { log, last } = capture()
    const loop: Record<string, unknown> = {
      pdf: new Uint8Array(2048),
      count: 12n,
      at: Temporal.Instant.from('2026-11-21T05:00Z'),
    }
    loop.self = loop
    log.info(loop, 'odd')
    expect(last()).toMatchObject({ pdf: '[2048 bytes]', count: '12', at: '2026-11-21T05:00:00Z' })
  })

  it('writes a short line for people, with causes, free of escape sequences from outside', () => {
    const { log, lines } = capture({ pretty: true })
    log.warn({ day: 3, err: new Error('far', { cause: new Error('near') }) }, 'odd \u001b[31mname\r\n')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}schedule: odd /)
    expect(lines[0]).toMatch(/\(day=3\) Error: far\n[^]*because Error: near/)
    expect(lines[0]).not.toContain('\u001b')
    expect(lines[0]).not.toContain('\r')
  })
})

describe('safeUrl', () => {
  it.each([
    ['https://u:p@maps.example:8443/v1/route?key=AIza#frag', 'https://maps.example:8443/v1/route'],
    ['https://api.telegram.example/bot123:AAF-x/sendMessage', 'https://api.telegram.example/***/sendMessage'],
    [
      'https://calendar.example/calendars/jan%40example.com/events',
      'https://calendar.example/calendars/***/events',
    ],
    ['https://push.example/send/fcm-0123456789-0123456789-abc', 'https://push.example/send/***'],
    ['no url?key=1', '(not a URL)'],
  ])('%s', (url, shown) => {
    expect(safeUrl(url)).toBe(shown)
  })
})
