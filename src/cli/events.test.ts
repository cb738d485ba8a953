import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { userErased, userRolesChanged } from '#kernel'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { envelopeOf, putInOutbox } from '../../test/support/events.ts'
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

const replay = async (...argv: string[]) => {
  const code = await run(['events', 'replay', ...argv])
  return { code, said: said.at(-1) }
}
const roles = (userId: string) => envelopeOf(userRolesChanged, { userId, roles: ['viewer'], version: 1 })
const recordsOf = (id: string) => house.rows('select 1 from audit.records where event_id = $1', [id])
const settled = () =>
  until('everything to be delivered', async () => {
    const [left] = await house.rows<{ count: number }>(
      `select (select count(*) from auth.outbox)::int
         + (select count(*) from pgboss.job where name like '%.events' and state < 'completed')::int as count`,
    )
    return left!.count === 0
  })

describe('klaps events replay', () => {
  it('delivers again what was published; who has handled it does nothing, who has lost it handles it', async () => {
    const [kept, lost] = [roles(randomUUID()), roles(randomUUID())]
    await putInOutbox(house, 'auth', [kept, lost])
    await until(
      'the records',
      async () => (await recordsOf(kept.id)).length + (await recordsOf(lost.id)).length === 2,
    )
    await settled()
    await house.rows('delete from audit.inbox where event_id = $1', [lost.id])
    expect(await replay('--service', 'auth', '--type', 'user.roles.changed')).toMatchObject({
      code: 0,
      said: expect.stringContaining('2 events'),
    })
    await until('the second record', async () => (await recordsOf(lost.id)).length === 2)
    await settled()
    // The lost mark shows that both were delivered again; the other one's inbox kept it single.
    expect(await recordsOf(kept.id)).toHaveLength(1)
    expect(
      await house.rows('select 1 from auth.event_log where id = any($1)', [[kept.id, lost.id]]),
    ).toHaveLength(2)
  })
  it('brings back what became a dead letter, although the queue still knows it', async () => {
    const event = roles(randomUUID())
    await house.rows('alter table audit.chain_head rename to chain_head_away')
    await putInOutbox(house, 'auth', [event])
    const job = `name = 'audit.events' and data->>'id' = '${event.id}'`
    await until(
      'the failure',
      async () =>
        (await house.rows(`select 1 from pgboss.job where ${job} and state = 'retry'`)).length === 1,
    )
    await house.rows(`update pgboss.job set retry_count = retry_limit - 1 where ${job}`)
    await until(
      'the dead letter',
      async () =>
        (await house.rows(`select 1 from pgboss.job where ${job} and state = 'failed'`)).length === 1,
    )
    await house.rows('alter table audit.chain_head_away rename to chain_head')
    expect((await replay('--service', 'auth')).code).toBe(0)
    await until('the record', async () => (await recordsOf(event.id)).length === 1)
  })
  it('takes only the type and time asked for', async () => {
    const event = envelopeOf(userErased, { userId: randomUUID() })
    await putInOutbox(house, 'auth', [event])
    await until('the record', async () => (await recordsOf(event.id)).length === 1)
    const [at] = await house.rows<{ text: string }>(
      `select to_char(relayed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as text from auth.event_log where id = $1`,
      [event.id],
    )
    const counted = async (...argv: string[]) =>
      (await replay('--service', 'auth', '--type', 'user.erased', ...argv)).said
    expect(await counted('--from', at!.text)).toContain('1 event ')
    expect(await counted('--to', at!.text)).toContain('0 events')
    expect(await counted('--from', '2099-01-01T00:00:00Z')).toContain('0 events')
  })
  it.each([
    [['--service', 'nobody'], /Unknown service nobody/],
    [[], /--service/],
    [['--service', 'auth', '--from', 'yesterday'], /--from takes an instant/],
    [['--service', 'auth', '--nonsense'], /--nonsense/],
  ])('refuses a wrong call (%j) in one line, with exit code 2 or 1', async (argv, words) => {
    const answer = await replay(...(argv as string[]))
    expect([1, 2]).toContain(answer.code)
    expect(answer.said).toMatch(words as RegExp)
    expect(answer.said).not.toContain('\n')
  })
})
