import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import { openStage, type Stage, services } from '../../../test/support/ai-house.ts'

let stage: Stage
let other: TestHouse
beforeAll(async () => {
  stage = await openStage()
  other = await openTestHouse({ services, env: stage.sandbox.env, on: stage.house, alone: false })
  // A call costs what it reserves: nothing for the question, ten for its one token.
  await stage.admin.put('/ai/prices', {
    model: 'one-token',
    inputPerMillion: 0,
    outputPerMillion: 10_000_000,
    maxOutputTokens: 1,
  })
  await stage.admin.put('/ai/model-routes', {
    model: 'one-token',
    targets: [{ upstream: 'sandbox', model: 'one-token' }],
  })
  await until('the other replica to know the price', async () => {
    const { status } = await ask([other.url], (await stage.newKey({ budgetMicrodollars: 10 })).key)
    return status === 200
  })
}, 60_000)
afterAll(async () => {
  await other.stop()
  await stage.stop()
})
afterEach(() => stage.sandbox.standIns.languageModel.reset())

const body = JSON.stringify({
  model: 'one-token',
  max_tokens: 1,
  messages: [{ role: 'user', content: 'Hello' }],
})
const ask = async (urls: readonly string[], key: string, index = 0): Promise<Response> => {
  const response = await fetch(`${urls[index % urls.length]}/api/v1/ai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  })
  await response.clone().arrayBuffer()
  return response
}
const rush = async (urls: readonly string[], key: string, calls = 200) =>
  await Promise.all(Array.from({ length: calls }, (_, index) => ask(urls, key, index)))
const passed = (answers: readonly Response[]) => answers.filter(({ status }) => status === 200).length
const allowance = async (keyId: string) => {
  const rows = await stage.house.rows<{ used: string; leased: string }>(
    `select used, leased from ai.allowances where subject = $1 and kind = 'cost'`,
    [`key:${keyId}`],
  )
  return { used: Number(rows[0]?.used), leased: Number(rows[0]?.leased) }
}

describe('a budget for ten calls', () => {
  it.each([
    ['one process', () => [stage.house.url]],
    ['two replicas', () => [stage.house.url, other.url]],
  ])('lets exactly ten of two hundred at once through, over %s', async (_name, urls) => {
    const { key, keyId } = await stage.newKey({ budgetMicrodollars: 100 })
    const before = stage.sandbox.standIns.languageModel.requests().length
    const answers = await rush(urls(), key)
    expect(passed(answers)).toBe(10)
    expect(stage.sandbox.standIns.languageModel.requests().length - before).toBe(10)
    const refused = answers.find(({ status }) => status !== 200)!
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-should-retry')).toBe('false')
    expect(await refused.json()).toMatchObject({
      error: { type: 'insufficient_quota', code: 'insufficient_quota' },
    })
    expect(await until('all to be settled', async () => (await allowance(keyId)).leased === 0)).toBe(true)
    expect(await allowance(keyId)).toEqual({ used: 100, leased: 0 })
  })

  it('gives back what a call that fails had reserved', async () => {
    const { key, keyId } = await stage.newKey({ budgetMicrodollars: 100 })
    stage.sandbox.faults.set('language-model', { kind: 'status', status: 400 })
    expect((await ask([stage.house.url], key)).status).toBe(400)
    stage.sandbox.faults.clear()
    // What it had reserved comes back after its answer: the first of the rush may be too early for it.
    let passing = 0
    await until('the whole budget to be used', async () => {
      passing += passed(await rush([stage.house.url], key, 30))
      return passing >= 10
    })
    expect(passing).toBe(10)
    await until('all to be settled', async () => (await allowance(keyId)).leased === 0)
    expect(await allowance(keyId)).toEqual({ used: 100, leased: 0 })
  })

  it('counts anew in the next period', async () => {
    const { key } = await stage.newKey({ budgetMicrodollars: 10, budgetPeriod: 'day' })
    expect(passed(await rush([stage.house.url], key, 3))).toBe(1)
    await stage.house.travelTo(Temporal.Now.instant().add({ hours: 24 }))
    expect(passed(await rush([stage.house.url], key, 3))).toBe(1)
    await stage.house.travelTo(Temporal.Now.instant())
  })
})

describe('leases', () => {
  it('return when a process ends in order', async () => {
    const third = await openTestHouse({ services, env: stage.sandbox.env, on: stage.house, alone: false })
    const { key, keyId } = await stage.newKey({ budgetMicrodollars: 100_000 })
    await until('the third to know the price', async () => (await ask([third.url], key)).status === 200)
    // Part of the large budget is lent, far more than one call needs.
    expect((await allowance(keyId)).leased).toBeGreaterThan(10)
    await third.stop()
    const { used, leased } = await allowance(keyId)
    expect([used, leased]).toEqual([10, 0])
  })

  it('of a process that died count as used, and the rest of the budget stays', async () => {
    const { key, keyId } = await stage.newKey({ budgetMicrodollars: 100 })
    const dead = crypto.randomUUID()
    await stage.house.rows(`insert into ai.holders values ($1, pg_catalog.now() - interval '1 minute')`, [
      dead,
    ])
    const period = Temporal.Now.instant().toString().slice(0, 7)
    await stage.house.rows(`insert into ai.allowances values ($1, 'cost', $2, 0, 30)`, [
      `key:${keyId}`,
      period,
    ])
    await stage.house.rows(`insert into ai.leases values ($1, $2, 'cost', $3, 30)`, [
      dead,
      `key:${keyId}`,
      period,
    ])
    await until('the dead to be settled', async () => (await allowance(keyId)).used === 30, 20_000)
    expect(await allowance(keyId)).toEqual({ used: 30, leased: 0 })
    expect(passed(await rush([stage.house.url, other.url], key))).toBe(7)
    const { body: usage } = await stage.admin.get(`/ai/usage?subject=key:${keyId}&model=unaccounted`)
    expect(usage.items).toMatchObject([{ upstream: 'unaccounted', estimated: 1, costMicrodollars: 30 }])
  }, 30_000)
})

describe('what was used', () => {
  /** Refuses one of the writes of a report, and counts how often: a sequence keeps its number when a transaction does not. */
  const refuse = async (table: string, when: string) => {
    await stage.house.rows(`create sequence ai.refusals`)
    await stage.house.rows(`create function ai.refuse() returns trigger language plpgsql security definer as $$
      begin perform nextval('ai.refusals'); raise exception 'refused by the test'; end $$`)
    await stage.house.rows(
      `create trigger refuse before insert or update on ${table} for each row when (${when}) execute function ai.refuse()`,
    )
    return {
      times: async () =>
        (await stage.house.rows<{ count: number }>('select last_value::int as count from ai.refusals'))[0]!
          .count,
      end: () => stage.house.rows('drop function ai.refuse() cascade; drop sequence ai.refusals'),
    }
  }
  const written = async (keyId: string) => {
    const [sum] = await stage.house.rows<{ cost: number }>(
      'select coalesce(sum(cost_microdollars), 0)::int as cost from ai.usage_days where subject = $1',
      [`key:${keyId}`],
    )
    return { cost: sum!.cost, used: (await allowance(keyId)).used }
  }

  it.each([
    ['the usage', 'ai.usage_days', (subject: string) => `new.subject = '${subject}'`],
    ['the lease', 'ai.allowances', (subject: string) => `new.subject = '${subject}' and new.used > 0`],
  ])(
    'is written with what was lent for it, or not at all: when %s cannot be written',
    async (_what, table, when) => {
      const { key, keyId } = await stage.newKey({ budgetMicrodollars: 100 })
      const refused = await refuse(table, when(`key:${keyId}`))
      try {
        expect((await ask([stage.house.url], key)).status).toBe(200)
        await until('two reports to be refused', async () => (await refused.times()) >= 2, 30_000)
        expect(await written(keyId)).toEqual({ cost: 0, used: 0 })
      } finally {
        await refused.end()
      }
      await until('the report', async () => (await written(keyId)).cost === 10, 30_000)
      expect(await written(keyId)).toEqual({ cost: 10, used: 10 })
    },
    60_000,
  )
})

describe('limits of a minute', () => {
  it('let so many requests through and say what is left', async () => {
    const { key } = await stage.newKey({ requestsPerMinute: 5 })
    const first = await ask([stage.house.url], key)
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('5')
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('4')
    expect(first.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+(?:\.\d{1,3})?s$/)
    const answers = await rush([stage.house.url, other.url], key, 20)
    // The minute may turn in between.
    expect([4, 9]).toContain(passed(answers))
    const refused = answers.find(({ status }) => status === 429)!
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({
      error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    })
  })

  it('count tokens: what was reserved while a call is under way, what was used afterwards', async () => {
    const { key } = await stage.newKey({ tokensPerMinute: 500 })
    const first = await ask([stage.house.url], key)
    expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('500')
    expect((await rush([stage.house.url], key, 30)).some(({ status }) => status === 429)).toBe(true)
  })
})

it('takes what a key of a user costs out of the budget of the user as well', async () => {
  const house = await openTestHouse({
    services,
    env: { ...stage.sandbox.env, AI_USER_BUDGET_MICRODOLLARS: '30' },
    on: stage.house,
    alone: false,
  })
  try {
    const person = await house.person()
    const keys = await Promise.all(
      ['a', 'b'].map(
        async (name) => (await person.post('/ai/keys', { name, budgetMicrodollars: 1_000 })).body.key,
      ),
    )
    const answers = await Promise.all(keys.map((key: string) => rush([house.url], key, 5)))
    expect(passed(answers.flat())).toBe(3)
    expect(passed([await ask([house.url], person.token!)])).toBe(0)
  } finally {
    await house.stop()
  }
})

it('says 503 and not that the budget is spent when it cannot be looked up', async () => {
  const house = await openTestHouse({ services, env: stage.sandbox.env, on: stage.house, alone: false })
  try {
    const { key } = await stage.newKey({ budgetMicrodollars: 100 })
    await stage.house.rows('alter function ai.lend rename to away')
    const response = await ask([house.url], key)
    expect([response.status, (await response.json()).error.code]).toEqual([503, 'service-unavailable'])
  } finally {
    await stage.house.rows('alter function ai.away rename to lend')
    await house.stop()
  }
})
