import type { Person } from '../../test/harness/person.ts'
import { always, type Calls, fewer, type Measured } from './kinds.ts'

const model = 'klaps-sandbox'
const target = { upstream: 'sandbox', model }
const price = { inputPerMillion: 1_000_000, outputPerMillion: 2_000_000, maxOutputTokens: 1_000 }
const messages = [{ role: 'user', content: 'When do I have to get up tomorrow?' }]

const newKey = async (owner: Person): Promise<string> =>
  (await owner.post('/ai/keys', { name: 'bench' })).body.keyId
/** Makes first what each call needs for itself. */
const after = (make: (owner: Person, index: number) => Promise<object>): Measured => ({
  call: async ({ owner }, index) => ({ input: { ...(await make(owner, index)) } }),
  requests: fewer,
})
const named = async (owner: Person, path: string, body: object, index: number) => {
  const name = `bench-${index}`
  await owner.put(path, { model: name, ...body })
  return { model: name }
}

/** Routes of language models. What the proxy itself adds to a call, beside others, is told by the benchmark `assistant`. */
export const aiReads: Calls = {
  'ai.listModels': always(),
  'ai.getModel': always({ model }),
  'ai.listKeys': always({ limit: 50 }),
  'ai.listPrices': always({ limit: 50 }),
  'ai.listModelRoutes': always({ limit: 50 }),
  'ai.listUpstreams': always(),
  'ai.usage': always({ limit: 50, everybody: true }),
  'ai.usageCsv': always({ everybody: true }),
}

export const aiWrites: Calls = {
  // As many as a user may ask in a minute, shared by the three.
  'ai.chatCompletions': { ...always({ model, messages, max_tokens: 20 }), requests: fewer / 2 },
  'ai.responses': { ...always({ model, input: 'Good morning', max_output_tokens: 20 }), requests: fewer / 2 },
  'ai.embeddings': { ...always({ model, input: 'Good morning' }), requests: fewer / 2 },
  'ai.createKey': always({ name: 'bench' }),
  'ai.updateKey': after(async (owner, index) => ({
    keyId: await newKey(owner),
    requestsPerMinute: index + 1,
  })),
  'ai.revokeKey': after(async (owner) => ({ keyId: await newKey(owner) })),
  'ai.setPrice': { call: (_scene, index) => ({ input: { model: `bench-${index}`, ...price } }) },
  'ai.deletePrice': after((owner, index) => named(owner, '/ai/prices', price, index)),
  'ai.setModelRoute': {
    call: (_scene, index) => ({ input: { model: `bench-${index}`, targets: [target] } }),
  },
  'ai.deleteModelRoute': after((owner, index) =>
    named(owner, '/ai/model-routes', { targets: [target] }, index),
  ),
}
