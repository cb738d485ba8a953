import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Sandbox, startSandbox } from '../index.ts'

const [ola, marek] = accounts as [(typeof accounts)[number], (typeof accounts)[number]]
const pdf = Buffer.from('%PDF-1.7\n\u00ff\u0000binary\r\n.\r\n%%EOF', 'latin1')
let sandbox: Sandbox
const open: ImapFlow[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})

async function connect(user = ola.email, pass = ola.password, loginMethod?: string): Promise<ImapFlow> {
  const { SANDBOX_IMAP_HOST: host = '', SANDBOX_IMAP_PORT: port } = sandbox.env
  const client = new ImapFlow({
    host,
    port: Number(port),
    secure: false,
    auth: { user, pass, loginMethod },
    logger: false,
  })
  client.on('error', () => {})
  open.push(client)
  await client.connect()
  return client
}

const draft = (subject: string) => ({
  from: 'Łucja Śliwa <produkcja@film.test>',
  to: `"Wrona, Ola" <${ola.email}>`,
  subject,
  text: 'W załączeniu plan dnia na jutro.',
  attachments: [{ filename: 'plan zdjęciowy żółw.pdf', base64: pdf.toString('base64') }],
})

describe('imap', () => {
  test('a mail with Polish names and a PDF comes out byte for byte', async () => {
    await sandbox.mailbox.deliver(draft('Plan zdjęciowy: dzień 12/35'))
    const client = await connect()
    await client.mailboxOpen('INBOX')
    const query = {
      uid: true,
      envelope: true,
      bodyStructure: true,
      source: true,
      size: true,
      internalDate: true,
      flags: true,
    }
    const message = await client.fetchOne('*', query)
    if (!message || !message.source) throw new Error('no message')
    expect(message.envelope?.subject).toBe('Plan zdjęciowy: dzień 12/35')
    expect(message.envelope?.from?.[0]).toMatchObject({ name: 'Łucja Śliwa', address: 'produkcja@film.test' })
    expect(message.envelope?.to?.[0]).toMatchObject({ name: 'Wrona, Ola', address: ola.email })
    expect(message.bodyStructure?.childNodes?.map(({ type }) => type)).toEqual([
      'text/plain',
      'application/pdf',
    ])
    expect(message.source).toEqual(sandbox.mailbox.messages()[0]?.raw)
    expect(message.size).toBe(message.source.length)
    expect(message.flags?.size).toBe(0)
    const parsed = await PostalMime.parse(message.source)
    expect(parsed.attachments[0]?.filename).toBe('plan zdjęciowy żółw.pdf')
  })

  test('an attachment can be downloaded alone, in pieces', async () => {
    await sandbox.mailbox.deliver(draft('Plan'))
    const client = await connect()
    await client.mailboxOpen('INBOX')
    const { content } = await client.download('1', '2', { chunkSize: 16 })
    if (!content) throw new Error('nothing to download')
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks)).toEqual(pdf)
  })

  test('a forwarded mail shows its inner PDF in the structure and gives it out', async () => {
    const part = (type: string, body: string) => `Content-Type: ${type}\r\n\r\n${body}`
    const inner = `Subject: plan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="in"\r\n\r\n--in\r\n${part('text/plain', 'hej')}\r\n--in\r\n${part('application/octet-stream; name="plan.pdf"', '%PDF')}\r\n--in--\r\n`
    const outer = `From: a@film.test\r\nTo: ${ola.email}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\n${part('text/plain', 'FYI')}\r\n--out\r\n${part('message/rfc822', inner)}\r\n--out--\r\n`
    await sandbox.mailbox.deliver(Buffer.from(outer))
    const client = await connect()
    await client.mailboxOpen('INBOX')
    const message = await client.fetchOne('1', { bodyStructure: true, bodyParts: ['2.2', '2.1', '1'] })
    if (!message) throw new Error('no message')
    const forwarded = message.bodyStructure?.childNodes?.[1]
    expect(forwarded?.type).toBe('message/rfc822')
    expect(
      forwarded?.childNodes?.[0]?.childNodes?.map(({ type }) => type) ??
        forwarded?.childNodes?.map(({ type }) => type),
    ).toEqual(['text/plain', 'application/octet-stream'])
    expect(['1', '2.1', '2.2'].map((key) => message.bodyParts?.get(key)?.toString())).toEqual([
      'FYI',
      'hej',
      '%PDF',
    ])
  })

  test('an idling client hears of a new mail', async () => {
    const client = await connect()
    await client.mailboxOpen('INBOX')
    const exists = new Promise<{ count: number }>((resolve) => client.once('exists', resolve))
    const idling = client.idle()
    await new Promise<void>((resolve) => setTimeout(resolve, 50))
    await sandbox.mailbox.deliver(draft('Nowa wersja'))
    expect((await exists).count).toBe(1)
    const message = await client.fetchOne('*', { envelope: true })
    expect(message && message.envelope?.subject).toBe('Nowa wersja')
    await idling
  })

  test('UIDs rise, searches see dates, flags and UID ranges, and marking is kept', async () => {
    for (const subject of ['one', 'two', 'three']) await sandbox.mailbox.deliver(draft(subject))
    const client = await connect()
    const box = await client.mailboxOpen('INBOX')
    expect(box.exists).toBe(3)
    const uids = (await client.search({ all: true }, { uid: true })) || []
    expect(uids).toEqual(uids.toSorted((one, other) => one - other))
    expect(await client.search({ uid: `${uids[1]}:*` }, { uid: true })).toEqual(uids.slice(1))
    expect(
      await client.search({ since: new Date(sandbox.clock.now().epochMilliseconds) }, { uid: true }),
    ).toEqual(uids)
    expect(await client.search({ before: '2000-01-01' }, { uid: true })).toEqual([])
    await client.messageFlagsAdd(String(uids[0]), ['\\Seen'], { uid: true })
    expect(await client.search({ seen: false }, { uid: true })).toEqual(uids.slice(1))
    expect(box.uidNext).toBe((uids[2] ?? 0) + 1)
  })

  test('LOGIN and AUTHENTICATE let in with the right password only; a box is its own', async () => {
    await sandbox.mailbox.deliver(draft('for Ola'))
    await expect(connect(ola.email, 'wrong')).rejects.toMatchObject({ authenticationFailed: true })
    const client = await connect(marek.email, marek.password, 'LOGIN')
    expect((await client.mailboxOpen('INBOX')).exists).toBe(0)
    await connect(ola.email, ola.password, 'AUTH=PLAIN')
  })
})

describe('imap faults', () => {
  test('a cut connection, a refusal for now and a refused password', async () => {
    sandbox.faults.set('imap', { kind: 'drop', times: 1 }, { method: 'SELECT' })
    await expect((await connect()).mailboxOpen('INBOX')).rejects.toThrow()
    sandbox.faults.set('imap', { kind: 'status', status: 503, times: 1 }, { method: 'SELECT' })
    const client = await connect()
    await expect(client.mailboxOpen('INBOX')).rejects.toMatchObject({ responseStatus: 'NO' })
    expect((await client.mailboxOpen('INBOX')).exists).toBe(0)
    sandbox.faults.set('imap', { kind: 'unauthorized', times: 1 })
    await expect(connect()).rejects.toThrow()
  })
})

describe('smtp', () => {
  const send = (options: object) =>
    createTransport(sandbox.env.SMTP_URL ?? '').sendMail({
      from: sandbox.env.SMTP_FROM,
      to: ola.email,
      subject: 'Jutro: zbiórka 06:30',
      text: 'Dzień dobry',
      messageId: '<plan-1@klaps.test>',
      ...options,
    })

  test('a mail is kept, counted by its Message-ID, and delivered to people of the sandbox', async () => {
    await send({})
    expect(sandbox.smtp.count('<plan-1@klaps.test>')).toBe(1)
    expect(sandbox.smtp.sent()[0]).toMatchObject({ subject: 'Jutro: zbiórka 06:30', to: [ola.email] })
    expect(sandbox.mailbox.messages(ola.email)).toHaveLength(1)
    await send({ to: 'someone@elsewhere.test', messageId: '<plan-2@klaps.test>' })
    expect(sandbox.mailbox.messages()).toHaveLength(1)
  })

  test('a wrong password is 535, a fault 451 is temporary, a lost answer has delivered', async () => {
    const port = Number(new URL(sandbox.env.SMTP_URL ?? '').port)
    const stranger = createTransport({ host: '127.0.0.1', port, auth: { user: 'klaps', pass: 'wrong' } })
    await expect(stranger.sendMail({ from: 'a@b.test', to: ola.email })).rejects.toMatchObject({
      responseCode: 535,
    })
    sandbox.faults.set('smtp', { kind: 'status', status: 451, times: 1 })
    await expect(send({})).rejects.toMatchObject({ responseCode: 451 })
    sandbox.faults.set('smtp', { kind: 'drop-after-effect', times: 1 })
    await expect(send({})).rejects.toThrow()
    expect(sandbox.smtp.count('<plan-1@klaps.test>')).toBe(1)
    expect(sandbox.journal.all('smtp').map(({ status }) => status)).toEqual([451, null])
  })
})
