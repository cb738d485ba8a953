import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { asEmail } from '../../../sandbox/callsheets/mail.ts'
import { accounts, type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import config from '../config/service.ts'
import pdf from '../pdf/service.ts'
import email from './service.ts'

let sandbox: Sandbox
let house: TestHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const env = { ...sandbox.env, GMAIL_PUSH_TOKEN: 'push-token-of-this-test' }
  house = await openTestHouse({ services: [config, email, pdf], env })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

const [ola, marek] = accounts as [(typeof accounts)[number], (typeof accounts)[number]]

async function send(seed: number, to: string, into: 'imap' | 'gmail' | 'both', text?: string) {
  const { pdf, fileName } = await generateCallSheet({ seed, language: 'pl', layout: 'polish-mp2' })
  const raw = await asEmail({
    from: 'Produkcja <plan@film.test>',
    to,
    subject: `Plan dnia ${seed}`,
    messageId: `<sheet-${seed}@film.test>`,
    ...(text ? { text } : {}),
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
  })
  await sandbox.mailbox.deliver(raw, { into })
}

const withMessage = (person: Person, seed: number, limitMs?: number) =>
  until(
    `message ${seed}`,
    async () => {
      const { body } = await person.get('/emails')
      return body.items.find((each: any) => each.messageId === `<sheet-${seed}@film.test>`)
    },
    limitMs,
  )

const imapOf = (account: typeof ola, more: object = {}) => ({
  host: sandbox.env.SANDBOX_IMAP_HOST,
  port: Number(sandbox.env.SANDBOX_IMAP_PORT),
  secure: false,
  user: account.email,
  password: account.password,
  ...more,
})

/** Goes through Google's consent as a browser would: page, form, redirect back. */
async function linkGmail(person: Person, account: typeof ola, backfillDays = 0) {
  const { body } = await person.post('/mailboxes/gmail', { backfillDays })
  const consent = new URL(body.url)
  const page = await (await fetch(consent)).text()
  const forms = [...page.matchAll(/<form\b[^>]*action="([^"]+)"[\s\S]*?<\/form>/g)]
  const form = forms.find(([html]) => html.includes(account.email))!
  const fields = [...form[0].matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name!, value!.replaceAll('&amp;', '&')] as [string, string],
  )
  const back = await fetch(new URL(form[1]!, consent), {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  const query = new URL(back.headers.get('location')!).search
  return { query, answer: await house.stranger.get(`/mailboxes/gmail/callback${query}`) }
}

const check = async (person: Person, mailboxId: string) => {
  const { status, body } = await person.post(`/mailboxes/${mailboxId}/check`)
  expect(status).toBe(202)
  return body
}

const mailboxOf = async (person: Person) => (await person.get('/mailboxes')).body.items[0]

describe('Gmail', () => {
  it('asks for reading only, offline, with a state bound to the user and good once', async () => {
    const anna = await house.person()
    const { body } = await anna.post('/mailboxes/gmail', {})
    const asked = new URL(body.url).searchParams
    expect(asked.get('scope')).toBe('https://www.googleapis.com/auth/gmail.readonly')
    expect(asked.get('access_type')).toBe('offline')
    expect(asked.get('code_challenge_method')).toBe('S256')
    const { query, answer } = await linkGmail(anna, marek)
    expect(answer.status).toBe(200)
    expect(await mailboxOf(anna)).toMatchObject({ kind: 'gmail', address: marek.email, state: 'connected' })
    const again = await house.stranger.get(`/mailboxes/gmail/callback${query}`)
    expect(again.body).toMatchObject({ status: 422, code: 'gmail.state-unknown' })
    const no = await house.stranger.get(
      `/mailboxes/gmail/callback?state=${asked.get('state')}&error=access_denied`,
    )
    expect(no.body).toMatchObject({ status: 422, code: 'gmail.refused' })
  })

  it('is linked with the client that an administrator has set, where the environment names none', async () => {
    const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, ...env } = sandbox.env
    const other = await openTestHouse({ services: [config, email, pdf], env })
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
    await send(100, ola.email, 'gmail')
    await linkGmail(anna, ola)
    await send(101, ola.email, 'gmail')
    const mailbox = await mailboxOf(anna)
    for (let look = 0; look < 3; look++) await check(anna, mailbox.id)
    const found = await withMessage(anna, 101)
    expect(found).toMatchObject({ mailboxId: mailbox.id, subject: 'Plan dnia 101' })
    await until('a document', async () => (await anna.get('/pdf')).body.items[0]?.state !== 'pending')
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
  })

  it('a word from Pub/Sub makes it look at once; a wrong token is refused', async () => {
    const anna = await house.person()
    await linkGmail(anna, ola)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    await send(102, ola.email, 'gmail')
    const data = Buffer.from(JSON.stringify({ emailAddress: ola.email, historyId: 1 })).toString('base64')
    const word = { message: { data, messageId: '1' }, subscription: 's' }
    const wrong = await house.stranger.post('/mailboxes/gmail/push?token=wrong', word)
    expect(wrong.body).toMatchObject({ status: 403, code: 'gmail.push-refused' })
    const told = await house.stranger.post('/mailboxes/gmail/push?token=push-token-of-this-test', word)
    expect(told.status).toBe(204)
    await withMessage(anna, 102)
  })

  it('a word about another address wakes nobody', async () => {
    const anna = await house.person()
    await linkGmail(anna, ola)
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
    await linkGmail(anna, ola)
    const { id } = await mailboxOf(anna)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    await house.rows('update email.mailboxes set history_id = 1 where id = $1', [id])
    await send(103, ola.email, 'gmail')
    await check(anna, id)
    await withMessage(anna, 103)
    const [row] = await house.rows<{ history_id: string }>(
      'select history_id from email.mailboxes where id = $1',
      [id],
    )
    expect(Number(row!.history_id)).toBeGreaterThan(1)
  })

  it('takes back as many days as asked for', async () => {
    const anna = await house.person()
    await linkGmail(anna, ola, 7)
    await withMessage(anna, 100)
  })

  it('a revoked grant becomes "reconnect", is told, and heals by linking again without losing anything', async () => {
    const anna = await house.person()
    await linkGmail(anna, ola)
    await until('the first look', async () => (await mailboxOf(anna)).lastCheckedAt)
    sandbox.standIns.tokens.revokeAll(ola.email)
    const { id } = await mailboxOf(anna)
    await check(anna, id)
    await until('the mailbox to ask', async () => (await mailboxOf(anna)).state === 'reconnect')
    const told = await house.rows<{ event: any }>(
      `select event from email.outbox where type = 'mailbox.disconnected' and event->'data'->>'mailboxId' = $1
       union all select event from email.event_log where type = 'mailbox.disconnected' and event->'data'->>'mailboxId' = $1`,
      [id],
    )
    expect(told).toHaveLength(1)
    expect((await mailboxOf(anna)).lastErrorText.pl).toContain('Połącz skrzynkę ponownie.')
    expect(await check(anna, id)).toEqual({ queued: false })
    await send(104, ola.email, 'gmail')
    await linkGmail(anna, ola)
    expect(await mailboxOf(anna)).toMatchObject({ id, state: 'connected' })
    await withMessage(anna, 104)
  })

  it('503 where no OAuth client is configured', async () => {
    const bare = await openTestHouse({ services: [config, email, pdf] })
    try {
      const { body } = await (await bare.person()).post('/mailboxes/gmail', {})
      expect(body).toMatchObject({ status: 503, code: 'gmail.not-configured' })
    } finally {
      await bare.stop()
    }
  })
})

describe('IMAP', () => {
  it('tries the login first, and refuses with the reason', async () => {
    const anna = await house.person()
    const refuse = async (more: object) => (await anna.post('/mailboxes/imap', imapOf(ola, more))).body
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
    await send(200, ola.email, 'imap')
    const linked = await anna.post('/mailboxes/imap', imapOf(ola))
    expect(linked.status).toBe(201)
    expect(linked.body).toMatchObject({ kind: 'imap', address: ola.email, state: 'connected' })
    expect((await anna.post('/mailboxes/imap', imapOf(ola))).body.code).toBe('mailbox.exists')
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await send(201, ola.email, 'imap')
    await withMessage(anna, 201, 5_000)
    expect((await anna.get('/emails')).body.items).toHaveLength(1)
  })

  it('a replica that died leaves its mailboxes to another within 20 seconds; two at once store a message once', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', imapOf(ola))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    const { id } = await mailboxOf(anna)
    const watcher = async () =>
      (await house.rows<{ watcher: string }>('select watcher from email.mailboxes where id = $1', [id]))[0]!
        .watcher
    const first = await watcher()
    const replica = await openTestHouse({
      services: [config, email, pdf],
      env: sandbox.env,
      on: house,
      alone: false,
    })
    try {
      const connections = () =>
        sandbox.journal.all('imap').filter((each) => each.method === 'SELECT' || each.method === 'EXAMINE')
          .length
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
      await send(206, ola.email, 'imap')
      await withMessage(anna, 206, 5_000)
      expect((await anna.get('/emails')).body.items).toHaveLength(1)
    } finally {
      await house.rows('drop trigger mute on email.watchers; drop function email.mute')
      await replica.stop()
    }
  }, 60_000)

  it('the same message through two mailboxes is one', async () => {
    const anna = await house.person()
    await linkGmail(anna, ola)
    await anna.post('/mailboxes/imap', imapOf(ola))
    await until('both looks', async () =>
      (await anna.get('/mailboxes')).body.items.every((each: any) => each.lastCheckedAt),
    )
    await send(202, ola.email, 'both')
    await withMessage(anna, 202)
    for (const { id } of (await anna.get('/mailboxes')).body.items) await check(anna, id)
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
    await anna.post('/mailboxes/imap', imapOf(ola, { backfillDays: 3 }))
    await withMessage(anna, 200)
    await withMessage(anna, 202)
    const before = (await anna.get('/emails')).body.items.length
    const { id } = await mailboxOf(anna)
    await house.rows('update email.mailboxes set uid_validity = 1, last_uid = 1 where id = $1', [id])
    await check(anna, id)
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
    await anna.post('/mailboxes/imap', imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(22 * 1024 * 1024, 0x41)])
    const raw = await asEmail({
      from: 'plan@film.test',
      to: marek.email,
      subject: 'Wielki plan',
      messageId: '<sheet-203@film.test>',
      attachments: [{ fileName: 'plan.pdf', content, contentType: 'application/pdf' }],
    })
    await sandbox.mailbox.deliver(raw, { into: 'imap' })
    expect(await withMessage(anna, 203)).toMatchObject({
      state: 'failed',
      stateReason: 'too-large',
      stateText: { pl: expect.stringContaining('za duży'), en: expect.stringContaining('upload it here') },
      subject: 'Wielki plan',
      attachments: [],
    })
  })

  it('a message without a PDF leaves nothing behind', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await sandbox.mailbox.deliver({ to: marek.email, subject: 'Obiad', text: 'Kiedy?' }, { into: 'imap' })
    await send(204, marek.email, 'imap')
    await withMessage(anna, 204)
    expect(await house.rows('select 1 from email.emails where user_id = $1', [anna.id])).toHaveLength(1)
  })

  it('unlinking forgets the credentials, keeps the messages and closes the connection', async () => {
    const anna = await house.person()
    await anna.post('/mailboxes/imap', imapOf(marek))
    await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
    await send(205, marek.email, 'imap')
    await withMessage(anna, 205)
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

describe('recent mail', () => {
  const deliver = async (subject: string, text: string) =>
    await sandbox.mailbox.deliver(
      await asEmail({
        from: 'Jan <jan@film.test>',
        to: ola.email,
        subject,
        text,
        attachments: [],
      }),
      { into: 'both' },
    )
  const recent = async (person: Person, query = '') => {
    const { status, body } = await person.get(`/emails/recent${query}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }

  it.each(['gmail', 'imap'] as const)(
    'of %s is listed newest first with a few sentences, and kept nowhere',
    async (kind) => {
      await sandbox.reset()
      const anna = await house.person()
      if (kind === 'gmail') await linkGmail(anna, ola)
      else expect((await anna.post('/mailboxes/imap', imapOf(ola))).status).toBe(201)
      await deliver('Obiad', 'Cześć,\nspotkajmy się w piątek o 13:00. Potwierdź, proszę.')
      const { items, unreachable } = await recent(anna)
      expect(unreachable).toEqual([])
      expect(items[0]).toMatchObject({
        subject: 'Obiad',
        hasPdf: false,
        summary: 'spotkajmy się w piątek o 13:00. Potwierdź, proszę.',
      })
      expect(items[0].sender).toContain('jan@film.test')
      const times = items.map(({ receivedAt }: { receivedAt: string }) => receivedAt)
      expect(times).toEqual(times.toSorted().toReversed())
      expect((await recent(anna, '?limit=1')).items).toHaveLength(1)
      expect(await house.rows('select 1 from email.emails where user_id = $1', [anna.id])).toEqual([])
    },
  )

  it('names a mailbox that cannot be read, and is empty without one', async () => {
    const anna = await house.person()
    expect(await recent(anna)).toEqual({ items: [], unreachable: [] })
    await linkGmail(anna, ola)
    sandbox.faults.set('gmail', { kind: 'status', status: 403 })
    expect(await recent(anna)).toEqual({ items: [], unreachable: [(await mailboxOf(anna)).id] })
    sandbox.faults.clear()
    expect((await house.stranger.get('/emails/recent')).status).toBe(401)
  })
})
