import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asEmail } from '../../../sandbox/callsheets/mail.ts'
import { openTestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import { type MailHouse, mailboxOf, marek, ola, openMailHouse } from '../../../test/support/mail-house.ts'
import ai from '../ai/service.ts'
import config from '../config/service.ts'
import pdf from '../pdf/service.ts'
import email from './service.ts'

let house: MailHouse
beforeAll(async () => {
  house = await openMailHouse(false)
})
afterAll(() => house.stop())

describe('IMAP', () => {
  it('tries the login first, and refuses with the reason', async () => {
    const anna = await house.person()
    const refuse = async (more: object) => (await anna.post('/mailboxes/imap', house.imapOf(ola, more))).body
    expect(await refuse({ password: 'wrong' })).toMatchObject({ status: 422, code: 'mailbox.login-refused' })
    expect(await refuse({ folder: 'Nowhere' })).toMatchObject({ status: 422, code: 'mailbox.no-folder' })
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    expect(await refuse({ port })).toMatchObject({ status: 422, code: 'mailbox.unreachable' })
    expect((await anna.get('/mailboxes')).body.items).toEqual([])
  })

  it('hears of a message by IDLE within seconds; a second link is refused', async () => {
    const anna = await house.person()
    await house.send(200, ola.email, 'imap')
    const linked = await anna.post('/mailboxes/imap', house.imapOf(ola))
    expect(linked.status).toBe(201)
    expect(linked.body).toMatchObject({ kind: 'imap', address: ola.email, state: 'connected' })
    expect((await anna.post('/mailboxes/imap', house.imapOf(ola))).body.code).toBe('mailbox.exists')
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.send(201, ola.email, 'imap')
    await house.withMessage(anna, 201, 5_000)
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
  })

  it('a replica that died leaves its mailboxes to another within 20 seconds; two at once store a message once', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(ola))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    const { id } = await mailboxOf(anna)
    const watcher = async () =>
      (await house.rows<{ watcher: string }>('select watcher from email.mailboxes where id = $1', [id]))[0]!
        .watcher
    const first = await watcher()
    const replica = await openTestHouse({
      services: [ai, config, email, pdf],
      env: house.sandbox.env,
      on: house,
      alone: false,
    })
    try {
      const connections = () =>
        house.sandbox.journal
          .all('imap')
          .filter((each) => each.method === 'SELECT' || each.method === 'EXAMINE').length
      expect(await watcher(), 'the living one keeps it').toBe(first)
      const before = connections()
      const died = performance.now()
      // As a process that stops renewing: it is never heard of again, and its connection stays.
      await house.rows(
        `create function email.mute() returns trigger language plpgsql as $$ begin
           if new.process = '${first}' then return null; end if; return new; end $$;
         create trigger mute before insert or update on email.watchers for each row execute function email.mute()`,
      )
      await until('the take-over', async () => (await watcher()) !== first, 22_000)
      expect(performance.now() - died).toBeLessThan(20_000)
      await until('its connection', () => connections() > before)
      await house.send(206, ola.email, 'imap')
      await house.withMessage(anna, 206, 5_000)
      expect((await anna.get('/emails')).body.items).toHaveLength(1)
    } finally {
      await house.rows('drop trigger mute on email.watchers; drop function email.mute')
      await replica.stop()
    }
  }, 60_000)

  it('the same message through two mailboxes is one', async () => {
    const anna = await house.person()
    await house.linkGmail(anna, ola)
    await anna.post('/mailboxes/imap', house.imapOf(ola))
    await until('both looks', async () =>
      (await anna.get('/mailboxes')).body.items.every((each: any) => each.lastCheckedAt),
    )
    await house.send(202, ola.email, 'both')
    await house.withMessage(anna, 202)
    for (const { id } of (await anna.get('/mailboxes')).body.items) await house.check(anna, id)
    await until('both looks again', async () => {
      const rows = await house.rows(
        `select 1 from email.mailboxes where user_id = $1 and last_checked_at > now() - interval '1 second'`,
        [anna.id],
      )
      return rows.length === 2
    })
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
  })

  it('takes back as many days as asked for, and knows the old ones again when all numbers are new', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(ola, { backfillDays: 3 }))
    await house.withMessage(anna, 200)
    await house.withMessage(anna, 202)
    const before = (await anna.get('/emails')).body.items.length
    const { id } = await mailboxOf(anna)
    await house.rows('update email.mailboxes set uid_validity = 1, last_uid = 1 where id = $1', [id])
    await house.check(anna, id)
    await until('the new count', async () => {
      const [row] = await house.rows<{ uid_validity: string }>(
        'select uid_validity from email.mailboxes where id = $1',
        [id],
      )
      return Number(row!.uid_validity) > 1
    })
    expect((await anna.get('/emails')).body.items).toHaveLength(before)
  })

  it('an oversized message is recorded with the reason, and not fetched', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(22 * 1024 * 1024, 0x41)])
    const raw = await asEmail({
      from: 'plan@film.test',
      to: marek.email,
      subject: 'Wielki plan',
      messageId: '<sheet-203@film.test>',
      attachments: [{ fileName: 'plan.pdf', content, contentType: 'application/pdf' }],
    })
    await house.sandbox.mailbox.deliver(raw, { into: 'imap' })
    expect(await house.withMessage(anna, 203)).toMatchObject({
      state: 'failed',
      stateReason: 'too-large',
      stateText: {
        pl: expect.stringContaining('ponad 25 MB'),
        en: expect.stringContaining('more than 25 MB'),
      },
      subject: 'Wielki plan',
      attachments: [],
    })
  })

  it('a message with more than 20 attachments is refused by its name, in the list and in its log', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(ola))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    const attachments = Array.from({ length: 21 }, (_, index) => ({
      fileName: `plan-${index}.pdf`,
      content: new TextEncoder().encode(`%PDF-1.7 ${index}`),
      contentType: 'application/pdf',
    }))
    const raw = await asEmail({
      from: 'Produkcja <plan@film.test>',
      to: ola.email,
      subject: 'Plan i załączniki',
      messageId: '<sheet-205@film.test>',
      attachments,
    })
    await house.sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap' })
    const refused = await house.withMessage(anna, 205)
    expect(refused).toMatchObject({
      state: 'failed',
      stateReason: 'too-many-attachments',
      stateText: { en: expect.stringContaining('more than 20 attachments') },
      subject: 'Plan i załączniki',
      sender: expect.stringContaining('plan@film.test'),
    })
    const { body } = await anna.get(`/emails/${refused.id}/log`)
    expect(body.steps).toEqual([
      expect.objectContaining({ step: 'receive', outcome: 'failed', detail: 'too-many-attachments' }),
    ])
  })

  it('a message without a PDF leaves nothing behind', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.sandbox.mailbox.deliver(
      { to: marek.email, subject: 'Obiad', text: 'Kiedy?' },
      { into: 'imap' },
    )
    await house.send(204, marek.email, 'imap')
    await house.withMessage(anna, 204)
    expect(await house.rows('select 1 from email.emails where user_id = $1', [anna.id])).toHaveLength(1)
  })

  it('unlinking forgets the credentials, keeps the messages and closes the connection', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', house.imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.send(205, marek.email, 'imap')
    await house.withMessage(anna, 205)
    const { id } = await mailboxOf(anna)
    expect((await anna.delete(`/mailboxes/${id}`)).status).toBe(204)
    expect((await anna.get('/mailboxes')).body.items).toEqual([])
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
    const [row] = await house.rows<{ credentials: string | null; watcher: string | null }>(
      'select credentials, watcher from email.mailboxes where id = $1',
      [id],
    )
    expect(row).toEqual({ credentials: null, watcher: null })
    expect((await anna.delete(`/mailboxes/${id}`)).status).toBe(404)
  })
})
