import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { Person } from '../../test/harness/person.ts'
import { until } from '../../test/harness/until.ts'
import { newAccount, realAccounts } from '../../test/support/accounts.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { createPersonalKey, generateMasterKey, parseMasterKeys, unwrapPersonalKey } from '../kernel/cipher.ts'
import { rotateKeys } from '../kernel/rotation.ts'
import { openCinema, showtimeDraft } from '../services/movie/cinema.fixture.ts'
import { run } from './run.ts'

const [oldKey, newKey] = [generateMasterKey('k1'), generateMasterKey('k2')]
const both = `${newKey},${oldKey}`
const adminEmail = 'admin@example.org'
const houseEnv = {
  ...realAccounts,
  KLAPS_ADMIN_EMAIL: adminEmail,
  GOOGLE_CLIENT_ID: 'client-id',
  GOOGLE_CLIENT_SECRET: 'client-secret',
  GOOGLE_OAUTH_URL: 'http://127.0.0.1:9',
  GMAIL_PUSH_TOKEN: 'push-token-of-this-test',
}

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ env: { ...houseEnv, KLAPS_MASTER_KEYS: oldKey }, alone: false })
})
afterAll(() => house.stop())

/** The command in this process: a start of Node for each call would cost more than its work. */
async function klaps(argv: readonly string[], env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const said = { log: [] as string[], error: [] as string[] }
  const spies = (['log', 'error'] as const).map((stream) =>
    vi.spyOn(console, stream).mockImplementation((line: string) => void said[stream].push(line)),
  )
  try {
    return { code: await run(argv), stdout: said.log.join('\n'), stderr: said.error.join('\n') }
  } finally {
    for (const spy of spies) spy.mockRestore()
    vi.unstubAllEnvs()
  }
}

async function keys(action: string, masterKeys: string, ...argv: string[]) {
  const ended = await klaps(['keys', action, '--json', ...argv], {
    DATABASE_URL: house.databaseUrl,
    KLAPS_MASTER_KEYS: masterKeys,
  })
  expect(ended.stderr).toBe('')
  return { code: ended.code, ...(JSON.parse(ended.stdout) as Report) }
}
interface Report {
  keys: { id: string; state: string; count: number }[]
  counts: { service: string; column: string; keyId: string; count: number }[]
  rotated: { rewrapped: number; failed: number }[]
}

/** The rotation's statements that wait for a row which somebody holds. */
const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'update "config"."personal_keys"%'`

const everyColumn = catalogue.flatMap(({ contract, sealed }) =>
  sealed.map((column) => `${contract.name}.${column}`),
)

/** A guest takes a seat for nothing and is told of it: what the box office seals is there. */
async function guestWithTickets(admin: Person) {
  const cinema = await openCinema(admin)
  const showtime = (await admin.post('/showtimes', showtimeDraft(cinema, 48))).body
  await until(
    'the showtime on sale',
    async () => (await admin.get(`/bookings/seat-maps/${showtime.id}`)).body.onSale === true,
  )
  const draft = { kind: 'percent', percent: 100 }
  const voucher = (await admin.post('/bookings/vouchers', { draft })).body.items[0].code
  const held = await house.stranger.post('/bookings', {
    showtimeId: showtime.id,
    seats: [{ seatId: 'A1' }],
    guest: { email: 'guest@film.example' },
    voucher,
  })
  const headers = { 'booking-token': held.body.bookingToken }
  const path = `/bookings/${held.body.id}/tickets`
  await house.stranger.post(`/bookings/${held.body.id}/confirm`, {}, headers)
  const { body } = await house.stranger.get(path, headers)
  await until(
    'the message',
    async () =>
      (await house.rows('select 1 from notification.notifications where guest_content is not null')).length >
      0,
  )
  return { path, headers, body }
}

/** A chat that is in the middle of something: what waits there is sealed. */
async function chatInTheMiddle() {
  const { secrets } = house.house.host.runtimes.get('telegram')!.ctx
  const id = crypto.randomUUID()
  const seal = (column: string, key: string) => secrets.seal('{}', `telegram:${column}:${key}`)
  await house.rows(`insert into telegram.chats (chat_id, language) values (7, 'pl')`)
  await house.rows(
    `insert into telegram.updates (update_id, chat_id, payload, due_at) values (7, 7, $1, 'infinity')`,
    [seal('updates.payload', '7')],
  )
  await house.rows(
    `insert into telegram.outgoing (id, chat_id, payload, due_at) values ($1, 7, $2, 'infinity')`,
    [id, seal('outgoing.payload', id)],
  )
  await house.rows(`insert into telegram.asked (chat_id, text, expires_at) values (7, $1, 'infinity')`, [
    seal('asked.text', '7'),
  ])
  await house.rows(
    `insert into telegram.proposals (id, chat_id, act, expires_at) values ($1, 7, $2, 'infinity')`,
    [id, seal('proposals.act', id)],
  )
  await house.rows(`insert into telegram.memories (chat_id, turns, expires_at) values (7, $1, 'infinity')`, [
    seal('memories.turns', '7'),
  ])
}

describe('klaps keys', () => {
  it('moves everything that is sealed to the current key beside the running system, and the old key may go', async () => {
    const admin = await newAccount(house, adminEmail)
    await chatInTheMiddle()
    const { body: rotatedOnce } = await house.stranger.post('/auth/refresh', {
      refreshToken: admin.refreshToken,
    })
    // The seconds in which an answer counts as lost are over when the next house starts on a slow machine.
    await house.rows(
      `update auth.refresh_tokens set used_at = used_at + interval '1 hour' where successor is not null`,
    )
    await admin.patch('/config/settings', { home: { address: 'ul. Chelmska 21, Warszawa' } })
    await admin.put('/config/credentials/sendgrid', { secret: 'SG.a-secret-key' })
    const { body: made } = await admin.post('/productions', {
      title: 'Rejs',
      senders: ['office@film.example'],
    })
    const { body: push } = await admin.get('/notifications/push-key')
    expect((await admin.post('/mailboxes/gmail', {})).status).toBe(200)
    const data = Buffer.from(JSON.stringify({ emailAddress: 'nobody@film.example', historyId: 1 }))
    await house.stranger.post('/mailboxes/gmail/push?token=push-token-of-this-test', {
      message: { data: data.toString('base64'), messageId: '1' },
      subscription: 's',
    })
    const tickets = await guestWithTickets(admin)

    const before = await keys('status', both)
    expect(before.code).toBe(3)
    const places = (report: Report) => new Set(report.counts.map((each) => `${each.service}.${each.column}`))
    // Were a column empty here, its rotation would be proved by nothing.
    expect([...places(before)]).toEqual(
      expect.arrayContaining([...everyColumn, 'config.personal_keys.wrapped']),
    )
    expect(new Set(before.counts.map((each) => each.keyId))).toEqual(new Set(['k1']))

    // Begun under the old key: processes learn of the new one by a restart, which here comes after.
    const after = await keys('rotate', both)
    expect(after.rotated.every((each) => each.failed === 0)).toBe(true)
    expect(after).toMatchObject({
      code: 0,
      keys: [
        { id: 'k2', state: 'current', count: before.keys[1]!.count },
        { id: 'k1', state: 'older', count: 0 },
      ],
    })

    await house.halt()
    const next = await openTestHouse({ on: house, env: { ...houseEnv, KLAPS_MASTER_KEYS: newKey } })
    try {
      const again = new Person(next.url, admin.token, admin.id)
      expect((await again.get('/config/settings')).body.home.address).toBe('ul. Chelmska 21, Warszawa')
      expect((await again.get('/productions')).body.items).toMatchObject([
        { id: made.id, senders: ['office@film.example'] },
      ])
      expect((await again.get('/notifications/push-key')).body).toEqual(push)
      expect((await next.stranger.get(tickets.path, tickets.headers)).body).toEqual(tickets.body)
      // A sealed successor opens: the lost answer is given again.
      const refreshed = await next.stranger.post('/auth/refresh', { refreshToken: admin.refreshToken })
      expect(refreshed.body.refreshToken).toBe(rotatedOnce.refreshToken)
    } finally {
      await next.halt()
    }
  }, 90_000)

  it('killed in the middle keeps what it has done, and the next run does the rest', async () => {
    const people = Array.from({ length: 1_200 }, () => randomUUID()).toSorted()
    await house.rows('delete from config.personal_keys')
    await house.rows(
      'insert into config.personal_keys (person_id, wrapped) select * from unnest($1::uuid[], $2::text[])',
      [people, people.map((person) => createPersonalKey(parseMasterKeys(oldKey), person))],
    )
    const holder = new Client({ connectionString: house.databaseUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select from config.personal_keys where person_id = $1 for update', [people.at(-1)])
    const main = fileURLToPath(new URL('../main.ts', import.meta.url))
    const child = spawn(process.execPath, [main, 'keys', 'rotate', '--services', 'config'], {
      env: { DATABASE_URL: house.databaseUrl, KLAPS_MASTER_KEYS: both },
      stdio: 'ignore',
    })
    await until(
      'the last batch to wait for the row that is held',
      async () => (await house.rows(waiting)).length > 0,
      60_000,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    // The server would finish the statement it has; with the machine gone there would be none to finish.
    await house.rows(waiting.replace('select pid', 'select pg_terminate_backend(pid)'))
    await until('the statement to be undone', async () => (await house.rows(waiting)).length === 0)
    await holder.query('rollback')
    await holder.end()

    const half = await keys('status', both, '--services', 'config')
    expect(half.code).toBe(3)
    const wrapped = half.counts.filter((each) => each.column === 'personal_keys.wrapped')
    expect(wrapped.map(({ keyId, count }) => [keyId, count])).toEqual([
      ['k2', 1_000],
      ['k1', 200],
    ])
    const rest = await keys('rotate', both, '--services', 'config')
    expect(rest.code).toBe(0)
    expect(rest.rotated[0]).toMatchObject({ rewrapped: 200, failed: 0 })
    const rows = await house.rows<{ person_id: string; wrapped: string }>(
      'select * from config.personal_keys',
    )
    for (const row of rows) unwrapPersonalKey(parseMasterKeys(newKey), row.person_id, row.wrapped)
    expect(rows).toHaveLength(1_200)
  }, 90_000)

  it('what somebody changes or deletes while it is being sealed anew stays changed and deleted', async () => {
    const [changed, deleted] = [randomUUID(), randomUUID()]
    await house.rows('delete from config.personal_keys')
    for (const person of [changed, deleted])
      await house.rows('insert into config.personal_keys (person_id, wrapped) values ($1, $2)', [
        person,
        createPersonalKey(parseMasterKeys(oldKey), person),
      ])
    const pool = createPool({ url: house.databaseUrl, max: 1, applicationName: 'test', types: 'temporal' })
    const holder = new Client({ connectionString: house.databaseUrl })
    await holder.connect()
    await holder.query('begin')
    const fresh = createPersonalKey(parseMasterKeys(newKey), changed)
    await holder.query('update config.personal_keys set wrapped = $2 where person_id = $1', [changed, fresh])
    await holder.query('delete from config.personal_keys where person_id = $1', [deleted])
    const rotation = rotateKeys(pool, 'config', [], parseMasterKeys(both))
    await until('the rotation to wait', async () => (await house.rows(waiting)).length > 0)
    await holder.query('commit')
    await holder.end()
    expect(await rotation).toMatchObject([{ rewrapped: 0, failed: 0 }])
    await pool.end()
    expect(await house.rows('select person_id, wrapped from config.personal_keys')).toEqual([
      { person_id: changed, wrapped: fresh },
    ])
  })

  it('says what lies under a key that is not given, and leaves it', async () => {
    const person = randomUUID()
    await house.rows('delete from config.personal_keys')
    await house.rows('insert into config.personal_keys (person_id, wrapped) values ($1, $2)', [
      person,
      createPersonalKey(parseMasterKeys(newKey), person),
    ])
    const other = generateMasterKey('k3')
    const answer = await keys('rotate', other, '--services', 'config')
    expect(answer.code).toBe(3)
    expect(answer.keys).toContainEqual(expect.objectContaining({ id: 'k2', state: 'not given' }))
    expect(answer.rotated[0]).toMatchObject({ rewrapped: 0, failed: 1 })
  })

  it.each([[['keys']], [['keys', 'burn']], [['keys', 'rotate', 'twice']]])('refuses %j', async (argv) => {
    const ended = await klaps(argv)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/^klaps: klaps keys knows three things to do: status, rotate and make/)
  })
})

it('a value in a column that no service declares is never sealed: rotation would not find it', async () => {
  const { ctx } = house.house.host.runtimes.get('config')!
  expect(() => ctx.secrets.seal('secret', 'config:elsewhere.secret:1')).toThrow('declares as sealed')
})
