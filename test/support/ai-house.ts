import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import service from '../../src/services/ai/service.ts'
import configService from '../../src/services/config/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'

export const services = [configService, service]

export interface Stage {
  readonly sandbox: Sandbox
  readonly house: TestHouse
  readonly admin: Person
  /** Where OpenAI's clients go. */
  readonly baseURL: string
  newKey(limits?: Record<string, unknown>): Promise<{ key: string; keyId: string }>
  stop(): Promise<void>
}

/** A house with the sandbox's model as its upstream. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const sandbox = await startSandbox()
  const house = await openTestHouse({ services, env: { ...sandbox.env, ...env } })
  const admin = await house.person({ roles: ['admin'] })
  return {
    sandbox,
    house,
    admin,
    baseURL: `${house.url}/api/v1/ai/v1`,
    newKey: (limits) => makeKey(admin, limits),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

export async function makeKey(admin: Person, limits: Record<string, unknown> = {}) {
  const { status, body } = await admin.post('/ai/keys', { name: 'test', ...limits })
  if (status !== 201) throw new Error(`No key: ${status} ${JSON.stringify(body)}`)
  return body as { key: string; keyId: string }
}

/** A question that takes three words of an answer: the sandbox counts words. */
export const question = {
  model: 'klaps-sandbox',
  messages: [{ role: 'user', content: 'Say something nice' }],
}
