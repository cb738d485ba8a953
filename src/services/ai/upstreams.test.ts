import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { makeKey, services } from '../../../test/support/ai-house.ts'

let [first, second]: [Sandbox, Sandbox] = [undefined!, undefined!]
let house: TestHouse
let admin: Person
let key: string
beforeAll(async () => {
  ;[first, second] = await Promise.all([startSandbox(), startSandbox()])
  house = await openTestHouse({
    services,
    env: {
      OPENAI_API_URL: `${first.urls['language-model']}/v1`,
      OPENAI_API_KEY: first.env.AI_SANDBOX_KEY!,
      ANTHROPIC_API_URL: `${first.urls['language-model']}/v1`,
      ANTHROPIC_API_KEY: 'sk-wrong',
      AI_UPSTREAM_URL: `${second.urls['language-model']}/v1`,
      AI_UPSTREAM_KEY: second.env.AI_SANDBOX_KEY!,
      AI_FIRST_BYTE_SECONDS: '1',
      AI_IDLE_SECONDS: '1.5',
    },
  })
  admin = await house.person({ roles: ['admin'] })
  key = (await makeKey(admin)).key
  await route('both', ['openai', 'compatible'])
}, 60_000)
afterAll(async () => {
  await house.stop()
  await Promise.all([first.stop(), second.stop()])
})
afterEach(() => {
  for (const sandbox of [first, second]) {
    sandbox.faults.clear()
    sandbox.standIns.languageModel.reset()
  }
})

/** In this order. */
const route = async (model: string, upstreams: readonly string[], names: readonly string[] = []) =>
  await admin.put('/ai/model-routes', {
    model,
    targets: upstreams.map((upstream, order) => ({ upstream, model: names[order] ?? 'gpt-4o-mini', order })),
  })
const ask = async (model: string, more: object = {}, path = 'chat/completions') =>
  await fetch(`${house.url}/api/v1/ai/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...more }),
  })
const asked = () => [first, second].map(({ standIns }) => standIns.languageModel.requests().length)

describe('when the first upstream fails before its first byte', () => {
  it.each([
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 429', { kind: 'status', status: 429 }],
    ['drops the connection', { kind: 'drop' }],
    ['is silent', { kind: 'timeout' }],
  ] as const)('and %s, the second is asked', async (_name, fault) => {
    first.faults.set('language-model', fault)
    const response = await ask('both')
    expect([response.status, response.headers.get('x-klaps-upstream')]).toEqual([200, 'compatible'])
    expect(asked()).toEqual([0, 1])
  })
  it('and refuses the request itself, the second is not asked and the words are passed on', async () => {
    first.faults.set('language-model', { kind: 'status', status: 400 })
    const response = await ask('both')
    expect(response.status).toBe(400)
    expect((await response.json()).error.message).toBe('The sandbox was told to fail.')
    expect(asked()).toEqual([0, 0])
  })
  it('the last one to fail is quoted', async () => {
    first.faults.set('language-model', { kind: 'drop' })
    second.faults.set('language-model', { kind: 'status', status: 503, retryAfter: 7 })
    const response = await ask('both')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    expect((await response.json()).error.type).toBe('server_error')
  })
})

it('does not ask another one after the first byte, and cuts the answer off', async () => {
  first.standIns.languageModel.behave({ breakAfter: 3 })
  const response = await ask('both', { stream: true })
  expect(response.headers.get('x-klaps-upstream')).toBe('openai')
  await expect(response.text()).rejects.toThrow(/terminated/)
  expect(asked()).toEqual([1, 0])
})

it('cuts an answer off that pauses for too long, and tells the upstream', async () => {
  first.standIns.languageModel.behave({ hangAfter: 3 })
  const response = await ask('both', { stream: true })
  await expect(response.text()).rejects.toThrow(/terminated/)
  await until('the upstream to hear of it', () => first.standIns.languageModel.abandoned() === 1)
})

it('settles what broke off by an estimate, and says so', async () => {
  const own = await makeKey(admin)
  first.standIns.languageModel.behave({ breakAfter: 4 })
  const response = await fetch(`${house.url}/api/v1/ai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'both', stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  })
  await response.text().catch(() => undefined)
  const usage = await until('the usage', async () => {
    const { body } = await admin.get(`/ai/usage?subject=key:${own.keyId}`)
    return body.items[0]
  })
  expect(usage).toMatchObject({ requests: 1, failed: 1, estimated: 1, outputTokens: 4 })
  expect(usage.inputTokens).toBeGreaterThan(10)
})

it('says 502 and not 401 when the key that the house has is no good', async () => {
  const response = await ask('claude-sonnet-4-0')
  expect(response.status).toBe(502)
  expect((await response.json()).error).toMatchObject({ code: 'upstream-unavailable', type: 'server_error' })
})

it('leaves an upstream alone that fails again and again', async () => {
  await route('only-second', ['compatible'])
  // One that answers well has no failures behind it.
  expect((await ask('only-second')).status).toBe(200)
  second.standIns.languageModel.reset()
  second.faults.set('language-model', { kind: 'status', status: 500 })
  for (let call = 0; call < 5; call++) expect((await ask('only-second')).status).toBe(500)
  second.faults.clear()
  const response = await ask('only-second')
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  expect(asked()).toEqual([0, 0])
})

it('says which endpoint a vendor lacks', async () => {
  for (const path of ['responses', 'embeddings']) {
    const response = await ask('claude-sonnet-4-0', { input: 'Hello' }, path)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'unsupported_endpoint', param: 'model' })
  }
})

it('calls a model by the name that the upstream has for it, and takes `upstream/model` apart', async () => {
  await route('house-model', ['openai'], ['gpt-4o'])
  await ask('house-model')
  await ask('openai/gpt-4o-mini', { stream: true })
  expect(first.standIns.languageModel.requests()).toMatchObject([
    { model: 'gpt-4o' },
    { model: 'gpt-4o-mini', stream_options: { include_usage: true } },
  ])
})

it('shares calls by weight', async () => {
  await admin.put('/ai/model-routes', {
    model: 'weighed',
    targets: [
      { upstream: 'openai', model: 'gpt-4o', weight: 9 },
      { upstream: 'openai', model: 'gpt-4o-mini', weight: 1 },
    ],
  })
  for (let call = 0; call < 60; call++) await ask('weighed')
  const heavy = first.standIns.languageModel.requests().filter(({ model }) => model === 'gpt-4o').length
  // Of 60 calls 54 are to be expected; fewer than 40 or all would be one chance in thousands.
  expect(heavy).toBeGreaterThan(40)
})

it('refuses what cannot be read, in the form of OpenAI', async () => {
  const send = async (body: string, headers = {}) => {
    const response = await fetch(`${house.url}/api/v1/ai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, ...headers },
      body,
    })
    return [response.status, (await response.json()).error.param]
  }
  expect(await send('no JSON')).toEqual([400, null])
  expect(await send('[]')).toEqual([400, null])
  expect(await send('{"messages":[]}')).toEqual([400, 'model'])
  expect(await send('{"model":"gpt-4o","n":1000}')).toEqual([400, 'n'])
  expect(await send('{"model":"gpt-4o","max_tokens":-1}')).toEqual([400, 'max_tokens'])
  expect(await send('{"model":"gpt-4o"}', { 'x-klaps-cache': 'always' })).toEqual([400, null])
  expect((await send('x'.repeat(20 * 1024 * 1024 + 1)))[0]).toBe(413)
})

it('starts without any upstream and says so clearly', async () => {
  const bare = await openTestHouse({ services })
  try {
    const { key } = await makeKey(await bare.person({ roles: ['admin'] }))
    const response = await fetch(`${bare.url}/api/v1/ai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: '{"model":"gpt-4o-mini","messages":[]}',
    })
    expect(response.status).toBe(503)
    expect((await response.json()).error).toMatchObject({ code: 'ai.not-configured', type: 'server_error' })
  } finally {
    await bare.stop()
  }
})
