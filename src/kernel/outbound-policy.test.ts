import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Answer, failure, outbound, provider, text } from './outbound.fixture.ts'

describe('the circuit', () => {
  it('opens after consecutive failures, refuses at once, tries again later and closes after three successes', async () => {
    let status = 500
    const { url, calls } = await provider((_, response) => void response.writeHead(status).end())
    const { client, http, metrics } = outbound({
      attempts: 1,
      breaker: { failures: 2, resetMs: 80, successes: 3 },
    })
    const level = async () =>
      /circuit_breaker_state\{[^}]*\} (\d)/.exec(await metrics.registry.metrics())?.[1]
    expect(await level()).toBe('0')
    await failure(client.fetch(url))
    await failure(client.fetch(url))
    expect(http.states()).toEqual([{ provider: 'maps', state: 'open', failures: 2 }])
    expect(await level()).toBe('2')
    expect(await failure(client.fetch(url))).toMatchObject({ kind: 'circuit-open' })
    expect(calls).toHaveLength(2)

    await sleep(90)
    status = 200
    await client.fetch(url)
    await client.fetch(url)
    expect([http.states()[0]?.state, await level()]).toEqual(['half-open', '1'])
    await client.fetch(url)
    expect(http.states()).toEqual([{ provider: 'maps', state: 'closed', failures: 0 }])
    expect(await level()).toBe('0')
  })

  it('opens again when a probe fails or is abandoned', async () => {
    let answer: Answer = text(500)
    const { url } = await provider((...args) => answer(...args))
    const { client, http } = outbound({ attempts: 1, breaker: { failures: 1, resetMs: 30, successes: 1 } })
    await failure(client.fetch(url))
    await sleep(40)
    await failure(client.fetch(url))
    expect(http.states()[0]?.state).toBe('open')
    await sleep(40)
    answer = () => {}
    await expect(client.fetch(url, { signal: AbortSignal.timeout(30) })).rejects.toThrow(/timeout/)
    expect(http.states()[0]?.state).toBe('open')
  })

  it('stays closed over any number of 4xx, 429 included', async () => {
    const { url } = await provider((_, response, call) => void response.writeHead(call % 2 ? 404 : 429).end())
    const { client, http } = outbound({ attempts: 1, breaker: { failures: 2 } })
    for (let n = 0; n < 6; n++) await failure(client.fetch(url))
    expect(http.states()).toEqual([{ provider: 'maps', state: 'closed', failures: 0 }])
  })

  it('is one per provider, however often it is asked for', async () => {
    const { http, client } = outbound()
    expect(http.provider('maps')).toBe(client)
    expect(http.provider('weather')).not.toBe(client)
    expect(() => http.provider('maps', { attempts: 9 })).toThrow(/already has another policy/)
  })
})

describe('limits', () => {
  it('calls wait for their turn', async () => {
    const { url } = await provider(text(200))
    const { client } = outbound({ rate: { points: 2, perSeconds: 0.1 } })
    const started = performance.now()
    await Promise.all(Array.from({ length: 5 }, () => client.fetch(url)))
    expect(performance.now() - started).toBeGreaterThanOrEqual(195)
  })

  it('a wait beyond bounds is refused without a call', async () => {
    const { url, calls } = await provider(text(200))
    const { client } = outbound({ rate: { points: 1, perSeconds: 3_600 } })
    await client.fetch(url)
    const error = await failure(client.fetch(url))
    expect(error).toMatchObject({ kind: 'rate-limited', status: undefined, retryAfterSeconds: 3_600 })
    expect(calls).toHaveLength(1)
  })

  it('turns are taken in the order of asking, so that nobody starves', async () => {
    const { url } = await provider(text(200))
    const { client } = outbound({ rate: { points: 1, perSeconds: 0.03 } })
    const ended: number[] = []
    await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        await client.fetch(url)
        ended.push(n)
      }),
    )
    expect(ended).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it("the daily quota warns once at 80 %, refuses beyond, and starts anew at the provider's midnight", async () => {
    let now = Temporal.Instant.from('2026-11-22T06:00:00Z')
    const { url, calls } = await provider(text(200))
    const dailyQuota = { calls: 5, zone: 'America/Los_Angeles' }
    const { client, http, lines, metrics } = outbound({ dailyQuota }, { clock: { now: () => now } })
    for (let n = 0; n < 3; n++) await client.fetch(url)
    expect(await http.quotas()).toEqual([{ provider: 'maps', used: 3, calls: 5, nearlyUsed: false }])
    for (let n = 0; n < 2; n++) await client.fetch(url)
    expect(lines.filter((line) => line.includes('daily quota nearly used'))).toHaveLength(1)
    for (let n = 0; n < 3; n++)
      expect(await failure(client.fetch(url))).toMatchObject({
        kind: 'quota-exceeded',
        retryAfterSeconds: 7_200,
      })
    expect(lines.filter((line) => line.includes('daily quota used up'))).toHaveLength(1)
    expect(await http.quotas()).toEqual([{ provider: 'maps', used: 5, calls: 5, nearlyUsed: true }])
    expect(await metrics.registry.metrics()).toContain('provider_quota_used{provider="maps"} 5')
    expect(http.states()[0], 'the provider is not to blame').toMatchObject({ state: 'closed', failures: 0 })
    now = now.add({ hours: 3 })
    await client.fetch(url)
    expect(calls).toHaveLength(6)
    expect(await http.quotas()).toEqual([{ provider: 'maps', used: 1, calls: 5, nearlyUsed: false }])
  })
})

describe('run', () => {
  it('puts the same policy around what is not HTTP', async () => {
    let tries = 0
    const { client } = outbound()
    const work = async () => {
      tries += 1
      if (tries < 3) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' })
      return 'mail'
    }
    expect(await client.run(work, { safeToRepeat: true })).toBe('mail')
    tries = 0
    expect(await failure(client.run(work))).toMatchObject({
      kind: 'network',
      message: 'maps failed: ECONNRESET',
    })
    expect(tries).toBe(1)
  })

  it('leaves work that does not listen to its signal behind', async () => {
    const { client } = outbound({ attempts: 1 })
    expect(
      await failure(client.run(() => sleep(5_000, undefined, { ref: false }), { timeoutMs: 30 })),
    ).toMatchObject({
      kind: 'timeout',
    })
  })

  it('passes on what is not the network, such as a refused password, without repeating or blaming', async () => {
    const { client, http } = outbound()
    const refused = Object.assign(new Error('535'), { code: 'EAUTH' })
    await expect(client.run(() => Promise.reject(refused), { safeToRepeat: true })).rejects.toBe(refused)
    expect(http.states()[0]?.failures).toBe(0)
  })
})
