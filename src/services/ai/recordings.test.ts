import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spoken } from '../../../sandbox/world/voice.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { foreignService } from '../../../test/support/accounts.ts'
import { openStage, type Stage } from '../../../test/support/ai-house.ts'

const telegram = await foreignService('telegram')
let stage: Stage
let anna: Person
beforeAll(async () => {
  stage = await openStage({ SERVICE_JWKS: telegram.jwks })
  anna = await stage.house.person()
}, 60_000)
afterAll(() => stage.stop())

const client = (apiKey: string) => new OpenAI({ baseURL: stage.baseURL, apiKey, maxRetries: 0 })
const recording = (words: string) => toFile(spoken(words), 'voice.ogg', { type: 'audio/ogg' })

it("OpenAI's client has a recording heard, and the usage is counted", async () => {
  const { key, keyId } = await stage.newKey()
  const file = await recording('kiedy jutro wstaję')
  const heard = await client(key).audio.transcriptions.create({ file, model: 'gpt-4o-mini-transcribe' })
  expect(heard.text).toBe('kiedy jutro wstaję')
  const [used] = await until('the usage', async () => {
    const { items } = (await stage.admin.get(`/ai/usage?everybody=true&subject=key:${keyId}`)).body
    return items.length > 0 && items
  })
  expect(used).toMatchObject({ requests: 1, failed: 0, estimated: 0, outputTokens: 3 })
  expect(used.costMicrodollars).toBeGreaterThan(0)
})

it('seconds are counted as ten tokens where the upstream counts seconds', async () => {
  const { key, keyId } = await stage.newKey()
  const file = await toFile(Buffer.alloc(20_000, 1), 'voice.ogg', { type: 'audio/ogg' })
  await client(key).audio.transcriptions.create({ file, model: 'whisper-1' })
  const [used] = await until('the usage', async () => {
    const { items } = (await stage.admin.get(`/ai/usage?everybody=true&subject=key:${keyId}`)).body
    return items.length > 0 && items
  })
  expect(used).toMatchObject({ inputTokens: 100, estimated: 0, costMicrodollars: 1_000 })
})

it('the upstream is told its own name of the model, and the rest of the form as it came', async () => {
  await stage.admin.put('/ai/model-routes', {
    model: 'ears',
    targets: [{ upstream: 'sandbox', model: 'gpt-4o-mini-transcribe' }],
  })
  const { key } = await stage.newKey()
  const file = await recording('dzień dobry')
  const heard = await client(key).audio.transcriptions.create({ file, model: 'ears', language: 'pl' })
  expect(heard.text).toBe('dzień dobry')
  const last = stage.sandbox.standIns.languageModel.heard().at(-1)
  expect(last).toEqual({ fileName: 'voice.ogg', bytes: spoken('dzień dobry').length, language: 'pl' })
})

it('more than the budget covers is refused before anybody hears it', async () => {
  const { key } = await stage.newKey({ budgetMicrodollars: 10 })
  const before = stage.sandbox.standIns.languageModel.heard().length
  const file = await recording('a few words')
  const call = client(key).audio.transcriptions.create({ file, model: 'whisper-1' })
  await expect(call).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' })
  expect(stage.sandbox.standIns.languageModel.heard()).toHaveLength(before)
})

it.each([
  ['no form', { body: '{}', headers: { 'content-type': 'application/json' } }],
  ['no recording', { body: formOf({ model: 'whisper-1' }) }],
  ['two models', { body: formOf({ model: 'whisper-1', file: new Blob(['x']) }, 'gpt-4o') }],
])('%s is refused', async (_what, given) => {
  const response = await fetch(`${stage.baseURL}/audio/transcriptions`, {
    method: 'POST',
    ...given,
    headers: { authorization: `Bearer ${anna.token}`, ...('headers' in given ? given.headers : {}) },
  })
  expect([response.status, (await response.json()).error.code]).toEqual([400, 'invalid_request'])
})

function formOf(fields: Record<string, string | Blob>, secondModel?: string): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (secondModel) form.append('model', secondModel)
  return form
}

it('our own services have recordings heard for a user, on the account of that user', async () => {
  const service = await telegram.callerOf(stage.house.url, 'ai')
  const { status, body } = await service.post('/ai/transcribe', {
    purpose: 'voice',
    userId: anna.id,
    base64: spoken('o której jutro wstaję').toString('base64'),
    mimeType: 'audio/ogg',
  })
  expect([status, body]).toEqual([200, { text: 'o której jutro wstaję', sandbox: true }])
  const used = await until('the usage', async () => (await anna.get('/ai/usage')).body.items[0])
  expect(used).toMatchObject({ subject: `user:${anna.id}`, model: 'gpt-4o-mini-transcribe' })
  expect((await anna.post('/ai/transcribe', {})).status).toBe(403)
})
