import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { Person } from '../../../test/harness/person.ts'
import {
  Account,
  freshEmail,
  goodPassword,
  newAccount,
  realAccounts,
  signedIn,
} from '../../../test/support/accounts.ts'
import auth from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [auth], env: realAccounts })
})
afterAll(() => house.stop())
afterEach(() => house.travelTo(Temporal.Now.instant()))

const later = (duration: Temporal.DurationLike) => house.travelTo(Temporal.Now.instant().add(duration))
const refresh = (refreshToken: string, userAgent = 'phone') =>
  house.stranger.post('/auth/refresh', { refreshToken }, { 'user-agent': userAgent })
const signIn = (email: string, password: string) => house.stranger.post('/auth/sign-in', { email, password })

/** An account whose session was opened by the user agent `phone`. */
async function onPhone(): Promise<Account> {
  const answer = await house.stranger.post(
    '/auth/sign-up',
    { email: freshEmail(), name: 'Anna Nowak', password: goodPassword },
    { 'user-agent': 'phone' },
  )
  return new Account(house.url, answer)
}

const sessionOf = (person: Person) => String(decodeJwt(person.token!).sid)
const revoked = (sessionId: string) =>
  house.rows(
    `select 1 from (select type, event from auth.outbox union select type, event from auth.event_log) e
     where type = 'session.revoked' and event -> 'data' ->> 'sessionId' = $1`,
    [sessionId],
  )

describe('signing in', () => {
  it('opens a session of its own, whatever the case of the address', async () => {
    const anna = await newAccount(house)
    const { status, body } = await signIn(anna.email.toUpperCase(), goodPassword)
    expect(status).toBe(200)
    expect(decodeJwt(body.accessToken).sid).not.toBe(sessionOf(anna))
  })
  it('a wrong password and an unknown address get the same answer', async () => {
    const anna = await newAccount(house)
    const wrong = await signIn(anna.email, 'not her password')
    const unknown = await signIn(freshEmail(), 'not her password')
    expect(wrong.status).toBe(401)
    const comparable = ({ body }: typeof wrong) => ({ ...body, instance: '' })
    expect(comparable(wrong)).toEqual(comparable(unknown))
  })
  it('after five failures 429 with Retry-After, for the right password too, until 15 minutes are over', async () => {
    const anna = await newAccount(house)
    for (let n = 0; n < 5; n++) expect((await signIn(anna.email, 'wrong password')).status).toBe(401)
    const refused = await signIn(anna.email, goodPassword)
    expect(refused.status).toBe(429)
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(14 * 60)
    expect(wait).toBeLessThanOrEqual(15 * 60)
    expect((await signIn(freshEmail(), 'wrong password')).status).toBe(401)
    await later({ minutes: 15, seconds: 1 })
    expect((await signIn(anna.email, goodPassword)).status).toBe(200)
  })
  it('of many guesses sent at once five are looked at, also for an address that nobody has', async () => {
    const email = freshEmail()
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'wrong password')))
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(7)
  })
  it('an attempt that nobody could look at is no failure', async () => {
    const anna = await newAccount(house)
    const setPassword = (to: string) =>
      house.rows('update auth.accounts set password = $2 where user_id = $1 returning password', [
        anna.id,
        to,
      ])
    const [row] = await house.rows<{ password: string }>(
      'select password from auth.accounts where user_id = $1',
      [anna.id],
    )
    await setPassword('unreadable')
    for (let n = 0; n < 6; n++) expect((await signIn(anna.email, goodPassword)).status).toBe(500)
    await setPassword(row!.password)
    expect((await signIn(anna.email, goodPassword)).status).toBe(200)
  })
  it('a success forgets the failures before it', async () => {
    const anna = await newAccount(house)
    for (let n = 0; n < 4; n++) await signIn(anna.email, 'wrong password')
    expect((await signIn(anna.email, goodPassword)).status).toBe(200)
    for (let n = 0; n < 5; n++) expect((await signIn(anna.email, 'wrong password')).status).toBe(401)
  })
})

describe('refreshing', () => {
  it('gives a new pair; the chain goes on', async () => {
    const anna = await onPhone()
    const first = await refresh(anna.refreshToken)
    expect(first.status).toBe(200)
    expect(first.body.refreshToken).not.toBe(anna.refreshToken)
    expect(decodeJwt(first.body.accessToken).sid).toBe(sessionOf(anna))
    expect((await refresh(first.body.refreshToken)).status).toBe(200)
  })
  it('a repeated request gets the same successor, and so do requests at the same time', async () => {
    const anna = await onPhone()
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(anna.refreshToken)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1)
    expect((await refresh(answers[0]!.body.refreshToken)).status).toBe(200)
  })
  it.each([
    ['after the seconds of grace', 'phone', { seconds: 11 }],
    ['from another client', 'curl', { seconds: 0 }],
  ])('a used token %s ends the whole session at once', async (_when, userAgent, wait) => {
    const anna = await onPhone()
    const thief = await refresh(anna.refreshToken)
    await later(wait)
    const answer = await refresh(anna.refreshToken, userAgent)
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe('auth.session-ended')
    expect((await refresh(thief.body.refreshToken)).status).toBe(401)
    expect((await new Person(house.url, thief.body.accessToken, anna.id).get('/users/me')).status).toBe(401)
    expect((await anna.get('/users/me')).status).toBe(401)
    expect(await revoked(sessionOf(anna))).toHaveLength(1)
  })
  it('a used token whose successor was used as well ends the session, also within the grace', async () => {
    const anna = await onPhone()
    const next = await refresh(anna.refreshToken)
    expect((await refresh(next.body.refreshToken)).status).toBe(200)
    expect((await refresh(anna.refreshToken)).status).toBe(401)
    expect(await revoked(sessionOf(anna))).toHaveLength(1)
  })
  it('a session ends after 24 hours without use', async () => {
    const anna = await onPhone()
    await later({ hours: 24, seconds: 1 })
    expect((await refresh(anna.refreshToken)).status).toBe(401)
  })
  it('a session that is used every day ends after 30 days', async () => {
    const anna = await onPhone()
    let token = anna.refreshToken
    for (let day = 1; day <= 32; day++) {
      await later({ hours: 23 * day })
      const answer = await refresh(token)
      const alive = 23 * day < 30 * 24
      expect([day, answer.status]).toEqual([day, alive ? 200 : 401])
      if (!alive) return
      token = answer.body.refreshToken
    }
    throw new Error('The session never ended')
  })
  it('the last access token ends with the session', async () => {
    const anna = await onPhone()
    await house.rows(
      `update auth.sessions set created_at = created_at - interval '30 days' + interval '5 minutes' where id = $1`,
      [sessionOf(anna)],
    )
    const { body } = await refresh(anna.refreshToken)
    const { exp, iat } = decodeJwt(body.accessToken)
    expect(exp! - iat!).toBeLessThanOrEqual(300)
  })
  it('401 for a made-up token, 422 for none', async () => {
    expect((await refresh('x'.repeat(40))).status).toBe(401)
    expect((await house.stranger.post('/auth/refresh', {})).status).toBe(422)
  })
})

describe('signing out', () => {
  it('counts at the very next request and leaves other sessions alone', async () => {
    const anna = await newAccount(house)
    const phone = await signedIn(house, anna.email)
    expect((await anna.post('/auth/sign-out')).status).toBe(204)
    expect((await anna.get('/users/me')).status).toBe(401)
    expect((await refresh(anna.refreshToken)).status).toBe(401)
    expect((await phone.get('/users/me')).status).toBe(200)
    expect(await revoked(sessionOf(anna))).toHaveLength(1)
  })
  it('401 without a token', async () => {
    const { stranger } = house
    const answers = await Promise.all([
      stranger.post('/auth/sign-out'),
      stranger.get('/auth/sessions'),
      stranger.delete(`/auth/sessions/${crypto.randomUUID()}`),
      stranger.post('/auth/password', { currentPassword: 'x', newPassword: goodPassword }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401])
  })
})

describe('my sessions', () => {
  it('are listed newest first over pages, with the one at hand marked', async () => {
    const anna = await newAccount(house)
    const phone = await signedIn(house, anna.email)
    const first = await anna.get('/auth/sessions?limit=1')
    expect(first.body.items).toMatchObject([{ id: sessionOf(phone), current: false, address: '127.0.0.1' }])
    const second = await anna.get(`/auth/sessions?limit=1&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ items: [{ id: sessionOf(anna), current: true }], nextCursor: null })
  })
  it('can be ended one by one, at once', async () => {
    const anna = await newAccount(house)
    const phone = await signedIn(house, anna.email)
    expect((await anna.delete(`/auth/sessions/${sessionOf(phone)}`)).status).toBe(204)
    expect((await phone.get('/users/me')).status).toBe(401)
    expect((await anna.delete(`/auth/sessions/${sessionOf(phone)}`)).status).toBe(404)
  })
  it("somebody else's session is not there; what is no id is 422", async () => {
    const [anna, boris] = [await newAccount(house), await newAccount(house)]
    expect((await boris.delete(`/auth/sessions/${sessionOf(anna)}`)).status).toBe(404)
    expect((await anna.get('/users/me')).status).toBe(200)
    expect((await boris.delete('/auth/sessions/first')).status).toBe(422)
  })
})

it('whatever happens to an account at the same moment, nobody waits in a circle', async () => {
  for (let round = 0; round < 5; round++) {
    const anna = await onPhone()
    const phone = await signedIn(house, anna.email)
    const answers = await Promise.all([
      refresh(anna.refreshToken),
      refresh(anna.refreshToken),
      refresh(anna.refreshToken, 'curl'),
      refresh(phone.refreshToken),
      anna.post('/auth/sign-out'),
      anna.delete(`/auth/sessions/${sessionOf(phone)}`),
      phone.delete('/users/me'),
      signIn(anna.email, goodPassword),
    ])
    for (const { status } of answers) expect([200, 204, 401, 404]).toContain(status)
  }
})

it('what has run out is swept away', async () => {
  const anna = await onPhone()
  await refresh(anna.refreshToken)
  await signIn(anna.email, 'wrong password')
  await later({ hours: 25 })
  const { service, ctx } = house.house.host.runtimes.get('auth')!
  const sweep = service.jobs.sweep!
  if ('every' in sweep) await sweep.run(ctx)
  const left = await house.rows(
    `select id::text from auth.sessions where user_id = $1
     union all select session_id::text from auth.refresh_tokens where session_id = $2
     union all select id::text from auth.sign_in_attempts`,
    [anna.id, sessionOf(anna)],
  )
  expect(left).toEqual([])
})

describe('changing the password', () => {
  it('ends the other sessions; from then on the new one counts', async () => {
    const anna = await newAccount(house)
    const phone = await signedIn(house, anna.email)
    const newPassword = 'another long password'
    const { status } = await anna.post('/auth/password', { currentPassword: goodPassword, newPassword })
    expect(status).toBe(204)
    expect((await phone.get('/users/me')).status).toBe(401)
    expect((await anna.get('/users/me')).status).toBe(200)
    expect((await signIn(anna.email, goodPassword)).status).toBe(401)
    expect((await signIn(anna.email, newPassword)).status).toBe(200)
  })
  it('403 for a wrong current one, 429 after five, and sign-in waits as well', async () => {
    const anna = await newAccount(house)
    const guess = () =>
      anna.post('/auth/password', { currentPassword: 'a wild guess', newPassword: 'another long password' })
    for (let n = 0; n < 5; n++) expect((await guess()).body.code).toBe('auth.wrong-password')
    expect((await guess()).status).toBe(429)
    expect((await signIn(anna.email, goodPassword)).status).toBe(429)
  })
  it('a wrong current one changes nothing, though the new one is hashed beside it', async () => {
    const anna = await newAccount(house)
    const newPassword = 'another long password'
    const { status } = await anna.post('/auth/password', { currentPassword: 'a wild guess', newPassword })
    expect(status).toBe(403)
    expect((await signIn(anna.email, newPassword)).status).toBe(401)
    expect((await signIn(anna.email, goodPassword)).status).toBe(200)
  })
  it('422 for a new one that is too short', async () => {
    const anna = await newAccount(house)
    const { status } = await anna.post('/auth/password', {
      currentPassword: goodPassword,
      newPassword: 'short',
    })
    expect(status).toBe(422)
  })
})
