import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { foreignService } from '../../../test/support/accounts.ts'
import { openStage, question, type Stage, services } from '../../../test/support/ai-house.ts'

const telegram = await foreignService('telegram')
let stage: Stage
let anna: Person
let ben: Person
beforeAll(async () => {
  stage = await openStage({ SERVICE_JWKS: telegram.jwks })
  ;[anna, ben] = await Promise.all([stage.house.person(), stage.house.person()])
}, 60_000)
afterAll(() => stage.stop())

const ask = (person: Pick<Person, 'token'> | { token: string }, body: object = question, headers = {}) =>
  fetch(`${stage.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, ...headers },
    body: JSON.stringify(body),
  })
const usageOf = (person: Person, query = '') =>
  until('the usage', async () => {
    const { body } = await person.get(`/ai/usage${query}`)
    return body.items.length > 0 && body.items
  })

describe('virtual keys', () => {
  it('are shown once, kept as a hash, and end at once when they are revoked', async () => {
    const { status, body } = await anna.post('/ai/keys', { name: 'My editor', models: ['klaps-sandbox'] })
    expect(status).toBe(201)
    expect(body.key).toMatch(/^klaps-[\w-]{43}$/)
    const rows = await stage.house.rows('select * from ai.keys')
    expect(JSON.stringify(rows)).not.toContain(body.key)
    expect((await ask({ token: body.key })).status).toBe(200)
    const listed = (await anna.get('/ai/keys')).body.items
    expect(listed).toMatchObject([{ keyId: body.keyId, name: 'My editor', hint: body.key.slice(-4) }])
    expect(JSON.stringify(listed)).not.toContain(body.key)
    expect((await anna.delete(`/ai/keys/${body.keyId}`)).status).toBe(204)
    expect((await ask({ token: body.key })).status).toBe(401)
    expect((await anna.delete(`/ai/keys/${body.keyId}`)).status).toBe(404)
  })
  it('ask for their models only', async () => {
    const { key: token } = await stage.newKey({ models: ['klaps-sandbox'] })
    const response = await ask({ token }, { ...question, model: 'gpt-4o' })
    expect(response.status).toBe(403)
    expect((await response.json()).error).toMatchObject({
      code: 'model_not_allowed',
      type: 'permission_error',
    })
    const models = await fetch(`${stage.baseURL}/models`, { headers: { authorization: `Bearer ${token}` } })
    expect((await models.json()).data.map(({ id }: { id: string }) => id)).toEqual(['klaps-sandbox'])
  })
  it('are nobody else’s business', async () => {
    const { body } = await anna.post('/ai/keys', { name: 'hers' })
    expect((await ben.delete(`/ai/keys/${body.keyId}`)).status).toBe(404)
    expect((await ben.get('/ai/keys')).body.items).toEqual([])
    expect((await ben.get('/ai/keys?everybody=true')).status).toBe(403)
    expect((await ben.post('/ai/keys', { name: 'for her', ownerId: anna.id })).status).toBe(403)
    expect((await ben.patch(`/ai/keys/${body.keyId}`, { name: 'mine' })).status).toBe(403)
    expect((await stage.admin.get('/ai/keys?everybody=true')).body.items.length).toBeGreaterThan(0)
    const changed = await stage.admin.patch(`/ai/keys/${body.keyId}`, { budgetMicrodollars: 5 })
    expect(changed.body).toMatchObject({ name: 'hers', budgetMicrodollars: 5 })
    expect((await ask({ token: body.key })).status).toBe(429)
  })
  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await ben.post('/ai/keys', { name })
    const first = (await ben.get('/ai/keys?limit=2')).body
    const second = (await ben.get(`/ai/keys?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['c', 'b', 'a'])
    expect(second.nextCursor).toBeNull()
  })
})

describe('who may ask', () => {
  it('is a signed-in user with the permission, on their own budget', async () => {
    const carla = await stage.house.person()
    expect((await ask(carla)).status).toBe(200)
    expect(await usageOf(carla)).toMatchObject([
      { subject: `user:${carla.id}`, requests: 1, model: 'klaps-sandbox' },
    ])
    expect((await ask(await stage.house.person({ roles: ['viewer'] }))).status).toBe(403)
    expect((await ask({ token: 'nonsense' })).status).toBe(401)
    const nobody = await fetch(`${stage.baseURL}/chat/completions`, { method: 'POST', body: '{}' })
    expect(nobody.status).toBe(401)
    expect(await nobody.json()).toMatchObject({
      error: { type: 'authentication_error', code: 'unauthorized' },
    })
  })
  it('is another service of ours', async () => {
    const service = await telegram.callerOf(stage.house.url, 'ai')
    expect((await ask(service as { token: string })).status).toBe(200)
    const rows = await until('the usage', async () => {
      const { body } = await stage.admin.get('/ai/usage?everybody=true&subject=service:telegram')
      return body.items.length > 0 && body.items
    })
    expect(rows).toMatchObject([{ subject: 'service:telegram' }])
  })
})

describe('complete, for other services', () => {
  it('asks on the account of a user, with tools', async () => {
    const dora = await stage.house.person()
    const service = await telegram.callerOf(stage.house.url, 'ai')
    const { status, body } = await service.post('/ai/complete', {
      purpose: 'chat',
      userId: dora.id,
      messages: [{ role: 'user', content: 'When do I get up?' }],
      tools: [{ type: 'function', function: { name: 'wake_up', description: 'When people get up: when' } }],
    })
    expect([status, body.sandbox, body.upstream, body.finishReason]).toEqual([
      200,
      true,
      'sandbox',
      'tool_calls',
    ])
    expect(body.toolCalls).toMatchObject([{ function: { name: 'wake_up', arguments: '{}' } }])
    expect(await usageOf(dora)).toMatchObject([{ subject: `user:${dora.id}`, requests: 1 }])
  })
  it('is closed to people, and tells nothing of what a model says when it refuses', async () => {
    expect((await anna.post('/ai/complete', { purpose: 'chat', messages: [] })).status).toBe(403)
    const service = await telegram.callerOf(stage.house.url, 'ai')
    stage.sandbox.faults.set('language-model', { kind: 'status', status: 400 })
    const refused = await service.post('/ai/complete', {
      purpose: 'chat',
      messages: [{ role: 'user', content: 'x' }],
    })
    stage.sandbox.faults.clear()
    expect([refused.status, refused.body.code]).toEqual([422, 'ai.refused'])
  })
})

describe('the response cache', () => {
  const kept = { 'x-klaps-cache': '60' }
  const requests = () => stage.sandbox.standIns.languageModel.requests().length
  it.each([false, true])('answers the same again, for one tenant only (stream: %s)', async (stream) => {
    const body = { ...question, stream, user: `cache ${stream}` }
    const before = requests()
    const answers = [await ask(anna, body, kept), await ask(anna, body, kept), await ask(ben, body, kept)]
    const [made, again] = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ headers }) => headers.get('x-klaps-cache'))).toEqual(['miss', 'hit', 'miss'])
    expect(again).toBe(made)
    expect(answers[1]!.headers.get('content-type')).toBe(answers[0]!.headers.get('content-type'))
    expect(requests() - before).toBe(2)
    await ask(anna, body)
    expect(requests() - before).toBe(3)
  })
  it('keeps no refusal', async () => {
    const body = { ...question, user: 'refused' }
    stage.sandbox.faults.set('language-model', { kind: 'status', status: 400 })
    await ask(anna, body, kept)
    stage.sandbox.faults.clear()
    expect((await ask(anna, body, kept)).status).toBe(200)
  })
})

describe('prices and usage', () => {
  it('a price counts from the moment it is set, and the shipped one comes back', async () => {
    const find = async () =>
      (await stage.admin.get('/ai/prices?limit=200')).body.items.find(
        (each: { model: string }) => each.model === 'klaps-sandbox',
      )
    expect(await find()).toMatchObject({ from: 'shipped', inputPerMillion: 1_000_000 })
    await stage.admin.put('/ai/prices', {
      model: 'klaps-sandbox',
      inputPerMillion: 0,
      outputPerMillion: 3_000_000,
      maxOutputTokens: 100,
    })
    expect(await find()).toMatchObject({ from: 'administrator', outputPerMillion: 3_000_000 })
    const eva = await stage.house.person()
    await ask(eva)
    const [usage] = await usageOf(eva)
    expect(usage.costMicrodollars).toBe(3 * usage.outputTokens)
    expect((await stage.admin.delete('/ai/prices?model=klaps-sandbox')).status).toBe(204)
    expect(await find()).toMatchObject({ from: 'shipped' })
    expect((await stage.admin.delete('/ai/prices?model=klaps-sandbox')).status).toBe(404)
    expect((await eva.put('/ai/prices', {})).status).toBe(403)
  })
  it('no budget is kept blindly: a model without a price is refused', async () => {
    const response = await ask(anna, { ...question, model: 'nobody-knows-this-one' })
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'ai.no-price'])
  })
  it('usage comes in pages and as CSV, and of others to administrators only', async () => {
    const fred = await stage.house.person()
    for (const model of ['klaps-sandbox', 'gpt-4o', 'gpt-4o-mini']) await ask(fred, { ...question, model })
    await until('all usage', async () => (await fred.get('/ai/usage')).body.items.length === 3)
    const first = (await fred.get('/ai/usage?limit=2')).body
    const second = (await fred.get(`/ai/usage?limit=2&cursor=${first.nextCursor}`)).body
    expect(new Set([...first.items, ...second.items].map(({ model }) => model)).size).toBe(3)
    const csv = await fred.get('/ai/usage/csv')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.body.trim().split('\r\n')).toHaveLength(4)
    expect(csv.body).toMatch(/^day,subject,model,upstream,requests/)
    expect((await fred.get('/ai/usage?everybody=true')).status).toBe(403)
    expect((await anna.get(`/ai/usage?subject=user:${fred.id}`)).body.items).toEqual([])
  })
})

describe('privacy', () => {
  it('no prompt and no answer is in the log, the database or an event', async () => {
    const lines: string[] = []
    const { createLogger } = await import('../../kernel/log.ts')
    const { openHouse } = await import('../../compose.ts')
    const sandbox = await startSandbox()
    const whole = await openTestHouse({ services, env: sandbox.env })
    await whole.halt()
    const house = await openHouse({
      catalogue: services,
      env: {
        ...sandbox.env,
        KLAPS_RATE_PER_SECOND: '10000',
        KLAPS_RATE_BURST: '10000',
        AUTH_JWKS: '{"keys":[]}',
      },
      dataDir: whole.dataDir,
      databaseUrl: whole.databaseUrl,
      alone: true,
      sandbox: true,
      port: 0,
      log: createLogger({
        service: 'test',
        level: 'debug',
        destination: { write: (line) => lines.push(line) },
      }),
    })
    const secret = 'Zygfryd lives at 12 Secret Street'
    const { hashOf } = await import('./keys.ts')
    const key = 'klaps-of-the-privacy-test'
    await whole.rows(
      `insert into ai.keys (id, owner_id, name, hash, hint, budget_period, on_owners_budget, created_at)
       values (gen_random_uuid(), gen_random_uuid(), 'test', $1, 'test', 'month', false, now())`,
      [hashOf(key)],
    )
    const faults = [
      undefined,
      { kind: 'status', status: 500 },
      { kind: 'status', status: 400 },
      { kind: 'drop' },
    ] as const
    for (const fault of faults) {
      sandbox.faults.clear()
      if (fault) sandbox.faults.set('language-model', fault)
      for (const body of [
        JSON.stringify({ ...question, messages: [{ role: 'user', content: secret }] }),
        `{"${secret}`,
      ])
        await fetch(`${house.url}/api/v1/ai/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}` },
          body,
        }).then((response) => response.text())
    }
    await house.stop()
    const tables = await whole.rows<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('ai', 'config', 'pgboss')`,
    )
    const rows: object[][] = []
    for (const { name } of tables) rows.push(await whole.rows(`select t::text from ${name} t`))
    expect(lines.length).toBeGreaterThan(0)
    expect(rows.flat().length).toBeGreaterThan(0)
    for (const part of ['Zygfryd', 'Secret Street', key]) {
      expect(lines.join('\n')).not.toContain(part)
      expect(JSON.stringify(rows)).not.toContain(part)
    }
    await whole.stop()
    await sandbox.stop()
  }, 30_000)

  it('exports what it knows of a person and erases it, keeping sums of nobody’s', async () => {
    const gina = await stage.house.person()
    await gina.post('/ai/keys', { name: 'hers' })
    await ask(gina)
    await usageOf(gina)
    const { service, ctx } = stage.house.house.host.runtimes.get('ai')!
    const exported = await service.personal.export(ctx, gina.id)
    expect(exported).toMatchObject({ keys: [{ name: 'hers' }], usage: [{ requests: 1 }] })
    expect(JSON.stringify(exported)).not.toContain('hash')
    await ctx.db.transaction((tx) => service.personal.erase(ctx, gina.id, tx))
    expect(await service.personal.export(ctx, gina.id)).toEqual({ keys: [], usage: [] })
    for (const table of ['keys', 'usage_days', 'allowances', 'leases']) {
      const rows = await stage.house.rows(`select t::text as row from ai.${table} t where t::text like $1`, [
        `%${gina.id}%`,
      ])
      expect([table, rows]).toEqual([table, []])
    }
    expect(await stage.house.rows(`select 1 from ai.usage_days where subject = 'erased'`)).toHaveLength(1)
  })
})
