import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { Person } from '../../test/harness/person.ts'
import { until } from '../../test/harness/until.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { AccessRegistry, fromTheStart } from './access.ts'
import { AccessFeed } from './access-feed.ts'
import { doorkeeperService } from './testing/doorkeeper.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

const services = [doorkeeperService, notebookService, readerService]
const friend = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const forger = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const friendJwk = { ...(await exportJWK(friend.publicKey)), kid: 'friend', alg: 'EdDSA', use: 'sig' }
const env = { SERVICE_JWKS: JSON.stringify({ keys: [friendJwk] }) }

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services, env })
})
afterAll(() => house.stop())

const revoke = (person: { id: string }, sessionId: string) =>
  house.stranger.post('/door/revoke', { sessionId, userId: person.id })

describe('a session that was ended', () => {
  it('is refused from the very next request on, its other sessions are not', async () => {
    const sessionId = crypto.randomUUID()
    const anna = await house.person({ sessionId })
    const elsewhere = await house.person({ id: anna.id })
    expect((await anna.get('/notes')).status).toBe(200)
    await revoke(anna, sessionId)
    const { status, body, headers } = await anna.get('/notes')
    expect([status, body.code, headers.get('www-authenticate')]).toEqual([401, 'unauthorized', 'Bearer'])
    expect((await elsewhere.get('/notes')).status).toBe(200)
  })

  it('stays refused after a restart, by the table', async () => {
    const first = await openTestHouse({ services })
    const sessionId = crypto.randomUUID()
    const anna = await first.person({ sessionId })
    await first.stranger.post('/door/revoke', { sessionId, userId: anna.id })
    for (const { contract } of services)
      await until(contract.name, async () =>
        (await first.rows(`select 1 from "${contract.name}".revoked_sessions`)).at(0),
      )
    await first.halt()
    const statusAfterRestart = async () => {
      const next = await openTestHouse({ services, on: first })
      const { status } = await new Person(next.url, anna.token, anna.id).get('/notes')
      await next.stop()
      return status
    }
    try {
      expect(await statusAfterRestart()).toBe(401)
      for (const { contract } of services) await first.rows(`delete from "${contract.name}".revoked_sessions`)
      expect(await statusAfterRestart()).toBe(200)
    } finally {
      await first.stop()
    }
  })

  it('is refused in another process on the same database within a moment', async () => {
    const other = await openTestHouse({ services, on: house, alone: false })
    try {
      const sessionId = crypto.randomUUID()
      const anna = await house.person({ sessionId })
      const there = new Person(other.url, anna.token, anna.id)
      expect((await there.get('/notes')).status).toBe(200)
      await revoke(anna, sessionId)
      await until('the other process', async () => (await there.get('/notes')).status === 401, 5_000)
    } finally {
      await other.stop()
    }
  })
})

describe('a look at the tables of access', () => {
  const later = Temporal.Now.instant().add({ hours: 1 }).toString()
  const poolOf = (service: string) =>
    createPool({
      url: house.databaseUrl,
      max: 2,
      applicationName: 'test',
      searchPath: [service],
      types: 'temporal',
    })
  const end = async (query: (sql: string, values: string[]) => Promise<unknown>, sessionId: string) =>
    await query(
      'insert into reader.revoked_sessions (session_id, user_id, until) values ($1, gen_random_uuid(), $2)',
      [sessionId, later],
    )

  it('takes what has changed since the last one and nothing older, in time or late by its commit', async () => {
    const pool = poolOf('reader')
    const access = new AccessRegistry()
    const open = await pool.connect()
    try {
      const [old, slow, fast] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
      await open.query('begin')
      await end((sql, values) => open.query(sql, values), slow)
      // Written later, committed earlier: a mark by time or by the highest number would pass over the slow one.
      await end(house.rows, fast)
      const mark = await access.load(pool, fromTheStart)
      expect([access.isRevoked(slow), access.isRevoked(fast)]).toEqual([false, true])
      await open.query('commit')
      await end(house.rows, old)
      await house.rows(`update reader.revoked_sessions set changed_by = '3' where session_id = $1`, [old])
      await access.load(pool, mark)
      expect([access.isRevoked(slow), access.isRevoked(old)]).toEqual([true, false])
    } finally {
      open.release()
      await pool.end()
    }
  })

  it('takes a change of what was there before', async () => {
    const pool = poolOf('reader')
    const access = new AccessRegistry()
    const userId = crypto.randomUUID()
    const give = async (version: number, ...roles: string[]) => {
      await house.stranger.post('/door/roles', { userId, roles, version })
      await until('the table', async () =>
        (await house.rows('select 1 from reader.user_roles where version = $1', [version])).at(0),
      )
    }
    try {
      await give(500_001, 'viewer')
      const mark = await access.load(pool, fromTheStart)
      await give(500_002, 'admin')
      await access.load(pool, mark)
      expect(access.rolesOf(userId, [])).toEqual(['admin'])
      // A row that says it has not changed is not read again: it was the mark of the change that counted.
      await house.rows(
        `update reader.user_roles set version = 500003, roles = '{viewer}', changed_by = '3' where user_id = $1`,
        [userId],
      )
      await access.load(pool, mark)
      expect(access.rolesOf(userId, [])).toEqual(['admin'])
    } finally {
      await pool.end()
    }
  })

  it('is taken at once when a replica says that there is something', async () => {
    const pool = poolOf('reader')
    const access = new AccessRegistry()
    const { ctx, log } = house.house.host.runtimes.get('reader')!
    // By itself it would look again after a minute.
    const feed = new AccessFeed({ sources: [{ pool, signal: ctx.signal }], access, log, everyMs: 60_000 })
    await feed.start()
    try {
      const sessionId = crypto.randomUUID()
      await revoke({ id: crypto.randomUUID() }, sessionId)
      await until('the signal', async () => access.isRevoked(sessionId), 5_000)
    } finally {
      feed.stop()
      await pool.end()
    }
  })
})

describe('what a user may do', () => {
  let version = 0
  const giveRoles = (person: Person, ...roles: string[]) =>
    house.stranger.post('/door/roles', { userId: person.id, roles, version: ++version })
  const grant = (role: string, ...permissions: string[]) =>
    house.stranger.post('/door/permissions', { role, permissions, version: ++version })
  const statusOf = async (person: Person) => (await person.delete('/notes')).status

  it('follows the roles of this moment, not those of the token', async () => {
    const anna = await house.person({ roles: ['viewer'] })
    expect(await statusOf(anna)).toBe(403)
    await giveRoles(anna, 'admin')
    expect(await statusOf(anna)).toBe(204)
    await giveRoles(anna, 'viewer')
    const { status, body } = await anna.delete('/notes')
    expect([status, body.permission]).toEqual([403, 'note:write'])
  })

  it('does not go back when an older change arrives late', async () => {
    const anna = await house.person({ roles: ['admin'] })
    await house.stranger.post('/door/roles', { userId: anna.id, roles: ['viewer'], version: 2_000 })
    await house.stranger.post('/door/roles', { userId: anna.id, roles: ['admin'], version: 1_999 })
    expect(await statusOf(anna)).toBe(403)
  })

  it.each([
    ['note:write', 204],
    ['note:*', 204],
    ['*', 204],
    ['note:read', 403],
    ['notes:*', 403],
    ['note:writ*', 403],
    ['*:write', 403],
    ['', 403],
  ])('with %j to delete notes: %i', async (permission, status) => {
    const role = `role-${crypto.randomUUID()}`
    const anna = await house.person({ roles: ['viewer', role] })
    expect(await statusOf(anna)).toBe(403)
    await grant(role, permission)
    expect(await statusOf(anna)).toBe(status)
    await grant(role)
    expect(await statusOf(anna)).toBe(403)
  })
})

interface Forged {
  key?: CryptoKey
  kid?: string
  audience?: string
  expires?: string
  claims?: Record<string, unknown>
}

/** The service `friend` in front of the house, with a token that is right but for what is given. */
async function callerWith(forged: Forged): Promise<Person> {
  const token = await new SignJWT(forged.claims ?? {})
    .setProtectedHeader({ alg: 'EdDSA', kid: forged.kid ?? 'friend', typ: 'service+jwt' })
    .setIssuer('klaps:friend')
    .setAudience(forged.audience ?? 'klaps:notebook')
    .setIssuedAt()
    .setExpirationTime(forged.expires ?? '60s')
    .sign(forged.key ?? friend.privateKey)
  return new Person(house.url, token, 'friend')
}

describe('a service token', () => {
  it('opens a service route, and for a user what that user may', async () => {
    const service = await callerWith({})
    expect((await service.get('/notes/secret')).body).toEqual({ actor: 'service' })
    expect((await service.get('/notes')).status).toBe(403)
    const sub = crypto.randomUUID()
    const act = { sub, sid: crypto.randomUUID(), roles: ['crew_member'] }
    const forUser = await callerWith({ claims: { act } })
    expect((await forUser.get('/notes/secret')).body).toEqual({ actor: 'user' })
    expect((await forUser.post('/notes', { text: 'for you' })).status).toBe(201)
    expect((await forUser.delete('/notes')).status).toBe(403)
    expect(await house.rows('select 1 from notebook.notes where owner_id = $1', [sub])).toHaveLength(1)
  })

  it('for a user whose session was ended opens nothing', async () => {
    const act = { sub: crypto.randomUUID(), sid: crypto.randomUUID(), roles: ['crew_member'] }
    const forUser = await callerWith({ claims: { act } })
    expect((await forUser.get('/notes')).status).toBe(200)
    await revoke({ id: act.sub }, act.sid)
    expect((await forUser.get('/notes')).status).toBe(401)
  })

  it.each<[string, Forged]>([
    ['meant for another service', { audience: 'klaps:reader' }],
    ['meant for users', { audience: 'klaps' }],
    ['past its time', { expires: '-1s' }],
    ['signed by somebody else', { key: forger.privateKey }],
    ['signed with an unknown key', { key: forger.privateKey, kid: 'forger' }],
  ])('%s is refused', async (_what, forged) => {
    const { status, body } = await (await callerWith(forged)).get('/notes/secret')
    expect([status, body.code]).toEqual([401, 'unauthorized'])
  })
})

describe('a user token', () => {
  it('does not open a service route, whatever the roles', async () => {
    const admin = await house.person({ roles: ['admin'] })
    const { status, body } = await admin.get('/notes/secret')
    expect([status, body.code]).toEqual([403, 'forbidden'])
  })

  it('with a changed byte, without a signature or as nonsense is 401', async () => {
    const anna = await house.person()
    const [head, claims, signature] = anna.token!.split('.')
    const admin = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), roles: ['admin'] }),
    ).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    for (const token of [`${head}.${admin}.${signature}`, `${none}.${claims}.`, 'nonsense', 'a.b.c'])
      expect((await new Person(house.url, token, anna.id).get('/notes')).status).toBe(401)
  })
})
