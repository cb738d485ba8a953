import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import { type MailHouse, mailboxOf, marek, ola, openMailHouse } from '../../../test/support/mail-house.ts'
import ai from '../ai/service.ts'
import config from '../config/service.ts'
import pdf from '../pdf/service.ts'
import email from './service.ts'

let house: MailHouse
beforeAll(async () => {
  house = await openMailHouse()
})
afterAll(() => house.stop())

describe('Gmail', () => {
  it('asks for reading only, offline, with a state bound to the user and good once', async () => {
    const anna = await house.person()
    const { body } = await anna.post('/mailboxes/gmail', {})
    const asked = new URL(body.url).searchParams
    expect(asked.get('scope')).toBe('https://www.googleapis.com/auth/gmail.readonly')
    expect(asked.get('access_type')).toBe('offline')
    expect(asked.get('code_challenge_method')).toBe('S256')
    const { query, status } = await house.linkGmail(anna, marek)
    expect(status).toBe(200)
    expect(await mailboxOf(anna)).toMatchObject({ kind: 'gmail', address: marek.email, state: 'connected' })
    const again = await house.stranger.get(`/mailboxes/gmail/callback${query}`)
    expect(again.body).toMatchObject({ status: 422, code: 'gmail.state-unknown' })
    const no = await house.stranger.get(
      `/mailboxes/gmail/callback?state=${asked.get('state')}&error=access_denied`,
    )
    expect(no.body).toMatchObject({ status: 422, code: 'gmail.refused' })
  })

  it('is linked with the client that an administrator has set, where the environment names none', async () => {
    const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, ...env } = house.sandbox.env
    const other = await openTestHouse({ services: [ai, config, email, pdf], env })
    try {
      const anna = await other.person()
      expect(await anna.post('/mailboxes/gmail', {})).toMatchObject({
        status: 503,
        body: { code: 'gmail.not-configured' },
      })
      const admin = await other.person({ roles: ['admin'] })
      const secret = `${GOOGLE_CLIENT_ID}:${GOOGLE_CLIENT_SECRET}`
      expect((await admin.put('/config/credentials/google-oauth', { secret })).status).toBeLessThan(300)
      const { body } = await anna.post('/mailboxes/gmail', {})
      expect(new URL(body.url).searchParams.get('client_id')).toBe(GOOGLE_CLIENT_ID)
    } finally {
      await other.stop()
    }
  })

  it('takes what came since it was linked, once, and not what came before', async () => {
    const anna = await house.person()
    await house.send(100, ola.email, 'gmail')
    await house.linkGmail(anna, ola)
    await house.send(101, ola.email, 'gmail')
    const mailbox = await mailboxOf(anna)
    for (let look = 0; look < 3; look++) await house.check(anna, mailbox.id)
    const found = await house.withMessage(anna, 101)
    expect(found).toMatchObject({ mailboxId: mailbox.id, subject: 'Plan dnia 101' })
    await until('a document', async () => (await anna.get('/pdf')).body.items[0]?.state !== 'pending')
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
  })

  it('a word from Pub/Sub makes it look at once; a wrong token is refused', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.send(102, ola.email, 'gmail')
    const data = Buffer.from(JSON.stringify({ emailAddress: ola.email, historyId: 1 })).toString('base64')
    const word = { message: { data, messageId: '1' }, subscription: 's' }
    const wrong = await house.stranger.post('/mailboxes/gmail/push?token=wrong', word)
    expect(wrong.body).toMatchObject({ status: 403, code: 'gmail.push-refused' })
    const told = await house.stranger.post('/mailboxes/gmail/push?token=push-token-of-this-test', word)
    expect(told.status).toBe(204)
    await house.withMessage(anna, 102)
  })

  it('a word about another address wakes nobody', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola)
    const { id } = await mailboxOf(anna)
    const dueAt = async () =>
      (
        await house.rows<{ due: string }>('select due_at::text as due from email.mailboxes where id = $1', [
          id,
        ])
      )[0]!.due
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    const before = await dueAt()
    const tell = (emailAddress: string) => {
      const data = Buffer.from(JSON.stringify({ emailAddress, historyId: 1 })).toString('base64')
      return house.stranger.post('/mailboxes/gmail/push?token=push-token-of-this-test', {
        message: { data, messageId: '1' },
        subscription: 's',
      })
    }
    expect((await tell(marek.email)).status).toBe(204)
    expect(await dueAt()).toBe(before)
    expect((await tell(ola.email.toUpperCase())).status).toBe(204)
    expect(await dueAt()).not.toBe(before)
    const [row] = await house.rows<{ stored: string }>(
      'select m::text as stored from email.mailboxes m where id = $1',
      [id],
    )
    expect(row!.stored).not.toContain(ola.email)
  })

  it('lists again when Gmail has forgotten the history', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola)
    const { id } = await mailboxOf(anna)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.rows('update email.mailboxes set history_id = 1 where id = $1', [id])
    await house.send(103, ola.email, 'gmail')
    await house.check(anna, id)
    await house.withMessage(anna, 103)
    const [row] = await house.rows<{ history_id: string }>(
      'select history_id from email.mailboxes where id = $1',
      [id],
    )
    expect(Number(row!.history_id)).toBeGreaterThan(1)
  })

  it('takes back as many days as asked for', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola, 7)
    await house.withMessage(anna, 100)
  })

  it('a new refresh token from Google takes the place of the old one, which is over', async () => {
    const anna = await house.person()
    const { tokens } = house.sandbox.standIns
    tokens.rotates = true
    try {
      await house.linkGmail(anna, marek)
      const { id } = await mailboxOf(anna)
      for (const seed of [105, 106]) {
        tokens.expire(marek.email)
        await house.send(seed, marek.email, 'gmail')
        await house.check(anna, id)
        await house.withMessage(anna, seed)
      }
      expect(await mailboxOf(anna)).toMatchObject({ state: 'connected' })
    } finally {
      tokens.rotates = false
    }
  })

  it('a revoked grant becomes "reconnect", is told, and heals by linking again without losing anything', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    house.sandbox.standIns.tokens.revokeAll(ola.email)
    const { id } = await mailboxOf(anna)
    await house.check(anna, id)
    await until('the mailbox to ask', async () => (await mailboxOf(anna)).state === 'reconnect')
    const told = await house.rows<{ event: any }>(
      `select event from email.outbox where type = 'mailbox.disconnected' and event->'data'->>'mailboxId' = $1
       union all select event from email.event_log where type = 'mailbox.disconnected' and event->'data'->>'mailboxId' = $1`,
      [id],
    )
    expect(told).toHaveLength(1)
    expect((await mailboxOf(anna)).lastErrorText.pl).toContain('Połącz skrzynkę ponownie.')
    expect(await house.check(anna, id)).toEqual({ queued: false })
    await house.send(104, ola.email, 'gmail')
    await house.linkGmail(anna, ola)
    expect(await mailboxOf(anna)).toMatchObject({ id, state: 'connected' })
    await house.withMessage(anna, 104)
  })

  it('503 where no OAuth client is configured', async () => {
    const bare = await openTestHouse({ services: [ai, config, email, pdf] })
    try {
      const { body } = await (await bare.person()).post('/mailboxes/gmail', {})
      expect(body).toMatchObject({ status: 503, code: 'gmail.not-configured' })
    } finally {
      await bare.stop()
    }
  })
})
