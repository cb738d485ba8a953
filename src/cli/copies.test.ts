import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import audit from '../services/audit/service.ts'
import auth from '../services/auth/service.ts'
import { run } from './run.ts'

let house: TestHouse
const said: string[] = []
beforeAll(async () => {
  house = await openTestHouse({ services: [auth, audit], alone: false })
  vi.stubEnv('DATABASE_URL', house.databaseUrl)
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line))
})
afterEach(() => said.splice(0))
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await house.stop()
})

const copies = async (...argv: string[]) => {
  const code = await run(['copies', ...argv])
  return { code, said: said.at(-1) }
}

describe('klaps copies', () => {
  it('says when each was compared last, and has them compared now', async () => {
    await until('the first pass', async () => (await copies('--service', 'audit')).said?.includes(' seen, '))
    const user = crypto.randomUUID()
    await house.rows(`insert into auth.user_roles values ($1, '{viewer}', 2)`, [user])
    expect(await copies('heal', '--service', 'audit')).toEqual({ code: 0, said: 'audit: 1 copy to compare' })
    await until('the row', async () => (await house.rows('select 1 from audit.user_roles')).length === 1)
    await until('the report', async () =>
      /^audit\.access: \d{4}-\d\d-\d\dT[\d:]{8}Z, 1 seen, 1 changed$/.test(
        (await copies('list', '--service', 'audit')).said ?? '',
      ),
    )
  })
  it('knows nothing else to do, and no other service', async () => {
    expect(await copies('break')).toMatchObject({ code: 2 })
    expect(await copies('heal', 'now')).toMatchObject({ code: 2 })
    expect((await copies('heal', '--service', 'nobody')).code).toBe(2)
  })
})
