import { getMigrations } from 'better-auth/db/migration'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  foreignService,
  freshEmail,
  goodPassword,
  newAccount,
  realAccounts,
  signedIn,
} from '../../../test/support/accounts.ts'
import { createPool } from '../../adapters/postgres/pool.ts'
import { betterAuthLayout } from './better-auth-layout.ts'
import auth from './service.ts'

const boss = 'boss@example.org'
const notification = await foreignService('notification')
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({
    services: [auth],
    env: { ...realAccounts, KLAPS_ADMIN_EMAIL: 'Boss@Example.org', SERVICE_JWKS: notification.jwks },
  })
})
afterAll(() => house.stop())

/** Events of a type about a user, waiting or relayed. */
const events = (type: string, userId: string) =>
  house.rows<{ data: Record<string, unknown>; reason: string; actor: string }>(
    `select event -> 'data' as data, event ->> 'reason' as reason, event ->> 'actor' as actor
     from (select type, event from auth.outbox union select type, event from auth.event_log) e
     where type = $1 and event -> 'data' ->> 'userId' = $2`,
    [type, userId],
  )

const administrator = (() => {
  let known: ReturnType<typeof newAccount> | undefined
  return () => (known ??= newAccount(house, boss))
})()

describe('signing up', () => {
  it('gives an account that can be used at once, and says so in events without the address', async () => {
    const email = freshEmail()
    const answer = await house.stranger.post('/auth/sign-up', {
      email: email.toUpperCase(),
      name: '  Anna Nowak ',
      password: goodPassword,
    })
    expect(answer.status).toBe(201)
    expect(answer.body.user).toMatchObject({ email, name: 'Anna Nowak', roles: ['crew_member'] })
    const userId = answer.body.user.id
    expect(await events('user.registered', userId)).toHaveLength(1)
    expect(await events('session.started', userId)).toHaveLength(1)
    const written = await house.rows(
      `select 1 from (select event from auth.outbox union select event from auth.event_log) e where event::text ilike $1`,
      [`%${email}%`],
    )
    expect(written).toEqual([])
  })
  it('stores no password and no refresh token, only their hashes', async () => {
    const anna = await newAccount(house)
    const [row] = await house.rows<{ password: string }>(
      `select password from auth.accounts where user_id = $1`,
      [anna.id],
    )
    expect(row!.password).toMatch(/^\$argon2id\$/)
    const found = await house.rows(`select 1 from auth.refresh_tokens where hash = $1`, [
      Buffer.from(anna.refreshToken),
    ])
    expect(found).toEqual([])
  })
  it('409 for a taken address, whatever its case, and no second account', async () => {
    const anna = await newAccount(house)
    const again = await house.stranger.post('/auth/sign-up', {
      email: anna.email.toUpperCase(),
      name: 'Other',
      password: goodPassword,
    })
    expect(again.status).toBe(409)
    expect(again.body.code).toBe('auth.email-taken')
    expect(JSON.stringify(again.body)).not.toContain(anna.email)
    expect(await house.rows(`select 1 from auth.users where email = $1`, [anna.email])).toHaveLength(1)
  })
  it('of parallel sign-ups with one address one gets the account', async () => {
    const email = freshEmail()
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        house.stranger.post('/auth/sign-up', { email, name: 'Anna', password: goodPassword }),
      ),
    )
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409, 409])
  })
  it.each([
    ['email', { email: 'no-address', name: 'A', password: goodPassword }],
    ['password', { email: 'a@example.org', name: 'A', password: 'too short' }],
    ['password', { email: 'a@example.org', name: 'A', password: 'x'.repeat(201) }],
    ['name', { email: 'a@example.org', name: '   ', password: goodPassword }],
  ])('422 names %s', async (field, input) => {
    const { status, body } = await house.stranger.post('/auth/sign-up', input)
    expect(status).toBe(422)
    expect(body.errors[0].path).toBe(field)
  })
})

describe('the access token', () => {
  it('is EdDSA over a published key, lives 15 minutes and carries nothing personal', async () => {
    const anna = await newAccount(house)
    const { status, body: jwks } = await house.stranger.get('/auth/jwks')
    expect(status).toBe(200)
    expect(jwks.keys.every((key: Record<string, unknown>) => !('d' in key))).toBe(true)
    const { payload, protectedHeader } = await jwtVerify(anna.token!, createLocalJWKSet(jwks), {
      issuer: 'klaps:auth',
      audience: 'klaps',
    })
    expect(protectedHeader.alg).toBe('EdDSA')
    expect(Object.keys(payload).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'roles', 'sid', 'sub'])
    expect(payload.exp! - payload.iat!).toBe(15 * 60)
    expect(payload.sub).toBe(anna.id)
  })
})

describe('who I am', () => {
  it('tells a user who they are and what they may do', async () => {
    const anna = await newAccount(house)
    const { body } = await anna.get('/users/me')
    expect(body).toMatchObject({ id: anna.id, email: anna.email, roles: ['crew_member'] })
    expect(body.permissions).toContain('schedule:read')
    expect(body.permissions).not.toContain('user:read')
  })
  it('401 without a token', async () => {
    const answers = await Promise.all([
      house.stranger.get('/users/me'),
      house.stranger.delete('/users/me'),
      house.stranger.get('/users'),
      house.stranger.get(`/users/${crypto.randomUUID()}`),
      house.stranger.put(`/users/${crypto.randomUUID()}/roles`, { roles: ['viewer'] }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401])
  })
})

describe('users and roles', () => {
  it('whoever signs up with KLAPS_ADMIN_EMAIL is an administrator', async () => {
    const admin = await administrator()
    expect((await admin.get('/users/me')).body).toMatchObject({ roles: ['admin'], permissions: ['*'] })
  })
  it('403 for everybody else', async () => {
    const anna = await newAccount(house)
    expect((await anna.get('/users')).status).toBe(403)
    expect((await anna.get(`/users/${anna.id}`)).status).toBe(403)
    expect((await anna.put(`/users/${anna.id}/roles`, { roles: ['admin'] })).status).toBe(403)
  })
  it('all users are listed once over the pages; a forged cursor is 422', async () => {
    const admin = await administrator()
    const made = [await newAccount(house), await newAccount(house), await newAccount(house)]
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await admin.get(`/users?limit=2${cursor}`)
      seen.push(...body.items.map((user: { id: string }) => user.id))
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    for (const user of made) expect(seen).toContain(user.id)
    const forged = Buffer.from(JSON.stringify(['yesterday', 'x'])).toString('base64url')
    expect((await admin.get(`/users?cursor=${forged}`)).body.code).toBe('invalid-cursor')
  })
  it('one user for administrators and for services; 404 for nobody', async () => {
    const [admin, anna] = [await administrator(), await newAccount(house)]
    const service = await notification.callerOf(house.url, 'auth')
    expect((await admin.get(`/users/${anna.id}`)).body.email).toBe(anna.email)
    expect((await service.get(`/users/${anna.id}`)).body.email).toBe(anna.email)
    expect((await admin.get(`/users/${crypto.randomUUID()}`)).status).toBe(404)
    expect((await service.get('/users')).status).toBe(403)
  })
  it('other roles count at the next request, whatever the token says, and are told with a version', async () => {
    const [admin, anna] = [await administrator(), await newAccount(house)]
    const { status, body } = await admin.put(`/users/${anna.id}/roles`, {
      roles: ['viewer', 'viewer', 'admin'],
    })
    expect(status).toBe(200)
    expect(body.roles).toEqual(['viewer', 'admin'])
    expect((await anna.get('/users')).status).toBe(200)
    const taken = await admin.put(`/users/${anna.id}/roles`, { roles: ['viewer'] })
    expect(taken.body.roles).toEqual(['viewer'])
    expect((await anna.get('/users')).status).toBe(403)
    const told = await events('user.roles.changed', anna.id)
    expect(told.map((event) => event.data.version).toSorted()).toEqual([2, 3])
    expect(told[0]!.actor).toBe(`user:${admin.id}`)
    expect((await signedIn(house, anna.email)).token).not.toBe(anna.token)
  })
  it('the same roles again change nothing; the same Idempotency-Key gives the same answer', async () => {
    const [admin, anna] = [await administrator(), await newAccount(house)]
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await admin.put(`/users/${anna.id}/roles`, { roles: ['viewer'] }, key)
    expect((await admin.put(`/users/${anna.id}/roles`, { roles: ['viewer'] }, key)).body).toEqual(first.body)
    await admin.put(`/users/${anna.id}/roles`, { roles: ['viewer'] })
    expect(await events('user.roles.changed', anna.id)).toHaveLength(1)
  })
  it('404 for nobody, 422 for a role that does not exist and for none at all', async () => {
    const admin = await administrator()
    const path = `/users/${crypto.randomUUID()}/roles`
    expect((await admin.put(path, { roles: ['viewer'] })).status).toBe(404)
    expect((await admin.put(path, { roles: ['king'] })).status).toBe(422)
    expect((await admin.put(path, { roles: [] })).status).toBe(422)
  })
  it('the last administrator stays one, also when two dismiss each other at once', async () => {
    const [admin, second] = [await administrator(), await newAccount(house)]
    expect((await admin.put(`/users/${admin.id}/roles`, { roles: ['viewer'] })).body.code).toBe(
      'auth.last-admin',
    )
    expect((await admin.delete('/users/me')).body.code).toBe('auth.last-admin')
    await admin.put(`/users/${second.id}/roles`, { roles: ['admin'] })
    const answers = await Promise.all([
      admin.put(`/users/${second.id}/roles`, { roles: ['viewer'] }),
      second.put(`/users/${admin.id}/roles`, { roles: ['viewer'] }),
    ])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    const left = await house.rows<{ id: string }>(`select id from auth.users where 'admin' = any (roles)`)
    expect(left).toHaveLength(1)
    if (left[0]!.id === second.id) await second.put(`/users/${admin.id}/roles`, { roles: ['admin'] })
  })
})

it('what an account holds about its owner can be exported, without hashes or tokens', async () => {
  const anna = await newAccount(house)
  const { service, ctx } = house.house.host.runtimes.get('auth')!
  const exported = await service.personal.export(ctx, anna.id)
  expect(exported).toMatchObject({
    user: { id: anna.id, email: anna.email, name: 'Anna Nowak', roles: ['crew_member'] },
    sessions: [{ address: '127.0.0.1' }],
    signInWays: [{ provider: 'credential' }],
  })
  expect(JSON.stringify(exported)).not.toMatch(/password|token|hash/i)
  expect(await service.personal.export(ctx, crypto.randomUUID())).toEqual({})
})

describe('deleting an account', () => {
  it('removes everything of it, ends its sessions and tells every service', async () => {
    const anna = await newAccount(house)
    const phone = await signedIn(house, anna.email)
    await (await administrator()).put(`/users/${anna.id}/roles`, { roles: ['viewer'] })
    const roles = () =>
      house.rows(`select 1 from auth.user_roles where user_id = $1 and roles <> '{}'`, [anna.id])
    expect(await roles()).toHaveLength(1)
    await house.stranger.post('/auth/sign-in', { email: anna.email, password: 'a wrong one' })
    expect((await anna.delete('/users/me')).status).toBe(204)
    expect((await anna.get('/users/me')).status).toBe(401)
    expect((await phone.get('/users/me')).status).toBe(401)
    expect((await house.stranger.post('/auth/refresh', { refreshToken: phone.refreshToken })).status).toBe(
      401,
    )
    expect(await events('user.erased', anna.id)).toHaveLength(1)
    const left = await house.rows(
      `select id::text from auth.users where id = $1 union all select user_id::text from auth.sessions where user_id = $1
       union all select user_id::text from auth.accounts where user_id = $1
       union all select at::text from auth.sign_in_attempts where account = sha256(convert_to($2, 'UTF8'))`,
      [anna.id, anna.email],
    )
    expect(left).toEqual([])
    await until('the roles to go', async () => (await roles()).length === 0)
    expect(
      (await house.stranger.post('/auth/sign-in', { email: anna.email, password: goodPassword })).status,
    ).toBe(401)
    await newAccount(house, anna.email)
  })
  it('what was erased elsewhere is erased here, and hearing it twice is harmless', async () => {
    const anna = await newAccount(house)
    for (let times = 0; times < 2; times++) {
      const id = crypto.randomUUID()
      const envelope = {
        specversion: '1.0',
        id,
        source: '/klaps/auth',
        type: 'user.erased',
        time: Temporal.Now.instant().toString(),
        datacontenttype: 'application/json',
        data: { userId: anna.id },
        correlationid: crypto.randomUUID(),
        actor: 'service:auth',
        reason: 'test',
      }
      await house.rows('insert into auth.outbox (id, type, event) values ($1, $2, $3)', [
        id,
        envelope.type,
        JSON.stringify(envelope),
      ])
      await until(
        'the event',
        async () => (await house.rows('select 1 from auth.inbox where event_id = $1', [id])).length,
      )
    }
    expect(await house.rows('select 1 from auth.users where id = $1', [anna.id])).toEqual([])
  })
})

it('better-auth finds its tables complete: Google, TOTP, reset and verification need no change of them', async () => {
  const pool = createPool({
    url: house.databaseUrl,
    max: 1,
    applicationName: 'klaps test',
    types: 'plain',
    searchPath: ['auth'],
  })
  try {
    const plan = await getMigrations({ ...betterAuthLayout, database: pool } as never)
    expect(plan.toBeCreated).toEqual([])
    expect(plan.toBeAdded).toEqual([])
    expect((await plan.compileMigrations()).replaceAll(';', '').trim()).toBe('')
  } finally {
    await pool.end()
  }
})
